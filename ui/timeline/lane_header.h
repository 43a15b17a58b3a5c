#pragma once

#include <QWidget>

namespace ui::timeline {

class Lane;
struct LaneContext;

// The name of a lane, what it holds, whether it is locked, and its legend; its lower edge is the
// grip that changes the lane's height (double click: the default again).
class LaneHeader : public QWidget
{
    Q_OBJECT

public:
    LaneHeader(Lane &lane, const LaneContext &context, QWidget *parent);

signals:
    void pressed();
    void heightDragged(int height);
    void heightReset();
    // The eye: the lane is to disappear.
    void hidePressed();
    void menuWanted(const QPoint &global);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    bool isOnEdge(int y) const;
    bool hasTwoLines() const;
    int titleTop() const;
    QRect eye() const;
    void paintTitle(QPainter &painter) const;

    Lane &m_lane;
    const LaneContext &m_context;
    bool m_isResizing = false;
    bool m_isOnEye = false;
};

} // namespace ui::timeline
