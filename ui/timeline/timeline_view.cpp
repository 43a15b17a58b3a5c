#include "ui/timeline/timeline_view.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/drag_guide.h"
#include "ui/timeline/lane_header.h"
#include "ui/timeline/overview_bar.h"
#include "ui/timeline/playhead_overlay.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/segment_lane.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr int kHeaderWidth = 178;
constexpr int kMinLane = 22;
constexpr int kMaxLane = 400;
constexpr int kToolBar = 34;
constexpr double kZoomStep = 1.6;
constexpr TimeUs kUnknownFrameUs = 40'000;

QHBoxLayout *flatLayout(QWidget *parent)
{
    auto *layout = new QHBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

} // namespace

TimelineView::TimelineView(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_axis(new TimeAxis(this))
    , m_context{.axis = m_axis, .theme = &theme, .classes = &m_classes}
    , m_ruler(new Ruler(m_context, this))
    , m_overview(new OverviewBar(m_context, this))
    , m_playhead(new PlayheadOverlay(m_context, this))
    , m_guide(new DragGuide(m_context, this))
    , m_scroll(new QScrollArea(this))
{
    setProperty("ground", QStringLiteral("head"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(kToolBar + 140);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_toolBar = makeToolBar();
    layout->addWidget(m_toolBar);
    layout->addWidget(makeRow(nullptr, m_ruler));
    auto *rows = new QWidget;
    rows->setProperty("ground", QStringLiteral("panel"));
    m_rowLayout = new QVBoxLayout(rows);
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(0);
    m_rowLayout->addStretch(1);
    m_scroll->setWidget(rows);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->installEventFilter(this);
    layout->addWidget(m_scroll, 1);
    auto *whole = new QLabel(tr("Whole video"));
    whole->setProperty("tone", QStringLiteral("hint"));
    whole->setFont(common::textFont(11));
    whole->setIndent(12);
    layout->addWidget(makeRow(whole, m_overview));

    connect(m_axis, &TimeAxis::changed, this, [this] { updateRangeLabel(); });
    connect(m_ruler, &Ruler::seekRequested, this, &TimelineView::seekRequested);
    connect(m_ruler, &Ruler::seekFinished, this, &TimelineView::seekFinished);
    m_playhead->raise();
    restyle();
}

TimelineView::~TimelineView() = default;

QWidget *TimelineView::makeToolBar()
{
    auto *bar = new QWidget(this);
    bar->setFixedHeight(kToolBar);
    auto *layout = flatLayout(bar);
    layout->setSpacing(2);
    layout->setContentsMargins(12, 0, 14, 0);
    auto *title = new QLabel(tr("Timeline"));
    title->setFont(common::textFont(12, QFont::DemiBold));
    title->setFixedWidth(kHeaderWidth - 6);
    layout->addWidget(title);
    layout->addWidget(makeButton("zoom-out", tr("Zoom out (−)"), &TimelineView::zoomOut));
    layout->addWidget(makeButton("zoom-in", tr("Zoom in (+)"), &TimelineView::zoomIn));
    layout->addWidget(
        makeButton("maximize", tr("Show the whole video (Ctrl+0)"), &TimelineView::showAll));
    layout->addStretch(1);
    m_rangeLabel = new QLabel;
    m_rangeLabel->setProperty("tone", QStringLiteral("hint"));
    layout->addWidget(m_rangeLabel);
    return bar;
}

QToolButton *TimelineView::makeButton(const char *icon, const QString &text,
                                      void (TimelineView::*action)())
{
    auto *button = new QToolButton;
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QToolButton::clicked, this, action);
    m_buttons.emplace_back(button, QString::fromLatin1(icon));
    return button;
}

QWidget *TimelineView::makeRow(QWidget *left, QWidget *right)
{
    auto *row = new QWidget(this);
    auto *layout = flatLayout(row);
    if (left == nullptr) {
        left = new QWidget;
    }
    left->setFixedWidth(headerWidth());
    m_corners.push_back(left);
    layout->addWidget(left);
    layout->addWidget(right, 1);
    return row;
}

int TimelineView::headerWidth() const
{
    return kHeaderWidth;
}

void TimelineView::setTheme(const common::Theme &theme)
{
    m_context.theme = &theme;
    restyle();
}

void TimelineView::setClasses(common::ClassStyles classes, bool showsPatterns)
{
    m_classes = std::move(classes);
    m_context.showsPatterns = showsPatterns;
    restyle();
}

void TimelineView::restyle()
{
    for (const auto &[button, icon] : m_buttons) {
        button->setIcon(common::themedIcon(icon, *m_context.theme));
    }
    for (const Row &row : m_rows) {
        row.lane->restyle();
    }
    for (QWidget *child : findChildren<QWidget *>()) {
        child->update();
    }
}

void TimelineView::addLane(std::unique_ptr<Lane> owned, int height)
{
    Lane *lane = owned.release(); // the row is its parent from here on
    auto *widget = new QWidget;
    auto *layout = flatLayout(widget);
    auto *header = new LaneHeader(*lane, m_context, widget);
    header->setFixedWidth(headerWidth());
    layout->addWidget(header);
    layout->addWidget(lane, 1);
    const Row row = {widget, lane, height > 0 ? height : lane->defaultHeight()};
    setRowHeight(row, row.defaultHeight);
    m_rowLayout->insertWidget(static_cast<int>(m_rows.size()), widget);
    m_rows.push_back(row);
    connect(lane, &Lane::seekRequested, this, [this](TimeUs time) {
        emit seekRequested(time);
        emit seekFinished();
    });
    connect(header, &LaneHeader::heightDragged, this,
            [this, row](int dragged) { setRowHeight(row, dragged); });
    connect(header, &LaneHeader::heightReset, this,
            [this, row] { setRowHeight(row, row.defaultHeight); });
    if (auto *segments = qobject_cast<SegmentLane *>(lane)) {
        connect(header, &LaneHeader::pressed, this, [this, segments] { activate(segments); });
        connectSegments(segments);
    }
    updateGeometry();
}

void TimelineView::connectSegments(SegmentLane *lane)
{
    SegmentGestures *gestures = &lane->gestures();
    connect(lane, &Lane::pressed, this, [this, lane] { activate(lane); });
    connect(lane, &SegmentLane::itemActivated, this, &TimelineView::itemActivated);
    connect(lane, &SegmentLane::menuWanted, this, &TimelineView::segmentMenuWanted);
    connect(gestures, &SegmentGestures::selectionWanted, this,
            [this, lane](const std::vector<qint64> &ids) { select(lane, ids); });
    connect(gestures, &SegmentGestures::dragged, this,
            [this, lane](const SegmentDrag *drag, const QPoint &position) {
                showDrag(*lane, drag, position);
            });
    connect(gestures, &SegmentGestures::drawn, this, &TimelineView::drawn);
    connect(gestures, &SegmentGestures::rangesWanted, this, &TimelineView::rangesWanted);
    connect(gestures, &SegmentGestures::splitWanted, this, &TimelineView::splitWanted);
    connect(gestures, &SegmentGestures::paintingStarted, this, &TimelineView::paintingStarted);
    connect(gestures, &SegmentGestures::paintingStopped, this, &TimelineView::paintingStopped);
    connect(gestures, &SegmentGestures::refused, this, &TimelineView::refused);
}

// What the pointer's tooltip says while an edge is dragged.
void TimelineView::showDrag(const SegmentLane &lane, const SegmentDrag *drag,
                            const QPoint &position)
{
    if (drag == nullptr) {
        m_guide->clear();
        return;
    }
    const TimeUs edge = drag->edge();
    QString first = QString::number(core::base::usToSeconds(edge), 'f', 3) + QStringLiteral(" s");
    QString last = tr("Alt: free");
    if (m_frameAt) {
        first += tr(" · frame %1").arg(common::countText(m_frameAt(edge)));
        const qint64 frames = m_frameAt(edge) - m_frameAt(edge - drag->movedBy());
        last = (frames > 0 ? QStringLiteral("+") : QString()) +
               tr("%1 frames · Alt: free").arg(common::countText(frames));
    }
    QStringList lines = {first};
    if (!drag->snappedTo().isEmpty()) {
        lines.append(tr("snapped to %1").arg(drag->snappedTo()));
    }
    lines.append(last);
    m_guide->showAt(edge, m_guide->mapFromGlobal(lane.mapToGlobal(position)), lines);
}

void TimelineView::clearLanes()
{
    const bool hadSelection = selectedItem() != nullptr;
    m_active = nullptr;
    for (const Row &row : m_rows) {
        delete row.widget;
    }
    m_rows.clear();
    if (hadSelection) {
        emit selectionChanged();
    }
}

std::vector<Lane *> TimelineView::lanes() const
{
    std::vector<Lane *> result;
    for (const Row &row : m_rows) {
        result.push_back(row.lane);
    }
    return result;
}

void TimelineView::setRowHeight(Row row, int height)
{
    row.widget->setFixedHeight(std::clamp(height, kMinLane, kMaxLane));
}

void TimelineView::setDuration(TimeUs duration)
{
    m_axis->setDuration(duration);
}

void TimelineView::setFrameRate(double framesPerSecond)
{
    m_ruler->setFrameRate(framesPerSecond);
    m_context.frameUs =
        framesPerSecond > 0 ? static_cast<TimeUs>(1e6 / framesPerSecond) : kUnknownFrameUs;
}

void TimelineView::setFrameNumbers(std::function<qint64(TimeUs)> frameAt)
{
    m_frameAt = std::move(frameAt);
}

void TimelineView::setTool(Tool tool)
{
    if (m_context.tool != tool) {
        m_context.tool = tool;
        emit toolChanged();
    }
}

void TimelineView::setSnapper(Snapper snapper)
{
    m_snapper = std::move(snapper);
    refreshSnapper();
}

void TimelineView::setSnapping(bool isOn)
{
    m_isSnapping = isOn;
    refreshSnapper();
    emit toolChanged();
}

void TimelineView::refreshSnapper()
{
    m_context.snapper = m_isSnapping ? m_snapper : Snapper();
}

void TimelineView::setOverview(std::vector<SegmentItem> segments)
{
    m_overview->setSegments(std::move(segments));
}

void TimelineView::setTime(TimeUs time)
{
    m_playhead->setTime(time);
    m_overview->setTime(time);
}

TimeUs TimelineView::time() const
{
    return m_playhead->time();
}

void TimelineView::activate(SegmentLane *lane)
{
    if (m_active == lane) {
        return;
    }
    if (m_active != nullptr) {
        m_active->setActive(false);
    }
    m_active = lane;
    if (m_active != nullptr) {
        m_active->setActive(true);
    }
}

void TimelineView::activateNeighbour(int step)
{
    std::vector<SegmentLane *> candidates;
    for (const Row &row : m_rows) {
        if (auto *lane = qobject_cast<SegmentLane *>(row.lane)) {
            candidates.push_back(lane);
        }
    }
    const auto current = std::find(candidates.begin(), candidates.end(), m_active);
    if (candidates.empty()) {
        return;
    }
    std::ptrdiff_t next = current == candidates.end() ? 0 : current - candidates.begin() + step;
    next = std::clamp<std::ptrdiff_t>(next, 0, static_cast<std::ptrdiff_t>(candidates.size()) - 1);
    activate(candidates[static_cast<std::size_t>(next)]);
    m_scroll->ensureWidgetVisible(m_active, 0, 0);
}

void TimelineView::select(SegmentLane *lane, std::vector<qint64> ids)
{
    for (const Row &row : m_rows) {
        if (auto *other = qobject_cast<SegmentLane *>(row.lane)) {
            other->setSelection(other == lane ? std::move(ids) : std::vector<qint64>());
        }
    }
    if (lane != nullptr) {
        activate(lane);
    }
    emit selectionChanged();
}

void TimelineView::selectAllOfLane()
{
    if (m_active == nullptr) {
        return;
    }
    std::vector<qint64> ids;
    for (const SegmentItem &item : m_active->segments()) {
        if (item.id >= 0 && item.look != SegmentLook::Ghost) {
            ids.push_back(item.id);
        }
    }
    select(m_active, std::move(ids));
}

void TimelineView::selectNeighbour(int step)
{
    if (m_active == nullptr) {
        activateNeighbour(0);
    }
    const SegmentItem *item =
        m_active != nullptr ? m_active->neighbour(step, m_playhead->time()) : nullptr;
    if (item == nullptr) {
        return;
    }
    const TimeUs start = item->range.startUs;
    select(m_active, {item->id});
    m_axis->reveal(start);
    emit seekRequested(start);
    emit seekFinished();
}

void TimelineView::selectAtPlayhead()
{
    for (auto row = m_rows.rbegin(); row != m_rows.rend(); ++row) {
        auto *lane = qobject_cast<SegmentLane *>(row->lane);
        const SegmentItem *item = lane != nullptr ? lane->solidItemAt(time()) : nullptr;
        if (item != nullptr) {
            select(lane, {item->id});
            return;
        }
    }
}

void TimelineView::clearSelection()
{
    select(nullptr, {});
}

void TimelineView::escape()
{
    for (const Row &row : m_rows) {
        auto *lane = qobject_cast<SegmentLane *>(row.lane);
        if (lane != nullptr && lane->gestures().cancel()) {
            return;
        }
    }
    clearSelection();
}

SegmentLane *TimelineView::selectionLane() const
{
    for (const Row &row : m_rows) {
        auto *lane = qobject_cast<SegmentLane *>(row.lane);
        if (lane != nullptr && lane->selected() >= 0) {
            return lane;
        }
    }
    return nullptr;
}

std::vector<qint64> TimelineView::selection() const
{
    const SegmentLane *lane = selectionLane();
    if (lane == nullptr) {
        return {};
    }
    std::vector<std::pair<core::base::TimeRange, qint64>> chosen;
    for (const SegmentItem &item : lane->segments()) {
        if (lane->isSelected(item.id)) {
            chosen.emplace_back(item.range, item.id);
        }
    }
    std::sort(chosen.begin(), chosen.end());
    std::vector<qint64> ids;
    for (const auto &[range, id] : chosen) {
        ids.push_back(id);
    }
    return ids;
}

const SegmentItem *TimelineView::selectedItem() const
{
    const SegmentLane *lane = selectionLane();
    return lane != nullptr ? lane->item(lane->selected()) : nullptr;
}

void TimelineView::zoomIn()
{
    m_axis->zoomAbout(std::clamp(m_axis->xOf(time()), 0.0, double(m_axis->width())), kZoomStep);
}

void TimelineView::zoomOut()
{
    m_axis->zoomAbout(std::clamp(m_axis->xOf(time()), 0.0, double(m_axis->width())), 1 / kZoomStep);
}

void TimelineView::showAll()
{
    m_axis->showAll();
}

void TimelineView::showSelection()
{
    if (const SegmentItem *item = selectedItem()) {
        const TimeUs around = item->range.durationUs() / 2;
        m_axis->showRange({item->range.startUs - around, item->range.endUs + around});
    }
}

QSize TimelineView::sizeHint() const
{
    int height = kToolBar + m_ruler->height() + m_overview->height();
    for (const Row &row : m_rows) {
        height += row.widget->height();
    }
    return {800, height};
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeOverlay();
}

bool TimelineView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        placeOverlay();
    }
    return QWidget::eventFilter(watched, event);
}

// The lanes are as wide as the scroll area's viewport leaves them: without its scroll bar.
void TimelineView::placeOverlay()
{
    const int width = m_scroll->viewport()->width() - headerWidth();
    const int bar = m_scroll->width() - m_scroll->viewport()->width();
    for (QWidget *right : {static_cast<QWidget *>(m_ruler), static_cast<QWidget *>(m_overview)}) {
        right->parentWidget()->layout()->setContentsMargins(0, 0, bar, 0);
    }
    m_axis->setWidth(width);
    const QPoint top = m_ruler->parentWidget()->pos();
    const QRect lanes(headerWidth(), top.y(), width, m_overview->parentWidget()->y() - top.y());
    m_playhead->setGeometry(lanes);
    m_guide->setGeometry(lanes);
}

void TimelineView::updateRangeLabel()
{
    const core::base::TimeRange visible = m_axis->visible();
    m_rangeLabel->setText(m_axis->durationUs() <= 0
                              ? QString()
                              : tr("Visible %1 – %2")
                                    .arg(common::shortTimeText(visible.startUs),
                                         common::shortTimeText(visible.endUs)));
}

} // namespace ui::timeline
