#include "app/studio/screenshot.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPixmap>

#include "core/base/file.h"

#include "ui/common/qt_convert.h"
#include "ui/main_window.h"
#include "ui/workspace.h"

namespace app::studio {

namespace {

constexpr qint64 kPatienceMs = 30'000;
constexpr int kTurnMs = 20;

} // namespace

core::base::Result<void> saveScreenshot(ui::MainWindow &window, const QString &path)
{
    QElapsedTimer waited;
    waited.start();
    // A few turns after everything has arrived: queued replots and layouts.
    for (int settledTurns = 0; settledTurns < 5;) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents,
                                        kTurnMs);
        settledTurns = window.workspace().isSettled() ? settledTurns + 1 : 0;
        if (waited.elapsed() > kPatienceMs) {
            return core::base::fail({.code = core::base::ErrorCode::Media,
                                     .problem = "the pictures of the video did not come in time"});
        }
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    window.grab().save(&buffer, "PNG");
    return core::base::writeFileAtomically(ui::common::toPath(path), bytes.toStdString());
}

} // namespace app::studio
