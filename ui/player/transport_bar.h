#pragma once

#include <initializer_list>
#include <memory>
#include <vector>

#include <QWidget>

#include "core/base/time.h"

class QLabel;
class QToolButton;

namespace core::model {
class ScoreCurve;
}
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
    // What the snippets of the video are counted by; null: it has no curve.
    void setSnippets(std::shared_ptr<const core::model::ScoreCurve> curve);

    // The state of the sound button; `silence` says why nothing is heard, empty: it is.
    void setSound(bool isOn, const QString &silence);

signals:
    void soundToggled(bool isOn);
    // The loop button was clicked.
    void loopRequested();

private:
    struct Button
    {
        QToolButton *button = nullptr;
        QString icon;
    };

    QToolButton *addButton(const char *icon, const QString &text,
                           std::initializer_list<const char *> commands = {});
    void addButtons();
    void restyle();
    void refresh();
    void showRates();

    PlaybackController &m_controller;
    const common::Theme *m_theme;
    QLabel *m_time;
    QLabel *m_duration;
    QLabel *m_frame;
    QLabel *m_snippetTitle;
    QLabel *m_snippet;
    std::shared_ptr<const core::model::ScoreCurve> m_curve;
    QToolButton *m_play = nullptr;
    QToolButton *m_rate;
    QToolButton *m_loop = nullptr;
    QToolButton *m_sound = nullptr;
    std::vector<Button> m_buttons;
};

} // namespace ui::player
