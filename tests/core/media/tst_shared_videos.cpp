#include <algorithm>

#include <QtTest>

#include "core/media/video_probe.h"
#include "core/media/video_reader.h"

#include "tests/support/test_paths.h"

using namespace core::media;

// Real files of other people: each opens and shows the frames that are asked for, or says why not.
class TestSharedVideos : public QObject
{
    Q_OBJECT

private slots:
    void opensOrSaysWhyNot_data();
    void opensOrSaysWhyNot();
};

void TestSharedVideos::opensOrSaysWhyNot_data()
{
    const std::filesystem::path folder = tests::dataDir() / "videos";
    if (!std::filesystem::exists(folder)) {
        QSKIP(qPrintable(
            QStringLiteral("%1 is not there").arg(QString::fromStdString(folder.string()))));
    }
    QTest::addColumn<QString>("path");
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            QTest::newRow(entry.path().filename().c_str())
                << QString::fromStdString(entry.path().string());
        }
    }
}

void TestSharedVideos::opensOrSaysWhyNot()
{
    QFETCH(QString, path);
    const std::filesystem::path file = path.toStdString();
    const auto info = probeVideo(file);
    if (!info) {
        const std::string sentence = info.error().sentence();
        QVERIFY2(sentence.find(file.filename().string()) != std::string::npos, sentence.c_str());
        QVERIFY2(!info.error().problem.empty(), sentence.c_str());
        qInfo("refused: %s", sentence.c_str());
        return;
    }
    VideoReader reader = VideoReader::open(file, {.cacheBytes = 64 << 20}).value();
    const std::int64_t frames = reader.table().frameCount();
    QCOMPARE(frames, info->frameCount);
    // Ends, middle, one step on and back: each frame is the asked one, or marked as a gap.
    const std::int64_t middle = frames / 2;
    for (const std::int64_t asked :
         {std::int64_t{0}, frames - 1, middle, std::min(middle + 1, frames - 1), middle,
          std::max<std::int64_t>(middle - 1, 0), std::int64_t{0}}) {
        const auto frame = reader.read(asked);
        QVERIFY2(frame, frame ? "" : frame.error().sentence().c_str());
        const std::vector<std::int64_t> gaps = reader.gaps();
        const bool isGap = std::binary_search(gaps.begin(), gaps.end(), asked);
        QVERIFY2((*frame)->index() == asked || isGap, qPrintable(QString::number(asked)));
        QCOMPARE((*frame)->timeUs(), reader.table().timeOf((*frame)->index()));
        const auto picture =
            (*frame)->toPicture(PixelLayout::Rgb24, info->displayWidth, info->displayHeight);
        QVERIFY(picture);
        QCOMPARE(picture->width, info->displayWidth);
        QCOMPARE(picture->height, info->displayHeight);
    }
}

QTEST_APPLESS_MAIN(TestSharedVideos)
#include "tst_shared_videos.moc"
