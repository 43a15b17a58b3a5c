#include "ui/timeline/segment_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPainter>

#include "ui/common/color_math.h"
#include "ui/common/icons.h"
#include "ui/common/pattern.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/error_style.h"

namespace ui::timeline {

using common::ClassStyle;
using common::mixed;
using common::Theme;
using common::withAlpha;

namespace {

constexpr double kRadius = 2.0;
constexpr double kTextHeight = 13.0; // a lower row has no text
constexpr double kBadge = 13.0;
constexpr double kTagHeight = 12.0; // of a ghost's tag, which is smaller

bool isHollow(SegmentLook look)
{
    return look == SegmentLook::Ghost || look == SegmentLook::Rejected;
}

// What hue, pattern and letter of a segment say: its class, its error or its score.
struct Hue
{
    QColor color;
    common::Pattern pattern = common::Pattern::None;
    QString letter; // of an error
};

// Of two compared runs only this one has it.
bool isDisputed(const SegmentItem &item)
{
    return item.agrees.has_value() && !*item.agrees;
}

bool isMissed(const SegmentItem &item, const PaintStyle &style)
{
    return style.colourBy == ColourBy::ErrorType && item.isMissed;
}

Hue hueOf(const SegmentItem &item, const PaintStyle &style)
{
    if (isMissed(item, style)) {
        const ErrorStyle missed = missedStyle(*style.theme);
        return {missed.color, missed.pattern, missed.letter};
    }
    if (style.colourBy == ColourBy::ErrorType && item.error) {
        const ErrorStyle error = errorStyle(*item.error, *style.theme);
        return {error.color, error.pattern, error.letter};
    }
    const ClassStyle &own = style.classes->of(item.classOrdinal);
    if (style.colourBy == ColourBy::Score && item.score) {
        const double score = std::clamp(*item.score, 0.0, 1.0);
        return {mixed(style.theme->rawGrey, own.color, std::pow(score, 0.9)), own.pattern, {}};
    }
    return {own.color, own.pattern, {}};
}

// An error type is told by its full hue, whatever the lane.
bool isFull(const SegmentItem &item, const PaintStyle &style)
{
    return style.colourBy == ColourBy::ErrorType && item.error &&
           item.look == SegmentLook::Prediction;
}

QColor textColor(const SegmentItem &item, const PaintStyle &style)
{
    switch (item.look) {
    case SegmentLook::Prediction:
    case SegmentLook::Draft:
    case SegmentLook::Leaves:
    case SegmentLook::Enters:
        return isFull(item, style) ? common::inkOn(hueOf(item, style).color) : style.theme->text;
    case SegmentLook::Ghost:
    case SegmentLook::Rejected:
        return style.theme->text3;
    default:
        return common::inkOn(segmentFill(item, style));
    }
}

// Fills with square corners where a rounded one could not be seen: thousands of proposals are
// drawn.
void fillBox(QPainter &painter, const QRectF &rect, const QBrush &brush)
{
    if (rect.width() < 6 || rect.height() < 6) {
        painter.fillRect(rect, brush);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(brush);
    painter.drawRoundedRect(rect, kRadius, kRadius);
}

void strokeBox(QPainter &painter, const QRectF &rect, const QColor &color, double width,
               const QList<qreal> &dashes = {}, double radius = kRadius)
{
    QPen pen(color, width);
    if (!dashes.isEmpty()) {
        QList<qreal> inWidths;
        for (const qreal dash : dashes) {
            inWidths.append(dash / width);
        }
        pen.setDashPattern(inWidths);
        pen.setCapStyle(Qt::FlatCap);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const double inset = width / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
}

void paintBorder(QPainter &painter, const QRectF &rect, const SegmentItem &item,
                 const PaintStyle &style)
{
    const QColor color = hueOf(item, style).color;
    if (isMissed(item, style)) {
        strokeBox(painter, rect, color, 1.5, {4, 3});
        return;
    }
    switch (item.look) {
    case SegmentLook::Prediction:
        if (isDisputed(item)) {
            strokeBox(painter, rect, style.theme->warn, 1.5, {4, 2});
        } else if (!isFull(item, style)) {
            strokeBox(painter, rect, color, 1.5);
        }
        break;
    case SegmentLook::Draft:
        strokeBox(painter, rect, color, 1.5, {4, 3});
        break;
    case SegmentLook::Ghost:
    case SegmentLook::Rejected:
        strokeBox(painter, rect, style.theme->text3, 1, {1.5, 2.5});
        break;
    case SegmentLook::Leaves:
        strokeBox(painter, rect, color, 1);
        painter.setPen(QPen(style.theme->err, 1.5));
        painter.drawLine(rect.bottomLeft(), rect.topRight());
        break;
    case SegmentLook::Enters:
        strokeBox(painter, rect, style.theme->ok, 1.5);
        break;
    case SegmentLook::Confirmed:
        painter.fillRect(QRectF(rect.left() + 1, rect.bottom() - 3, rect.width() - 2, 2),
                         withAlpha(textColor(item, style), 0.6));
        break;
    default:
        break;
    }
}

void paintHandles(QPainter &painter, const QRectF &rect, const PaintStyle &style)
{
    if (!style.hasHandles || rect.width() < 8) {
        return;
    }
    const double height = std::min(12.0, rect.height());
    for (const double x : {rect.left(), rect.right()}) {
        const QRectF handle(x - 2, rect.center().y() - height / 2, 4, height);
        fillBox(painter, handle.adjusted(-1, -1, 1, 1), style.theme->casing);
        fillBox(painter, handle, style.theme->playhead);
    }
}

void paintRings(QPainter &painter, const QRectF &rect, const PaintStyle &style)
{
    if (style.isSelected) {
        const QRectF ring = rect.adjusted(-2, -2, 2, 2);
        strokeBox(painter, ring.adjusted(-1, -1, 1, 1), style.theme->casing, 1, {}, 4);
        strokeBox(painter, ring, style.theme->playhead, 2, {}, 4);
        paintHandles(painter, rect, style);
    } else if (style.isHovered) {
        strokeBox(painter, rect.adjusted(-3, -3, 3, 3), style.theme->text2, 1, {}, 4);
    }
}

// Draws the mark of a life state; the width that it took.
double paintMark(QPainter &painter, const QRectF &rect, const SegmentItem &item,
                 const QColor &color)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const double top = rect.center().y() - 6;
    const auto draw = [&](const char *name, double left) {
        painter.drawPixmap(QPointF(left, top),
                           common::iconPixmap(QString::fromLatin1(name), 12, color, ratio, 2.5));
    };
    if (item.look == SegmentLook::Rejected && rect.width() > 16) {
        draw("x", rect.width() < 44 ? rect.center().x() - 6 : rect.left() + 3);
        return 14;
    }
    if (item.look == SegmentLook::Confirmed && rect.width() > 40) {
        draw("check", rect.left() + 3);
        return 13;
    }
    if (item.look == SegmentLook::Leaves && rect.width() > 30) {
        draw("minus", rect.left() + 3);
        return 14;
    }
    if (item.look == SegmentLook::Enters && rect.width() > 30) {
        draw("plus", rect.left() + 3);
        return 14;
    }
    if (item.look == SegmentLook::Draft && rect.width() > 44) {
        draw("pencil", rect.left() + 4);
        return 14;
    }
    return 0;
}

// The letter of an error type, readable on any hue.
void paintBadge(QPainter &painter, const QRectF &rect, const QString &letter, const Theme &theme)
{
    if (rect.width() < kBadge) {
        return;
    }
    const QRectF badge(rect.left() - 2, rect.center().y() - kBadge / 2, kBadge, kBadge);
    fillBox(painter, badge, theme.casing);
    painter.setPen(theme.text);
    painter.setFont(common::textFont(10, QFont::Bold));
    painter.drawText(badge, Qt::AlignCenter, letter);
}

// Name and score, code and score, code, nothing: what fits.
void paintText(QPainter &painter, QRectF rect, const SegmentItem &item, const PaintStyle &style)
{
    const QColor color = textColor(item, style);
    if (item.look == SegmentLook::Ghost) {
        painter.setFont(common::textFont(10, QFont::Medium));
        painter.setPen(color);
        const QFontMetricsF metrics(painter.font());
        for (const QString &text : {item.tag, item.tag.left(1)}) {
            if (metrics.horizontalAdvance(text) < rect.width() - 4) {
                painter.drawText(rect, Qt::AlignCenter, text);
                break;
            }
        }
        return;
    }
    rect.setLeft(rect.left() + 4 + paintMark(painter, rect, item, color));
    const QString letter = isDisputed(item) ? QStringLiteral("≠") : hueOf(item, style).letter;
    if (!letter.isEmpty()) {
        paintBadge(painter, rect, letter, *style.theme);
        rect.setLeft(rect.left() + kBadge + 3);
    }
    rect.setRight(rect.right() - 4);
    const ClassStyle &classStyle = style.classes->of(item.classOrdinal);
    const QString score =
        item.score && (item.look == SegmentLook::Kept || item.look == SegmentLook::Prediction ||
                       item.look == SegmentLook::Enters)
            ? common::scoreText(*item.score)
            : QString();
    const QFont nameFont = common::textFont(11, QFont::DemiBold);
    const QFont scoreFont = common::numberFont(10, QFont::Medium);
    const double scoreWidth =
        score.isEmpty() ? 0 : QFontMetricsF(scoreFont).horizontalAdvance(score) + 6;
    const QFontMetricsF metrics(nameFont);
    const bool prefersCode = item.look == SegmentLook::Prediction ||
                             item.look == SegmentLook::Leaves || item.look == SegmentLook::Enters;
    QStringList names = {classStyle.code};
    if (!prefersCode) {
        names.prepend(classStyle.name);
    }
    painter.setPen(color);
    double used = 0;
    for (const QString &name : names) {
        const double width = metrics.horizontalAdvance(name);
        const bool isLast = &name == &names.last();
        if (width + (isLast ? 0 : scoreWidth) <= rect.width()) {
            painter.setFont(nameFont);
            painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, name);
            used = width;
            break;
        }
    }
    if (scoreWidth > 0 && used + scoreWidth <= rect.width()) {
        painter.setFont(scoreFont);
        painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, score);
    }
}

} // namespace

