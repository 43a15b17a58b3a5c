#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include <QWidget>

#include "ui/timeline/segment_tools.h"

class QButtonGroup;
class QLabel;
class QToolButton;

namespace ui::common {
struct Theme;
}

namespace ui::timeline {

// The line above the ruler: tools, snapping, zoom, what the hue means, the visible range, and the
// menu of lanes. Says what was pressed and shows what it is told.
class TimelineToolBar : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineToolBar(QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void setTool(Tool tool);
    void setSnapping(bool isOn);
    void setColourBy(ColourBy colourBy);
    void setRangeText(const QString &text);

signals:
    void toolChosen(ui::timeline::Tool tool);
    void snappingChosen(bool isOn);
    void colourChosen(ui::timeline::ColourBy colourBy);
    void zoomInPressed();
    void zoomOutPressed();
    void showAllPressed();
    // The menu of lanes, below its button.
    void menuWanted(const QPoint &global);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *makeButton(const char *icon, const QString &text,
                            std::initializer_list<const char *> commands = {});
    void addTools();
    void addColours();

    std::vector<std::pair<QToolButton *, QString>> m_icons;
    QButtonGroup *m_tools;
    QButtonGroup *m_colours;
    QToolButton *m_snapping;
    QLabel *m_colourLabel;
    QLabel *m_range;
};

} // namespace ui::timeline
