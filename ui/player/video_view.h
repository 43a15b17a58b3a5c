#pragma once

#include <QImage>
#include <QWidget>

#include "ui/player/decode_worker.h"

namespace ui::common {
struct Theme;
}

class QPainter;

namespace ui::player {

// Shows the newest decoded picture as large as it fits, or a sentence that says why there is none.
class VideoView : public QWidget
{
    Q_OBJECT

public:
    explicit VideoView(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void showPicture(const DecodedPicture &picture);
    // No picture: what is missing and how to get it.
    void showMessage(const QString &text);
    // The frame that is on screen; -1 none.
    qint64 shownFrame() const { return m_frame; }
    // The frame that is damaged and could not be shown; -1: none.
    qint64 gap() const { return m_gap; }
    const QImage &image() const { return m_image; }
    const QString &message() const { return m_message; }

    QSize sizeHint() const override { return {640, 360}; }
    QSize minimumSizeHint() const override { return {320, 180}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintGap(QPainter &painter, const QRect &picture) const;

    const common::Theme *m_theme;
    QImage m_image;
    QString m_message;
    qint64 m_frame = -1;
    qint64 m_gap = -1;
};

} // namespace ui::player