void paintFormerExtent(QPainter &painter, const QRectF &rect, const Theme &theme)
{
    strokeBox(painter, rect, theme.text3, 1, {3, 2});
}

QColor segmentFill(const SegmentItem &item, const PaintStyle &style)
{
    const QColor color = hueOf(item, style).color;
    if (isMissed(item, style)) {
        return style.theme->lane;
    }
    switch (item.look) {
    case SegmentLook::Proposal: {
        if (style.colourBy != ColourBy::Class) {
            return color;
        }
        const double score = std::clamp(item.score.value_or(1.0), 0.0, 1.0);
        return mixed(style.theme->rawGrey, color, std::pow(score, 0.9));
    }
    case SegmentLook::Prediction:
        if (isFull(item, style)) {
            return color;
        }
        return isDisputed(item) ? style.theme->lane
                                : mixed(style.theme->lane, color, item.agrees ? 0.5 : 0.34);
    case SegmentLook::Leaves:
        return mixed(style.theme->lane, color, 0.45);
    case SegmentLook::Enters:
        return mixed(style.theme->lane, color, 0.30);
    case SegmentLook::Draft:
        return mixed(style.theme->lane, color, 0.24);
    case SegmentLook::Ghost:
    case SegmentLook::Rejected:
        return style.theme->lane;
    default:
        return color;
    }
}

