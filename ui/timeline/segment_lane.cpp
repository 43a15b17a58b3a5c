#include "ui/timeline/segment_lane.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/common/class_style.h"
#include "ui/common/color_math.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/accessible_lane.h"
#include "ui/timeline/error_style.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::base::TimeRange;

namespace {

constexpr double kMinHit = 6.0;
constexpr double kFaded = 0.22; // opacity of what does not pass
constexpr double kBeside = 3.0; // an edge can be grabbed from this far outside

} // namespace

SegmentLane::SegmentLane(const QString &title, SegmentRows rows, int defaultHeight,
                         const LaneContext &context, QWidget *parent)
    : Lane(title, context, parent)
    , m_bands(rows)
    , m_defaultHeight(defaultHeight)
    , m_gestures(new SegmentGestures(*this))
{
}

void SegmentLane::setSegments(std::vector<SegmentItem> segments)
{
    m_bands.set(std::move(segments));
    m_hovered = -1;
    std::set<qint64> present;
    for (const SegmentItem &item : this->segments()) {
        present.insert(item.id);
    }
    std::erase_if(m_selection, [&](qint64 id) { return !present.contains(id); });
    m_selected = {m_selection.begin(), m_selection.end()};
    update();
}

void SegmentLane::setSelection(std::vector<qint64> ids)
{
    if (ids != m_selection) {
        m_selection = std::move(ids);
        m_selected = {m_selection.begin(), m_selection.end()};
        const SegmentItem *chosen = item(selected());
        setAccessibleDescription(chosen != nullptr ? spokenText(*chosen, *context().classes)
                                                   : QString());
        update();
    }
}

void SegmentLane::setPassing(std::function<bool(const SegmentItem &)> passes)
{
    m_passes = std::move(passes);
    update();
}

bool SegmentLane::cancelGesture()
{
    return m_gestures->cancel();
}

void SegmentLane::setPreview(TimeRange range)
{
    if (range != m_preview) {
        m_preview = range;
        update();
    }
}

// What is being drawn counts, too: the lane's advice is not needed then.
bool SegmentLane::isEmpty() const
{
    return segments().empty() && m_preview.durationUs() <= 0 && m_gestures->drag() == nullptr;
}

BandView SegmentLane::view() const
{
    return {axis().scale(), double(height()), devicePixelRatioF()};
}

void SegmentLane::paintContent(QPainter &painter, const QRect &exposed)
{
    PaintStyle style{.theme = &theme(),
                     .classes = context().classes,
                     .showsPatterns = context().showsPatterns,
                     .colourBy = context().colourBy};
    const QRectF lane = rect();
    const SegmentDrag *drag = m_gestures->drag();
    const auto isDragged = [drag](qint64 id) {
        return drag != nullptr &&
               std::any_of(drag->before().begin(), drag->before().end(),
                           [id](const RangeWish &wish) { return wish.id == id; });
    };
    m_paintedCount = 0;
    std::vector<std::pair<const SegmentItem *, QRectF>> chosen; // drawn last: rings over neighbours
    const auto paint = [&](const SegmentItem &item, const QRectF &rect) {
        ++m_paintedCount;
        if (item.id >= 0 && isSelected(item.id)) {
            chosen.emplace_back(&item, rect);
            return;
        }
        style.isHovered = item.id >= 0 && item.id == m_hovered;
        painter.setOpacity(isPassing(item) ? 1.0 : kFaded);
        paintSegment(painter, rect, item, style, lane);
    };
    m_bands.visit(view(), exposed.left(), exposed.right() + 1, paint);
    painter.setOpacity(1.0);
    style.isHovered = false;
    style.isSelected = true;
    style.hasHandles = !isLocked();
    for (const auto &[item, rect] : chosen) {
        if (!isDragged(item->id)) {
            paintSegment(painter, rect, *item, style, lane);
        }
    }
    paintDrag(painter, style);
    if (!m_gestures->band().isEmpty()) {
        painter.setPen(theme().accent);
        painter.setBrush(common::withAlpha(theme().accent, 0.15));
        painter.drawRect(m_gestures->band());
    }
    paintHiddenRows(painter);
}

QRectF SegmentLane::withRange(QRectF rect, const TimeRange &range) const
{
    rect.setLeft(std::round(axis().xOf(range.startUs)));
    rect.setRight(std::max(std::round(axis().xOf(range.endUs)), rect.left() + 1));
    return rect;
}

// What the segments would be if the button were released now, over where they are.
void SegmentLane::paintDrag(QPainter &painter, const PaintStyle &style) const
{
    const RowShape shape = m_bands.solidShape(height());
    const QRectF whole(0, shape.top, 0, shape.height);
    const SegmentItem fresh{.id = -1,
                            .range = {},
                            .classOrdinal = context().drawClass,
                            .score = {},
                            .look = SegmentLook::Draft};
    PaintStyle plain = style;
    plain.isSelected = false;
    if (m_preview.endUs > m_preview.startUs) {
        paintSegment(painter, withRange(whole, m_preview), fresh, plain, rect());
    }
    const SegmentDrag *drag = m_gestures->drag();
    if (drag == nullptr) {
        return;
    }
    for (const RangeWish &wish : drag->ranges()) {
        const SegmentItem *item = this->item(wish.id);
        if (item == nullptr) {
            paintSegment(painter, withRange(whole, wish.range), fresh, style, rect());
            continue;
        }
        const QRectF former = rectOf(wish.id);
        paintFormerExtent(painter, former, theme());
        paintSegment(painter, withRange(former.isEmpty() ? whole : former, wish.range), *item,
                     style, rect());
    }
    if (drag->kind() != SegmentDrag::Kind::Move) {
        const double x = std::round(axis().xOf(drag->edge()));
        painter.fillRect(QRectF(x - 2, shape.top, 5, shape.height), theme().accent);
    }
}

