#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/media/frame_change.h"
#include "core/media/video_encoder.h"
#include "core/media/video_probe.h"

#include "tests/support/media_factory.h"

using namespace core::media;
using core::base::ErrorCode;

class TestVideoEncoder : public QObject
{
    Q_OBJECT

private slots:
    void samePicturesGiveTheSameBytes();
    void writesWhatItWasAsked();
    void leavesNothingBehindUnfinished();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void refusesAPictureOfAnotherSize();
    void changesOfFramesAreMeasured();

private:
    static std::filesystem::path inside(const QTemporaryDir &folder, const char *name)
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
};

void TestVideoEncoder::samePicturesGiveTheSameBytes()
{
    const QTemporaryDir folder;
    tests::CounterVideo video;
    video.frames = 60;
    video.encoder.bFrames = 2;
    QVERIFY(tests::writeCounterVideo(inside(folder, "a.mp4"), video));
    QVERIFY(tests::writeCounterVideo(inside(folder, "b.mp4"), video));
    const auto first = core::base::readFile(inside(folder, "a.mp4"));
    QVERIFY(first);
    QVERIFY(first->size() > 1000);
    QCOMPARE(core::base::readFile(inside(folder, "b.mp4")).value(), *first);
}

void TestVideoEncoder::writesWhatItWasAsked()
{
    const QTemporaryDir folder;
    tests::CounterVideo video;
    video.frames = 61;
    video.encoder.fps = {30000, 1001};
    video.encoder.keyframeInterval = 20;
    QVERIFY(tests::writeCounterVideo(inside(folder, "a.mp4"), video));
    const VideoInfo info = probeVideo(inside(folder, "a.mp4")).value();
    QCOMPARE(info.frameCount, 61);
    QCOMPARE(info.keyframeCount, 4);
    QCOMPARE(info.width, 160);
    QCOMPARE(info.height, 120);
    QCOMPARE(info.fps.num, 30000);
    QCOMPARE(info.fps.den, 1001);
    QVERIFY(!info.isVfr);
    QVERIFY(std::abs(info.durationUs - 61 * 1001000 / 30) <= 1000);
}

void TestVideoEncoder::leavesNothingBehindUnfinished()
{
    const QTemporaryDir folder;
    {
        auto encoder = VideoEncoder::create(inside(folder, "a.mp4"), {.width = 160, .height = 120});
        QVERIFY(encoder);
        QVERIFY(encoder->add(tests::counterPicture(0, 160, 120)));
    }
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestVideoEncoder::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("code");
    QTest::newRow("odd width") << "a.mp4" << 161 << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("no pixels") << "a.mp4" << 0 << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("container") << "a.nonsense" << 160 << static_cast<int>(ErrorCode::Unsupported);
    QTest::newRow("no folder") << "none/a.mp4" << 160 << static_cast<int>(ErrorCode::Io);
}

void TestVideoEncoder::namesWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(int, width);
    QFETCH(int, code);
    const QTemporaryDir folder;
    const std::filesystem::path path = inside(folder, qPrintable(name));
    const auto encoder = VideoEncoder::create(path, {.width = width, .height = 120});
    QVERIFY(!encoder);
    QCOMPARE(static_cast<int>(encoder.error().code), code);
    QCOMPARE(encoder.error().file, path.string());
}

void TestVideoEncoder::refusesAPictureOfAnotherSize()
{
    const QTemporaryDir folder;
    auto encoder = VideoEncoder::create(inside(folder, "a.mp4"), {.width = 160, .height = 120});
    QVERIFY(encoder);
    const auto added = encoder->add(tests::counterPicture(0, 80, 60));
    QVERIFY(!added);
    QVERIFY(added.error().code == ErrorCode::BadValue);
}

// Frame 0 has no frame before it; a picture that turns from black to white changes most.
void TestVideoEncoder::changesOfFramesAreMeasured()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = inside(folder, "a.mp4");
    {
        auto encoder = VideoEncoder::create(path, {.width = 160, .height = 120});
        QVERIFY(encoder);
        for (int n = 0; n < 30; ++n) {
            Picture picture{160, 120, PixelLayout::Rgb24, {}};
            picture.pixels.assign(160 * 120 * 3, n < 12 ? 30 : 200);
            QVERIFY(encoder->add(picture));
        }
        QVERIFY(encoder->finish());
    }
    std::int64_t asked = 0;
    const auto goesOn = [&asked](std::int64_t, std::int64_t) { return ++asked > 0; };
    const auto changes = frameDifferences(path, goesOn);
    QVERIFY(changes);
    QCOMPARE(changes->size(), std::size_t{29});
    QCOMPARE(asked, 30);
    for (std::size_t i = 0; i < changes->size(); ++i) {
        const double luma = (*changes)[i].luma;
        QVERIFY2(i == 11 ? luma > 100.0 : luma < 5.0, qPrintable(QString::number(luma)));
    }
    const auto stopped = frameDifferences(path, [](std::int64_t n, std::int64_t) { return n < 3; });
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QVERIFY(!frameDifferences(inside(folder, "none.mp4"), goesOn));
}

QTEST_APPLESS_MAIN(TestVideoEncoder)
#include "tst_video_encoder.moc"
