#include "ui/player/sound.h"

#include <cmath>

#include <QAudioDevice>
#include <QAudioOutput>
#include <QMediaDevices>
#include <QMediaPlayer>
#include <QUrl>

#include "ui/common/qt_convert.h"
#include "ui/player/playback_controller.h"

namespace ui::player {

namespace {

constexpr double kSlowest = 0.5; // outside, speech and cheering are noise
constexpr double kFastest = 2.0;
constexpr qint64 kToleranceMs = 250;

} // namespace

Sound::Sound(PlaybackController &controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{
    connect(&m_controller, &PlaybackController::playingChanged, this, &Sound::follow);
    connect(&m_controller, &PlaybackController::rateChanged, this, &Sound::follow);
    connect(&m_controller, &PlaybackController::timeChanged, this, &Sound::keepUp);
}

Sound::~Sound() = default;

void Sound::open(const std::filesystem::path &path)
{
    m_path = path;
    m_isOpen = false;
    if (m_player != nullptr) {
        m_player->stop();
    }
    setSilence({});
}

void Sound::setOn(bool isOn)
{
    if (m_isOn != isOn) {
        m_isOn = isOn;
        follow();
        emit changed();
    }
}

void Sound::setSilence(const QString &reason)
{
    if (m_silence != reason) {
        m_silence = reason;
        emit changed();
    }
}

void Sound::follow()
{
    const double rate = m_controller.rate();
    const bool isHeard = m_isOn && m_controller.isPlaying() && !m_path.empty() &&
                         rate >= kSlowest && rate <= kFastest;
    if (isHeard) {
        start();
    } else if (m_player != nullptr) {
        m_player->pause();
    }
}

// Seeks and loops move the pictures away from the sound.
void Sound::keepUp()
{
    const bool isPlaying =
        m_player != nullptr && m_player->playbackState() == QMediaPlayer::PlayingState;
    const qint64 wanted = m_controller.time() / 1000;
    if (isPlaying && std::abs(m_player->position() - wanted) > kToleranceMs) {
        m_player->setPosition(wanted);
    }
}

void Sound::start()
{
    if (m_player == nullptr) {
        if (QMediaDevices::defaultAudioOutput().isNull()) {
            setSilence(tr("Silent: this computer has no sound device."));
            return;
        }
        m_output = std::make_unique<QAudioOutput>();
        m_player = std::make_unique<QMediaPlayer>();
        m_player->setAudioOutput(m_output.get());
        connect(m_player.get(), &QMediaPlayer::hasAudioChanged, this, [this](bool hasAudio) {
            setSilence(hasAudio ? QString() : tr("Silent: the video has no sound."));
        });
        connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
                [this](QMediaPlayer::Error, const QString &text) {
                    setSilence(tr("Silent: the sound cannot be played (%1).").arg(text));
                });
    }
    if (!m_isOpen) {
        m_player->setSource(QUrl::fromLocalFile(common::pathText(m_path)));
        m_isOpen = true;
    }
    m_player->setPlaybackRate(m_controller.rate());
    m_player->setPosition(m_controller.time() / 1000);
    m_player->play();
}

} // namespace ui::player
