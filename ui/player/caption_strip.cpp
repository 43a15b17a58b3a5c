#include "ui/player/caption_strip.h"

#include <utility>

#include <QPainter>

#include "ui/common/theme.h"

namespace ui::player {

namespace {

constexpr int kHeight = 30;
constexpr int kMargin = 12;
constexpr int kChipWidth = 24;
constexpr int kChipHeight = 14;

} // namespace

CaptionStrip::CaptionStrip(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
{
    setFixedHeight(kHeight);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void CaptionStrip::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    update();
}

void CaptionStrip::setClasses(common::ClassStyles classes)
{
    m_classes = std::move(classes);
    update();
}

void CaptionStrip::setCaptions(std::vector<Caption> captions)
{
    m_captions = std::move(captions);
    update();
}

void CaptionStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->laneHead);
    painter.fillRect(QRect(0, 0, width(), 1), m_theme->line);
    if (m_captions.empty()) {
        return;
    }
    const int cell = width() / static_cast<int>(m_captions.size());
    int left = 0;
    for (const Caption &caption : m_captions) {
        if (left > 0) {
            painter.fillRect(QRect(left, 7, 1, height() - 14), m_theme->line);
        }
        painter.setClipRect(QRect(left, 0, cell - 4, height()));
        paintCaption(painter, caption, {left + kMargin, 0, cell - kMargin, height()});
        painter.setClipping(false);
        left += cell;
    }
}

void CaptionStrip::paintCaption(QPainter &painter, const Caption &caption, QRect place) const
{
    painter.setFont(common::textFont(11));
    painter.setPen(m_theme->text3);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, caption.title);
    place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(caption.title) + 8);
    if (caption.classOrdinal < 0) {
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("–"));
        return;
    }
    const common::ClassStyle &style = m_classes.of(caption.classOrdinal);
    const QRect chip(place.left(), (height() - kChipHeight) / 2, kChipWidth, kChipHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.color);
    painter.drawRoundedRect(chip, 2, 2);
    painter.setPen(style.ink);
    painter.setFont(common::textFont(10, QFont::Bold));
    painter.drawText(chip, Qt::AlignCenter, style.code);
    painter.setPen(m_theme->text);
    painter.setFont(common::numberFont(11));
    place.setLeft(chip.right() + 8);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, caption.value);
}

} // namespace ui::player