void paintSegment(QPainter &painter, const QRectF &rect, const SegmentItem &item,
                  const PaintStyle &style, const QRectF &visible)
{
    // A segment may be a hundred screens wide; dashes and text need the visible part only.
    const QRectF shown = rect.intersected(visible.adjusted(-8, -8, 8, 8));
    if (shown.isEmpty()) {
        return;
    }
    if (!isHollow(item.look)) {
        fillBox(painter, shown, segmentFill(item, style));
        const Hue hue = hueOf(item, style);
        const bool showsPattern = style.showsPatterns || !hue.letter.isEmpty();
        if (showsPattern && hue.pattern != common::Pattern::None &&
            item.look != SegmentLook::Proposal) {
            const QColor ink = withAlpha(textColor(item, style), hue.letter.isEmpty() ? 0.3 : 0.53);
            painter.setBrushOrigin(rect.topLeft());
            fillBox(painter, shown,
                    common::patternBrush(hue.pattern, ink, painter.device()->devicePixelRatioF()));
            painter.setBrushOrigin(0, 0);
        }
    }
    if (item.look == SegmentLook::Proposal) {
        paintRings(painter, rect, style);
        return;
    }
    paintBorder(painter, shown, item, style);
    const QRectF inside = shown.intersected(visible);
    const double least = item.look == SegmentLook::Ghost ? kTagHeight : kTextHeight;
    if (inside.height() >= least && inside.width() >= 12) {
        paintText(painter, inside, item, style);
    }
    paintRings(painter, rect, style);
}

} // namespace ui::timeline
