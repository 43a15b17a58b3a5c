#include "ui/player/video_view.h"

#include <QPainter>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace ui::player {

VideoView::VideoView(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Video"));
}

void VideoView::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    update();
}

void VideoView::showPicture(const DecodedPicture &picture)
{
    m_image = picture.image;
    m_frame = picture.frame;
    m_gap = picture.gap;
    m_message.clear();
    update();
}

void VideoView::showMessage(const QString &text)
{
    m_image = {};
    m_frame = -1;
    m_gap = -1;
    m_message = text;
    update();
}

void VideoView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->stage);
    if (!m_image.isNull()) {
        const QSize fitted = m_image.size().scaled(size(), Qt::KeepAspectRatio);
        const QRect target({(width() - fitted.width()) / 2, (height() - fitted.height()) / 2},
                           fitted);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(target, m_image);
        if (m_gap >= 0) {
            paintGap(painter, target);
        }
        return;
    }
    if (m_message.isEmpty()) {
        return;
    }
    // The stage is dark in both themes, so the dark theme's text is the readable one.
    const common::Theme &dark = common::darkTheme();
    const QPixmap icon =
        common::iconPixmap(QStringLiteral("film"), 32, dark.text3, devicePixelRatioF(), 1.5);
    painter.drawPixmap(QPointF((width() - 32) / 2.0, height() / 2.0 - 44), icon);
    painter.setPen(dark.text2);
    painter.setFont(common::textFont(13));
    painter.drawText(QRect(24, height() / 2, width() - 48, 80),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_message);
}

// A band over the picture: it is not the frame that was asked for.
void VideoView::paintGap(QPainter &painter, const QRect &picture) const
{
    const common::Theme &dark = common::darkTheme();
    const QRect band(picture.left(), picture.top(), picture.width(), 28);
    painter.fillRect(band, QColor(0, 0, 0, 190));
    painter.drawPixmap(
        QPointF(band.left() + 10, band.top() + 7),
        common::iconPixmap(QStringLiteral("triangle-alert"), 14, dark.warn, devicePixelRatioF()));
    painter.setPen(dark.text);
    painter.setFont(common::textFont(12));
    painter.drawText(
        band.adjusted(32, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft,
        tr("Frame %1 is damaged and does not decode. This is frame %2.").arg(m_gap).arg(m_frame));
}

} // namespace ui::player
