#include <QSignalSpy>
#include <QtTest>

#include "ui/player/decode_worker.h"
#include "ui/player/playback_controller.h"
#include "ui/player/sound.h"

using namespace ui::player;

// What is said where nothing is heard. That something is heard is for tests/stress/hear_sound.py,
// which brings a sound device along; here there is none, whatever the machine has.
class TestSound : public QObject
{
    Q_OBJECT

public:
    static void initMain()
    {
        qputenv("PULSE_SERVER", "unix:/nowhere");
        qputenv("ALSA_CONFIG_PATH", "/dev/null");
    }

private slots:
    void saysThatTheVideoHasNoSound();
    void saysThatThereIsNoDevice();
    void saysWhatIsTooFast();

private:
    DecodeWorker m_decoder{std::int64_t{1} << 20};
};

void TestSound::saysThatTheVideoHasNoSound()
{
    PlaybackController controller(m_decoder, {});
    Sound sound(controller);
    const QSignalSpy changed(&sound, &Sound::changed);
    sound.open("quiet.mp4");
    QVERIFY(sound.silence().isEmpty());
    sound.setHasSound(false);
    QCOMPARE(sound.silence(), QStringLiteral("Silent: the video has no sound."));
    QCOMPARE(changed.count(), 1);
    sound.open("another.mp4");
    QVERIFY(sound.silence().isEmpty());
}

void TestSound::saysThatThereIsNoDevice()
{
    PlaybackController controller(m_decoder, {});
    Sound sound(controller);
    controller.open({}, 10'000'000, 25);
    sound.open("loud.mp4");
    sound.setHasSound(true);
    QVERIFY(sound.silence().isEmpty()); // devices are asked for when it plays
    controller.play();
    QCOMPARE(sound.silence(), QStringLiteral("Silent: this computer has no sound device."));
    QCOMPARE(sound.positionMs(), qint64{-1});
    QVERIFY(controller.isPlaying());
}

void TestSound::saysWhatIsTooFast()
{
    PlaybackController controller(m_decoder, {});
    Sound sound(controller);
    controller.open({}, 10'000'000, 25);
    sound.open("loud.mp4");
    sound.setHasSound(true);
    controller.setRate(4.0);
    QVERIFY2(sound.silence().contains(QStringLiteral("half to double speed")),
             qPrintable(sound.silence()));
    controller.setRate(-1.0);
    QVERIFY(sound.silence().contains(QStringLiteral("forwards only")));
    controller.setRate(1.0);
    QVERIFY(sound.silence().isEmpty());
}

QTEST_MAIN(TestSound)
#include "tst_sound.moc"