// How many rows of a packed lane lie below its lower edge.
void SegmentLane::paintHiddenRows(QPainter &painter) const
{
    const int below = m_bands.hiddenRows(height());
    if (below == 0) {
        return;
    }
    const QString text = tr("+%1 below").arg(below);
    painter.setFont(common::textFont(10, QFont::Medium));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 10;
    const QRectF tag(6, height() - 18, width, 14);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().strong);
    painter.setBrush(theme().raised);
    painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(theme().text2);
    painter.drawText(tag, Qt::AlignCenter, text);
}

// A segment under the pointer, else one whose edge is nearly there.
const SegmentItem *SegmentLane::itemAt(const QPoint &position) const
{
    const SegmentItem *found = nullptr;
    const SegmentItem *beside = nullptr;
    const QPointF point(position.x() + 0.5, position.y() + 0.5);
    const auto check = [&](const SegmentItem &item, const QRectF &rect) {
        const double missing = std::max(0.0, kMinHit - rect.width()) / 2;
        if (rect.adjusted(-missing, 0, missing, 0).contains(point)) {
            found = &item;
        } else if (!isLocked() && rect.adjusted(-kBeside, 0, kBeside, 0).contains(point)) {
            beside = &item;
        }
    };
    m_bands.visit(view(), point.x() - kMinHit, point.x() + kMinHit, check);
    return found != nullptr ? found : beside;
}

std::vector<qint64> SegmentLane::itemsIn(const QRect &area) const
{
    std::vector<qint64> ids;
    m_bands.visit(view(), area.left(), area.right() + 1,
                  [&](const SegmentItem &item, const QRectF &rect) {
                      if (item.id >= 0 && rect.intersects(QRectF(area))) {
                          ids.push_back(item.id);
                      }
                  });
    return ids;
}

QRectF SegmentLane::rectOf(qint64 id) const
{
    QRectF found;
    m_bands.visit(view(), 0, width(), [&](const SegmentItem &item, const QRectF &rect) {
        if (item.id == id) {
            found = rect;
        }
    });
    return found;
}

// On empty ground of a locked lane; everything else is a gesture.
bool SegmentLane::clickAt(const QPoint &)
{
    emit m_gestures->selectionWanted({});
    return false;
}

void SegmentLane::mousePressEvent(QMouseEvent *event)
{
    if (m_gestures->press(*event)) {
        emit pressed();
    } else {
        Lane::mousePressEvent(event);
    }
}

void SegmentLane::mouseMoveEvent(QMouseEvent *event)
{
    if (m_gestures->move(*event)) {
        return;
    }
    Lane::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton) {
        const SegmentItem *item = itemAt(event->pos());
        const qint64 hovered = item != nullptr ? item->id : -1;
        if (hovered != m_hovered) {
            m_hovered = hovered;
            update();
        }
        setCursor(m_gestures->cursorAt(event->pos()));
    }
}

void SegmentLane::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_gestures->release(*event)) {
        Lane::mouseReleaseEvent(event);
    }
}

void SegmentLane::mouseDoubleClickEvent(QMouseEvent *event)
{
    const SegmentItem *item = itemAt(event->pos());
    if (item != nullptr) {
        emit itemActivated(item->id);
    } else {
        mousePressEvent(event);
    }
}

void SegmentLane::contextMenuEvent(QContextMenuEvent *event)
{
    emit pressed();
    const SegmentItem *item = itemAt(event->pos());
    if (item != nullptr && !isSelected(item->id)) {
        emit m_gestures->selectionWanted({item->id});
    }
    emit menuWanted(event->globalPos());
}

void SegmentLane::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

bool SegmentLane::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const SegmentItem *item = itemAt(help->pos())) {
            QToolTip::showText(help->globalPos(), toolTipFor(*item), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return Lane::event(event);
}

QString SegmentLane::toolTipFor(const SegmentItem &item) const
{
    const QString name = context().classes->of(item.classOrdinal).name;
    QString text = QStringLiteral("<b>%1</b> %2 – %3")
                       .arg(name.toHtmlEscaped(), common::timeText(item.range.startUs),
                            common::timeText(item.range.endUs));
    text += QStringLiteral("<br>") + common::durationText(item.range.durationUs());
    if (item.score) {
        text += tr(" · score %1").arg(common::scoreText(*item.score));
    }
    if (item.error) {
        text += QStringLiteral("<br>") + errorName(*item.error);
    } else if (item.isMissed) {
        text += QStringLiteral("<br>") + missedName();
    }
    if (!item.note.isEmpty()) {
        text += QStringLiteral("<br>") + item.note.toHtmlEscaped();
    }
    return text;
}

void SegmentLane::paintLegend(QPainter &painter, const QRect &area) const
{
    if (!m_bands.isPacked() || segments().empty() || area.height() < 14) {
        return;
    }
    painter.setFont(common::textFont(11));
    const QString text = tr("score 0 – 1");
    const double textWidth = painter.fontMetrics().horizontalAdvance(text) + 8.0;
    const QRectF bar(area.left(), area.top() + 6, std::clamp(area.width() - textWidth, 20.0, 80.0),
                     6);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int step = 0; step <= 10; ++step) {
        SegmentItem item{.classOrdinal = segments().front().classOrdinal,
                         .score = step / 10.0,
                         .look = SegmentLook::Proposal};
        gradient.setColorAt(step / 10.0,
                            segmentFill(item, {.theme = &theme(), .classes = context().classes}));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 2, 2);
    painter.setPen(theme().text3);
    painter.drawText(QRectF(bar.right() + 6, bar.top() - 5, textWidth, 16),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

} // namespace ui::timeline
