#pragma once

#include <optional>
#include <vector>

#include <QPointF>

class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace ui::common {
struct Theme;
}

namespace ui::timeline {

// Thresholds in a plot: a dashed line each, and at the right edge its value in a tag, which is the
// handle. The plot owns the items; GUI thread.
class ThresholdLines
{
public:
    // The plot must outlive the lines.
    explicit ThresholdLines(QCustomPlot &plot)
        : m_plot(plot)
    {
    }

    // The items of before are gone already: the plot was cleared. Both ascending.
    void build(const std::vector<double> &thetas, const std::vector<double> &levels);
    // The same lines at other places.
    void move(const std::vector<double> &thetas, const std::vector<double> &levels);
    // `chosen` is drawn in the accent: the one under the pointer or in the hand.
    void style(const common::Theme &theme, std::optional<std::size_t> chosen);
    // Where two lie too close for both tags, the higher one keeps its tag; after a resize.
    void placeTags();

    // The line whose handle is at this position of the plot.
    std::optional<std::size_t> handleAt(const QPointF &position) const;

private:
    struct Item
    {
        QCPItemStraightLine *line = nullptr;
        QCPItemText *tag = nullptr;
    };

    double yOf(const Item &item) const;

    QCustomPlot &m_plot;
    std::vector<Item> m_items; // ascending
};

} // namespace ui::timeline
