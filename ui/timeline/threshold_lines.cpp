#include "ui/timeline/threshold_lines.h"

#include <cmath>

#include <qcustomplot.h>

#include "ui/common/color_math.h"
#include "ui/common/theme.h"

namespace ui::timeline {

namespace {

constexpr double kTagHeight = 15;   // px
constexpr double kTagPlace = 0.996; // right edge of a tag, as a share of the width
constexpr double kHandleWidth = 64; // px from the right edge
constexpr double kHandleReach = 9;  // px above and below the line

} // namespace

void ThresholdLines::build(const std::vector<double> &thetas, const std::vector<double> &levels)
{
    m_items.clear();
    for (std::size_t i = 0; i < thetas.size(); ++i) {
        auto *line = new QCPItemStraightLine(&m_plot);
        auto *tag = new QCPItemText(&m_plot);
        tag->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        tag->position->setTypeY(QCPItemPosition::ptPlotCoords);
        tag->setPositionAlignment(Qt::AlignRight | Qt::AlignVCenter);
        tag->setPadding({4, 1, 4, 1});
        tag->setFont(common::textFont(10, QFont::Medium));
        m_items.push_back({line, tag});
    }
    move(thetas, levels);
}

void ThresholdLines::move(const std::vector<double> &thetas, const std::vector<double> &levels)
{
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Item &item = m_items[i];
        item.line->point1->setCoords(0, levels[i]);
        item.line->point2->setCoords(1, levels[i]);
        item.tag->position->setCoords(kTagPlace, levels[i]);
        item.tag->setText(QStringLiteral("θ %1").arg(thetas[i], 0, 'f', 2));
    }
    placeTags();
}

void ThresholdLines::style(const common::Theme &theme, std::optional<std::size_t> chosen)
{
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool isChosen = chosen == i;
        QPen pen(isChosen ? theme.accent : common::withAlpha(theme.text2, 0.7), 1);
        pen.setDashPattern({4, 4});
        m_items[i].line->setPen(pen);
        m_items[i].tag->setColor(theme.text);
        m_items[i].tag->setBrush(theme.raised);
        m_items[i].tag->setPen(isChosen ? theme.accent : common::withAlpha(theme.strong, 0.6));
    }
}

double ThresholdLines::yOf(const Item &item) const
{
    return m_plot.yAxis->coordToPixel(item.line->point1->coords().y());
}

void ThresholdLines::placeTags()
{
    std::optional<double> above;
    for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) {
        const double y = yOf(*item);
        item->tag->setVisible(!above || y - *above >= kTagHeight);
        above = item->tag->visible() ? y : above;
    }
}

std::optional<std::size_t> ThresholdLines::handleAt(const QPointF &position) const
{
    std::optional<std::size_t> nearest;
    double least = kHandleReach;
    if (position.x() < m_plot.width() - kHandleWidth) {
        return nearest;
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const double distance = std::abs(yOf(m_items[i]) - position.y());
        if (distance <= least) {
            least = distance;
            nearest = i;
        }
    }
    return nearest;
}

} // namespace ui::timeline
