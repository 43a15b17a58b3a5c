#include "ui/timeline/timeline_view.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/accessible_lane.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/drag_guide.h"
#include "ui/timeline/lane_selection.h"
#include "ui/timeline/lane_stack.h"
#include "ui/timeline/overview_bar.h"
#include "ui/timeline/playhead_overlay.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_tool_bar.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr int kHeaderWidth = 178;
constexpr int kNarrowHeader = 150; // in a window narrower than:
constexpr int kWideWindow = 1500;
constexpr double kZoomStep = 1.6;
constexpr TimeUs kUnknownFrameUs = 40'000;

QHBoxLayout *flatLayout(QWidget *parent)
{
    auto *layout = new QHBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

// The ruler leaves out what the playhead's time would cut.
void moveTag(Ruler &ruler, const PlayheadOverlay &playhead)
{
    ruler.setTag(playhead.isInSight() ? playhead.tagRect() : QRect());
}

} // namespace

TimelineView::TimelineView(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_axis(new TimeAxis(this))
    , m_context{.axis = m_axis, .theme = &theme, .classes = &m_classes}
    , m_toolBar(new TimelineToolBar(this))
    , m_ruler(new Ruler(m_context, this))
    , m_overview(new OverviewBar(m_context, this))
    , m_playhead(new PlayheadOverlay(m_context, this))
    , m_guide(new DragGuide(m_context, this))
    , m_stack(new LaneStack(m_context, headerWidth(), this))
    , m_selection(new LaneSelection(*m_stack, this))
{
    setProperty("ground", QStringLiteral("head"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    setMinimumHeight(m_toolBar->height() + 140);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolBar);
    layout->addWidget(makeRow(nullptr, m_ruler));
    m_stack->viewport()->installEventFilter(this);
    layout->addWidget(m_stack, 1);
    auto *whole = new QLabel(tr("Whole video"));
    whole->setProperty("tone", QStringLiteral("hint"));
    whole->setFont(common::textFont(11));
    whole->setIndent(12);
    layout->addWidget(makeRow(whole, m_overview));

    connect(m_axis, &TimeAxis::changed, this, [this] { updateRangeLabel(); });
    connect(m_ruler, &Ruler::seekRequested, this, &TimelineView::seekRequested);
    connect(m_ruler, &Ruler::seekFinished, this, &TimelineView::seekFinished);
    connect(m_axis, &TimeAxis::changed, m_ruler, [this] { moveTag(*m_ruler, *m_playhead); });
    connectToolBar();
    connect(m_stack, &LaneStack::headerPressed, this, &TimelineView::activate);
    connect(m_stack, &LaneStack::arranged, this, [this] {
        updateGeometry();
        emit lanesArranged();
    });
    connect(m_stack, &LaneStack::menuWanted, this, [this](Lane *lane, const QPoint &global) {
        activate(lane);
        emit laneMenuWanted(lane, global);
    });
    connect(m_selection, &LaneSelection::changed, this, &TimelineView::selectionChanged);
    m_playhead->raise();
    makeLanesAccessible();
    restyle();
}

TimelineView::~TimelineView() = default;

void TimelineView::connectToolBar()
{
    connect(m_toolBar, &TimelineToolBar::zoomInPressed, this, &TimelineView::zoomIn);
    connect(m_toolBar, &TimelineToolBar::zoomOutPressed, this, &TimelineView::zoomOut);
    connect(m_toolBar, &TimelineToolBar::showAllPressed, this, &TimelineView::showAll);
    connect(m_toolBar, &TimelineToolBar::toolChosen, this, &TimelineView::setTool);
    connect(m_toolBar, &TimelineToolBar::snappingChosen, this, &TimelineView::setSnapping);
    connect(m_toolBar, &TimelineToolBar::colourChosen, this, &TimelineView::setColourBy);
    connect(m_toolBar, &TimelineToolBar::menuWanted, this, &TimelineView::lanesMenuWanted);
    m_toolBar->setTool(m_context.tool);
    m_toolBar->setSnapping(m_isSnapping);
    m_toolBar->setColourBy(m_context.colourBy);
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
    return window()->width() < kWideWindow ? kNarrowHeader : kHeaderWidth;
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
    m_toolBar->setTheme(*m_context.theme);
    for (Lane *lane : m_stack->findChildren<Lane *>()) {
        lane->restyle();
    }
    for (QWidget *child : findChildren<QWidget *>()) {
        child->update();
    }
}

void TimelineView::addLane(std::unique_ptr<Lane> owned, int height)
{
    Lane *lane = owned.get();
    connect(lane, &Lane::seekRequested, this, [this](TimeUs time) {
        emit seekRequested(time);
        emit seekFinished();
    });
    connect(lane, &Lane::pressed, this, [this, lane] { activate(lane); });
    if (auto *segments = qobject_cast<SegmentLane *>(lane)) {
        connectSegments(segments);
    }
    m_stack->add(std::move(owned), height);
}

void TimelineView::connectSegments(SegmentLane *lane)
{
    SegmentGestures *gestures = &lane->gestures();
    connect(lane, &SegmentLane::itemActivated, this, &TimelineView::itemActivated);
    connect(lane, &SegmentLane::menuWanted, this,
            [this, lane](const QPoint &global) { openMenu(lane, global); });
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
        emit edgeReleased();
        return;
    }
    const TimeUs edge = drag->edge();
    emit edgeDragged(edge);
    QString first = QString::number(core::base::usToSeconds(edge), 'f', 3) + QStringLiteral(" s");
    QString last = tr("Alt: free");
    if (m_frameAt) {
        first += tr(" · frame %1").arg(common::countText(m_frameAt(edge)));
        const qint64 frames = m_frameAt(edge) - m_frameAt(edge - drag->movedBy());
        last = (frames > 0 ? QStringLiteral("+") : QString()) +
               tr("%1 frame(s) · Alt: free", nullptr, static_cast<int>(std::abs(frames)))
                   .arg(common::countText(frames));
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
    m_selection->forget();
    m_stack->clear();
    if (!m_guide->lines().isEmpty()) { // the edge that is dragged has lost its lane
        m_guide->clear();
        emit edgeReleased();
    }
}

std::vector<Lane *> TimelineView::lanes() const
{
    return m_stack->lanes();
}

std::vector<SegmentLane *> TimelineView::segmentLanes() const
{
    std::vector<SegmentLane *> found;
    for (Lane *lane : m_stack->lanes()) {
        if (auto *segments = qobject_cast<SegmentLane *>(lane)) {
            found.push_back(segments);
        }
    }
    return found;
}

const LaneArrangement &TimelineView::arrangement() const
{
    return m_stack->arrangement();
}

void TimelineView::setArrangement(LaneArrangement arrangement)
{
    m_stack->setArrangement(std::move(arrangement));
}

void TimelineView::setColourBy(ColourBy colourBy)
{
    m_context.colourBy = colourBy;
    m_toolBar->setColourBy(colourBy);
    restyle();
}

void TimelineView::setDuration(TimeUs duration)
{
    m_axis->setDuration(duration);
}

void TimelineView::setKept(std::vector<core::base::TimeRange> ranges)
{
    m_ruler->setKept(std::move(ranges));
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

void TimelineView::setToolBarShown(bool isShown)
{
    m_toolBar->setVisible(isShown);
}

void TimelineView::setTool(Tool tool)
{
    if (m_context.tool != tool) {
        m_context.tool = tool;
        m_toolBar->setTool(tool);
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
    m_toolBar->setSnapping(isOn);
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
    moveTag(*m_ruler, *m_playhead);
    m_overview->setTime(time);
}

TimeUs TimelineView::time() const
{
    return m_playhead->time();
}

void TimelineView::activate(Lane *lane)
{
    m_selection->activate(lane);
}

void TimelineView::activateNeighbour(int step)
{
    m_selection->activateNeighbour(step);
}

Lane *TimelineView::activeLane() const
{
    return m_selection->activeLane();
}

void TimelineView::select(SegmentLane *lane, const std::vector<qint64> &ids)
{
    m_selection->select(lane, ids);
}

bool TimelineView::select(const std::vector<qint64> &ids)
{
    for (SegmentLane *lane : segmentLanes()) {
        if (!ids.empty() && lane->item(ids.back()) != nullptr) {
            select(lane, ids);
            return true;
        }
    }
    return false;
}

void TimelineView::selectAllOfLane()
{
    m_selection->selectAll();
}

void TimelineView::selectNeighbour(int step)
{
    if (const SegmentItem *item = m_selection->selectNeighbour(step, time())) {
        const TimeUs start = item->range.startUs;
        m_axis->reveal(start);
        emit seekRequested(start);
        emit seekFinished();
    }
}

void TimelineView::selectAtPlayhead()
{
    m_selection->selectAt(time());
}

void TimelineView::clearSelection()
{
    m_selection->select(nullptr, {});
}

SegmentLane *TimelineView::selectionLane() const
{
    return m_selection->lane();
}

std::vector<qint64> TimelineView::selection() const
{
    return m_selection->ids();
}

const SegmentItem *TimelineView::selectedItem() const
{
    return m_selection->item();
}

CurveLane *TimelineView::curveLane() const
{
    for (Lane *lane : m_stack->lanes()) {
        if (auto *curves = qobject_cast<CurveLane *>(lane)) {
            return curves;
        }
    }
    return nullptr;
}

void TimelineView::escape()
{
    for (Lane *lane : lanes()) {
        if (lane->cancelGesture()) {
            return;
        }
    }
    clearSelection();
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
    const int bar = m_toolBar->isHidden() ? 0 : m_toolBar->height();
    return {800, bar + m_ruler->height() + m_stack->contentHeight() + m_overview->height()};
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeOverlay();
}

// The menu of what is selected, or of the lane where nothing is.
void TimelineView::openMenu(Lane *lane, const QPoint &global)
{
    if (selectedItem() != nullptr && selectionLane() == lane) {
        emit segmentMenuWanted(global);
    } else if (lane != nullptr) {
        emit laneMenuWanted(lane, global);
    }
}

// The menu key; the mouse opens the menus of lanes itself.
void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    Lane *lane = activeLane();
    if (event->reason() != QContextMenuEvent::Keyboard || lane == nullptr) {
        QWidget::contextMenuEvent(event);
        return;
    }
    QPoint place(12, lane->height() / 2);
    if (const SegmentLane *segments = selectionLane(); segments == lane) {
        place = segments->rectOf(segments->selected()).bottomLeft().toPoint();
    }
    openMenu(lane, lane->mapToGlobal(place));
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
    m_stack->setHeaderWidth(headerWidth());
    for (QWidget *corner : m_corners) {
        corner->setFixedWidth(headerWidth());
    }
    const int width = m_stack->viewport()->width() - headerWidth();
    const int bar = m_stack->width() - m_stack->viewport()->width();
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
    m_toolBar->setRangeText(m_axis->durationUs() <= 0
                                ? QString()
                                : tr("Visible %1 – %2")
                                      .arg(common::shortTimeText(visible.startUs),
                                           common::shortTimeText(visible.endUs)));
}

} // namespace ui::timeline
