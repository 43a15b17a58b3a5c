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

constexpr const char *kBackend = "QT_MEDIA_BACKEND";
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
    m_hasSound = true;
    m_problem.clear();
    if (m_player != nullptr) {
        m_player->stop();
    }
    updateSilence();
}

void Sound::setHasSound(bool hasSound)
{
    m_hasSound = hasSound;
    updateSilence();
    follow();
}

void Sound::setOn(bool isOn)
{
    if (m_isOn != isOn) {
        m_isOn = isOn;
        follow();
        emit changed();
    }
}

qint64 Sound::positionMs() const
{
    const bool isHeard =
        m_player != nullptr && m_player->playbackState() == QMediaPlayer::PlayingState;
    return isHeard ? m_player->position() : -1;
}

bool Sound::isInRange() const
{
    return m_controller.rate() >= kSlowest && m_controller.rate() <= kFastest;
}

void Sound::updateSilence()
{
    QString reason;
    if (!m_hasSound) {
        reason = tr("Silent: the video has no sound.");
    } else if (!m_hasDevice) {
        reason = tr("Silent: this computer has no sound device.");
    } else if (!m_problem.isEmpty()) {
        reason = tr("Silent: the sound cannot be played (%1).").arg(m_problem);
    } else if (!isInRange()) {
        reason = tr("Silent: sound is played forwards only, at half to double speed.");
    }
    if (m_silence != reason) {
        m_silence = reason;
        emit changed();
    }
}

void Sound::follow()
{
    const bool isHeard =
        m_isOn && m_hasSound && m_controller.isPlaying() && !m_path.empty() && isInRange();
    if (isHeard) {
        start();
    } else if (m_player != nullptr) {
        m_player->pause();
    }
    updateSilence();
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

// A device that is plugged in later is found by the next play.
void Sound::makePlayer()
{
    // GStreamer, Qt's first choice, never returns where its own plugins are not installed. FFmpeg
    // reads the video already.
    if (m_player == nullptr && qEnvironmentVariableIsEmpty(kBackend)) {
        qputenv(kBackend, "ffmpeg");
    }
    m_hasDevice = !QMediaDevices::defaultAudioOutput().isNull();
    if (!m_hasDevice || m_player != nullptr) {
        return;
    }
    m_output = std::make_unique<QAudioOutput>();
    m_player = std::make_unique<QMediaPlayer>();
    m_player->setAudioOutput(m_output.get());
    connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
            [this](QMediaPlayer::Error, const QString &text) {
                m_problem = text;
                updateSilence();
            });
}

void Sound::start()
{
    makePlayer();
    if (m_player == nullptr) {
        return;
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
