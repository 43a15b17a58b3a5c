#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

namespace app::studio {

// Handles the events that are there; where there are none, waits for the next one, but no longer
// than `atMostMs`. (processEvents() with a time never waits.)
inline void takeTurn(int atMostMs)
{
    const QObject context;
    QTimer::singleShot(atMostMs, &context, [] {});
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

} // namespace app::studio
