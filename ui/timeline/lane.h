#pragma once

#include <optional>

#include <QPoint>
#include <QString>
#include <QWidget>

#include "core/base/time.h"

#include "ui/timeline/segment_tools.h"

namespace ui::common {
class ClassStyles;
struct Theme;
} // namespace ui::common

namespace ui::timeline {

class TimeAxis;

// What all lanes of a timeline share; owned by the TimelineView, which changes it in place.
struct LaneContext
{
    TimeAxis *axis = nullptr;
    const common::Theme *theme = nullptr;
    const common::ClassStyles *classes = nullptr;
    bool showsPatterns = false;
    ColourBy colourBy = ColourBy::Class;
    Tool tool = Tool::Select;
    Snapper snapper = {};                // null: dragged edges go where the pointer is
    core::base::TimeUs frameUs = 40'000; // the shortest segment that can be drawn
    int drawClass = -1;                  // of a segment that is drawn now

    core::base::TimeUs snapped(core::base::TimeUs time) const
    {
        return snapper ? snapper(time).time : time;
    }
};

// One row of the timeline. Draws ground and grid, lets a person zoom (wheel), pan (Shift+wheel,
// drag) and seek (click); subclasses draw the content. GUI thread.
class Lane : public QWidget
{
    Q_OBJECT

public:
    Lane(QString title, const LaneContext &context, QWidget *parent);

    const QString &title() const { return m_title; }
    // Names the lane in what is remembered about it; the title where nobody gave one.
    QString key() const { return m_key.isEmpty() ? m_title : m_key; }
    void setKey(const QString &key) { m_key = key; }
    const QString &subtitle() const { return m_subtitle; }
    void setSubtitle(const QString &text);
    // Locked: what a run or an import wrote; editing gestures are refused.
    bool isLocked() const { return m_isLocked; }
    void setLocked(bool isLocked);
    // The lane that keys act on.
    bool isActive() const { return m_isActive; }
    void setActive(bool isActive);
    // One sentence shown while there is no content: what is missing and how to get it.
    const QString &emptyText() const { return m_emptyText; }
    void setEmptyText(const QString &text);

    const LaneContext &context() const { return m_context; }
    virtual int defaultHeight() const = 0;
    virtual bool isEmpty() const = 0;
    // Draws under title and subtitle in the header column: a legend.
    virtual void paintLegend(QPainter &painter, const QRect &area) const;
    // Escape: forgets what a drag would do. False: nothing is dragged.
    virtual bool cancelGesture() { return false; }
    // The theme or the class styles changed.
    virtual void restyle();

signals:
    void seekRequested(core::base::TimeUs time);
    void pressed();
    void headerChanged();

protected:
    const TimeAxis &axis() const { return *m_context.axis; }
    const common::Theme &theme() const { return *m_context.theme; }

    // `exposed` is the part that must be drawn.
    virtual void paintContent(QPainter &painter, const QRect &exposed) = 0;
    virtual void axisChanged();
    // A click without drag; true: it hit something and must not move the playhead.
    virtual bool clickAt(const QPoint &position);

    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    const LaneContext &m_context;
    QString m_title;
    QString m_key;
    QString m_subtitle;
    QString m_emptyText;
    bool m_isLocked = false;
    bool m_isActive = false;
    std::optional<QPoint> m_pressedAt;
    int m_pannedTo = 0;
    bool m_isPanning = false;
};

// Zooms the axis about the pointer or pans it, as a wheel event asks.
void zoomOrPan(TimeAxis &axis, const QWheelEvent &event);

} // namespace ui::timeline
