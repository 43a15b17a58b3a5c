#pragma once

#include <filesystem>
#include <memory>

#include <QObject>
#include <QString>

class QAudioOutput;
class QMediaPlayer;

namespace ui::player {

class PlaybackController;

// Plays the sound of the open video along with the controller, forwards at half to double speed.
// The pictures never wait for it. Sound devices are asked for at the first play only. GUI thread.
class Sound : public QObject
{
    Q_OBJECT

public:
    // The controller must outlive it.
    explicit Sound(PlaybackController &controller, QObject *parent = nullptr);
    ~Sound() override;

    // The video whose sound is played; empty: none.
    void open(const std::filesystem::path &path);
    // Whether that video holds sound at all, as soon as it is known.
    void setHasSound(bool hasSound);
    void setOn(bool isOn);
    bool isOn() const { return m_isOn; }
    // Why nothing is heard, as a sentence; empty: sound is heard, or will be when playing begins.
    const QString &silence() const { return m_silence; }
    // How far the sound is; -1: nothing is heard.
    qint64 positionMs() const;

signals:
    void changed();

private:
    void follow();
    void keepUp();
    void start();
    void makePlayer();
    bool isInRange() const;
    void updateSilence();

    PlaybackController &m_controller;
    std::filesystem::path m_path;
    bool m_isOn = true;
    bool m_isOpen = false; // the path is the player's source
    bool m_hasSound = true;
    bool m_hasDevice = true;
    QString m_problem; // why the player does not play it
    QString m_silence;
    std::unique_ptr<QAudioOutput> m_output;
    std::unique_ptr<QMediaPlayer> m_player;
};

} // namespace ui::player
