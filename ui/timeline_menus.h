#pragma once

#include <QObject>

class QMenu;
class QPoint;

namespace ui::common {
class ActionRegistry;
}
namespace ui::timeline {
class Lane;
class TimelineView;
} // namespace ui::timeline

namespace ui {

class TimelineLanes;

// The menus that the timeline opens: of what is selected, of a lane, of all lanes. Made of the
// window's commands, so that every entry shows its key. GUI thread.
class TimelineMenus : public QObject
{
    Q_OBJECT

public:
    // All must outlive the menus.
    TimelineMenus(timeline::TimelineView &timeline, TimelineLanes &lanes,
                  const common::ActionRegistry &commands, QObject *parent = nullptr);

private:
    QMenu *makeMenu();
    void addCommands(QMenu &menu, std::initializer_list<const char *> ids) const;
    void openSegmentMenu(const QPoint &global);
    void openLaneMenu(const timeline::Lane *lane, const QPoint &global);
    void openLanesMenu(const QPoint &global);
    void addScores(QMenu &menu);
    void addCurves(QMenu &menu);
    void addClasses(QMenu &menu);

    timeline::TimelineView &m_timeline;
    TimelineLanes &m_lanes;
    const common::ActionRegistry &m_commands;
};

} // namespace ui
