#pragma once

#include <vector>

#include <QWidget>

#include "ui/common/class_style.h"

namespace ui::common {
struct Theme;
}

namespace ui::player {

// What one lane says at the current time.
struct Caption
{
    QString title;
    int classOrdinal = -1; // -1: nothing there
    QString value;         // score or state
};

// The strip under the picture: ground truth, pseudo-label, student and my label at this moment.
class CaptionStrip : public QWidget
{
    Q_OBJECT

public:
    explicit CaptionStrip(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void setClasses(common::ClassStyles classes);
    void setCaptions(std::vector<Caption> captions);
    const std::vector<Caption> &captions() const { return m_captions; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintCaption(QPainter &painter, const Caption &caption, QRect place) const;

    const common::Theme *m_theme;
    common::ClassStyles m_classes;
    std::vector<Caption> m_captions;
};

} // namespace ui::player
