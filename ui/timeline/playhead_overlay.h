#pragma once

#include <QWidget>

#include "core/base/time.h"

namespace ui::timeline {

struct LaneContext;

// The line of the current time over ruler and lanes, with its time in the ruler. Lets the mouse
// through and repaints three pixel columns when it moves, so that playing costs next to nothing.
class PlayheadOverlay : public QWidget
{
    Q_OBJECT

public:
    PlayheadOverlay(const LaneContext &context, QWidget *parent);

    void setTime(core::base::TimeUs time);
    core::base::TimeUs time() const { return m_time; }
    // Where the time is written while the line is in sight.
    QRect tagRect() const;
    bool isInSight() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double x() const;
    void updateAround();

    const LaneContext &m_context;
    core::base::TimeUs m_time = 0;
};

} // namespace ui::timeline
