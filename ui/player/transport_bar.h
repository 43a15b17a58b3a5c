#pragma once

#include <vector>

#include <QWidget>

#include "core/base/time.h"

class QLabel;
class QToolButton;

namespace ui::common {
struct Theme;
}

namespace ui::player {

class PlaybackController;

// Time, play and step buttons, rate, and the number of the frame that is on screen.
class TransportBar : public QWidget
{
    Q_OBJECT

public:
    TransportBar(PlaybackController &controller, const common::Theme &theme,
                 QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // The frame that is on screen, as decoded; -1: none.
    void setShownFrame(qint64 frame);

private:
    struct Button
    {
        QToolButton *button = nullptr;
        QString icon;
    };

    QToolButton *addButton(const char *icon, const QString &text);
    void addButtons();
    void restyle();
    void refresh();
    void nextRate();

    PlaybackController &m_controller;
    const common::Theme *m_theme;
    QLabel *m_time;
    QLabel *m_duration;
    QLabel *m_frame;
    QToolButton *m_play = nullptr;
    QToolButton *m_rate;
    std::vector<Button> m_buttons;
};

} // namespace ui::player
