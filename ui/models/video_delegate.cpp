#include "ui/models/video_delegate.h"

#include <algorithm>

#include <QPainter>

#include "ui/common/color_math.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/models/video_list_model.h"

namespace ui::models {

using core::model::VideoState;

namespace {

constexpr int kHeight = 46;
constexpr int kTextLeft = 31;
constexpr int kMargin = 12;
constexpr int kChipWidth = 24;
constexpr int kBarWidth = 50;
constexpr int kLeastBar = 24; // in a narrow list; where there is no room for it either: none
constexpr int kScore = 42;    // at the right of the bar
constexpr std::size_t kMaxChips = 3;

} // namespace

VideoDelegate::VideoDelegate(const common::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(&theme)
{
}

QSize VideoDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, kHeight};
}

void VideoDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const auto row = index.data(VideoListModel::RowRole).value<VideoRow>();
    const QRect &cell = option.rect;
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (isCurrent) {
        painter->fillRect(cell, m_theme->accentTint);
        painter->fillRect(QRect(cell.left(), cell.top(), 2, cell.height()), m_theme->accent);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(cell, m_theme->hover);
    }
    painter->fillRect(QRect(cell.left() + kMargin, cell.bottom(), cell.width() - 2 * kMargin, 1),
                      common::withAlpha(m_theme->line, 0.6));
    paintFirstLine(*painter, QRect(cell.left(), cell.top() + 5, cell.width(), 18), row, isCurrent);
    paintSecondLine(*painter, QRect(cell.left(), cell.top() + 23, cell.width(), 18), row);
    painter->restore();
}

void VideoDelegate::paintFirstLine(QPainter &painter, const QRect &line, const VideoRow &row,
                                   bool isCurrent) const
{
    const bool isDone = row.state == VideoState::Done;
    const bool isInWork = row.state == VideoState::InWork;
    const char *icon = isDone ? "circle-check" : isInWork ? "circle-dot" : "circle";
    const QColor &color = isDone ? m_theme->ok : isInWork ? m_theme->warn : m_theme->text3;
    painter.drawPixmap(QPointF(line.left() + 10, line.top() + 2),
                       common::iconPixmap(QString::fromLatin1(icon), 14, color,
                                          painter.device()->devicePixelRatioF(), 2));
    const QString length =
        row.durationUs > 0 ? common::shortTimeText(row.durationUs) : QStringLiteral("–");
    painter.setFont(common::numberFont(11));
    painter.setPen(m_theme->text3);
    painter.drawText(line.adjusted(0, 0, -kMargin, 0), Qt::AlignRight | Qt::AlignVCenter, length);
    const int room =
        line.width() - kTextLeft - kMargin - 8 - painter.fontMetrics().horizontalAdvance(length);
    painter.setFont(common::textFont(12, isCurrent ? QFont::DemiBold : QFont::Normal));
    painter.setPen(m_theme->text);
    painter.drawText(line.adjusted(kTextLeft, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, room));
}

void VideoDelegate::paintSecondLine(QPainter &painter, const QRect &line, const VideoRow &row) const
{
    int x = line.left() + kTextLeft;
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < std::min(row.weakLabels.size(), kMaxChips); ++i) {
        const common::ClassStyle &style = m_classes.of(row.weakLabels[i]);
        const QRect chip(x, line.top() + 2, kChipWidth, 14);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.color);
        painter.drawRoundedRect(chip, 2, 2);
        painter.setPen(style.ink);
        painter.setFont(common::textFont(10, QFont::Bold));
        painter.drawText(chip, Qt::AlignCenter, style.code);
        x += kChipWidth + 4;
    }
    QStringList counts;
    if (row.groundTruth > 0) {
        counts.append(tr("%1 GT").arg(row.groundTruth));
    }
    if (row.pseudoLabels > 0) {
        counts.append(tr("%1 PL").arg(row.pseudoLabels));
    }
    painter.setFont(common::textFont(11));
    painter.setPen(m_theme->text2);
    const QString text = counts.join(QStringLiteral(" · "));
    const int right = row.f1 ? line.right() - kScore : line.right() - kMargin;
    painter.drawText(QRect(x + 3, line.top(), right - x - 3, line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
    if (row.f1) {
        const int room = right - x - 11 - painter.fontMetrics().horizontalAdvance(text);
        paintQuality(painter, line, *row.f1, std::min(room, kBarWidth));
    }
}

void VideoDelegate::paintQuality(QPainter &painter, const QRect &line, double f1, int width) const
{
    if (width >= kLeastBar) {
        const QRectF groove(line.right() - kScore - width, line.top() + 7, width, 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme->track);
        painter.drawRoundedRect(groove, 2.5, 2.5);
        if (f1 > 0) {
            painter.setBrush(f1 > 0.5 ? m_theme->ok : f1 > 0.3 ? m_theme->warn : m_theme->err);
            painter.drawRoundedRect(QRectF(groove.left(), groove.top(),
                                           std::max(groove.width() * f1, 5.0), groove.height()),
                                    2.5, 2.5);
        }
    }
    painter.setFont(common::numberFont(11));
    painter.setPen(m_theme->text);
    painter.drawText(line.adjusted(0, 0, -kMargin, 0), Qt::AlignRight | Qt::AlignVCenter,
                     common::scoreText(f1));
}

} // namespace ui::models
