#include "ui/timeline/lane_stack.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/timeline/lane_header.h"

namespace ui::timeline {

namespace {

constexpr int kMinLane = 22;
constexpr int kMaxLane = 400;

} // namespace

LaneStack::LaneStack(const LaneContext &context, int headerWidth, QWidget *parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_headerWidth(headerWidth)
{
    auto *rows = new QWidget;
    rows->setProperty("ground", QStringLiteral("panel"));
    m_layout = new QVBoxLayout(rows);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setWidget(rows);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
}

void LaneStack::add(std::unique_ptr<Lane> owned, int height)
{
    Lane *lane = owned.release(); // the row is its parent from here on
    auto *widget = new QWidget;
    auto *layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *header = new LaneHeader(*lane, m_context, widget);
    header->setFixedWidth(m_headerWidth);
    layout->addWidget(header);
    layout->addWidget(lane, 1);
    m_rows.push_back({widget, lane, header, height > 0 ? height : lane->defaultHeight()});
    connectHeader(m_rows.back());
    arrange();
}

void LaneStack::setHeaderWidth(int width)
{
    if (m_headerWidth == width) {
        return;
    }
    m_headerWidth = width;
    for (const Row &row : m_rows) {
        row.header->setFixedWidth(width);
    }
}

void LaneStack::connectHeader(const Row &row)
{
    connect(row.header, &LaneHeader::pressed, this,
            [this, lane = row.lane] { emit headerPressed(lane); });
    connect(row.header, &LaneHeader::heightDragged, this, [this, row](int height) {
        m_arrangement.setHeight(row.lane->key(), height);
        setHeight(row, height);
        emit arranged();
    });
    connect(row.header, &LaneHeader::heightReset, this,
            [this, lane = row.lane] { resetHeight(*lane); });
    connect(row.header, &LaneHeader::hidePressed, this,
            [this, lane = row.lane] { setHidden(*lane, true); });
    connect(row.header, &LaneHeader::menuWanted, this,
            [this, lane = row.lane](const QPoint &global) { emit menuWanted(lane, global); });
}

void LaneStack::clear()
{
    for (const Row &row : m_rows) {
        delete row.widget;
    }
    m_rows.clear();
}

const LaneStack::Row *LaneStack::find(const QString &key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Row &row) { return row.lane->key() == key; });
    return found != m_rows.end() ? &*found : nullptr;
}

std::vector<QString> LaneStack::keys() const
{
    std::vector<QString> keys;
    for (const Row &row : m_rows) {
        keys.push_back(row.lane->key());
    }
    return keys;
}

std::vector<Lane *> LaneStack::allLanes() const
{
    std::vector<Lane *> lanes;
    for (const QString &key : m_arrangement.ordered(keys())) {
        lanes.push_back(find(key)->lane);
    }
    return lanes;
}

std::vector<Lane *> LaneStack::lanes() const
{
    std::vector<Lane *> lanes = allLanes();
    std::erase_if(lanes, [this](const Lane *lane) { return isHidden(*lane); });
    return lanes;
}

int LaneStack::contentHeight() const
{
    int height = 0;
    for (const Row &row : m_rows) {
        height += m_arrangement.isHidden(row.lane->key()) ? 0 : row.widget->height();
    }
    return height;
}

void LaneStack::setArrangement(LaneArrangement arrangement)
{
    m_arrangement = std::move(arrangement);
    arrange();
}

void LaneStack::setHeight(const Row &row, int height)
{
    row.widget->setFixedHeight(std::clamp(height, kMinLane, kMaxLane));
}

void LaneStack::arrange()
{
    int place = 0;
    for (const QString &key : m_arrangement.ordered(keys())) {
        const Row &row = *find(key);
        setHeight(row, m_arrangement.height(key).value_or(row.defaultHeight));
        m_layout->removeWidget(row.widget);
        m_layout->insertWidget(place++, row.widget);
        row.widget->setVisible(!m_arrangement.isHidden(key));
    }
    emit arranged();
}

void LaneStack::setHidden(const Lane &lane, bool isHidden)
{
    m_arrangement.setHidden(lane.key(), isHidden);
    arrange();
}

bool LaneStack::isHidden(const Lane &lane) const
{
    return m_arrangement.isHidden(lane.key());
}

void LaneStack::toggleSolo(const Lane &lane)
{
    m_arrangement.setSolo(m_arrangement.solo().isEmpty() ? lane.key() : QString());
    arrange();
}

void LaneStack::showAll()
{
    m_arrangement.showAll();
    arrange();
}

void LaneStack::move(const Lane &lane, int step)
{
    m_arrangement.move(m_arrangement.ordered(keys()), lane.key(), step);
    arrange();
}

void LaneStack::grow(const Lane &lane, int pixels)
{
    const int height = find(lane.key())->widget->height() + pixels;
    m_arrangement.setHeight(lane.key(), std::clamp(height, kMinLane, kMaxLane));
    arrange();
}

void LaneStack::resetHeight(const Lane &lane)
{
    m_arrangement.setHeight(lane.key(), std::nullopt);
    arrange();
}

} // namespace ui::timeline
