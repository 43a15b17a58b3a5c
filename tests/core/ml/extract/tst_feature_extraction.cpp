#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/media/frame_index.h"
#include "core/ml/extract/feature_extraction.h"
#include "core/ml/extract/grid_frames.h"

#include "tests/support/media_factory.h"

using namespace core::ml;
using core::base::CancelToken;
using core::base::ErrorCode;
using core::model::FeatureGrid;
using core::model::FeatureMatrix;

class TestFeatureExtraction : public QObject
{
    Q_OBJECT

private slots:
    void countsSnippets_data();
    void countsSnippets();
    void everyVideoHasASnippet();
    void strideOnlyChoosesRows();
    void longStrideSkipsFrames();
    void resamplesInTime();
    void sameBytesTwice();
    void reportsProgressToTheEnd();
    void stopsWhenCancelled();
    void readsDamagedVideos();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();

private:
    std::filesystem::path path(const char *file) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / file;
    }
    // A made video of `frames` frames at 25 a second.
    std::filesystem::path video(int frames) const
    {
        const std::filesystem::path made = path(qPrintable(QString("%1.mp4").arg(frames)));
        if (!std::filesystem::exists(made)) {
            tests::CounterVideo counter;
            counter.frames = frames;
            [&] { QVERIFY(tests::writeCounterVideo(made, counter)); }();
        }
        return made;
    }
    static FeatureMatrix extract(const std::filesystem::path &from, const FeatureGrid &grid)
    {
        return extractFeatures(from, grid, [](auto, auto) {}, {}).value();
    }

    QTemporaryDir m_folder;
};

void TestFeatureExtraction::countsSnippets_data()
{
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("snippets");
    QTest::newRow("one window") << 16 << 16 << 16 << 1;
    QTest::newRow("one short of two") << 31 << 16 << 16 << 1;
    QTest::newRow("two") << 32 << 16 << 16 << 2;
    QTest::newRow("overlapping") << 32 << 16 << 8 << 3;
    QTest::newRow("gaps") << 100 << 16 << 40 << 3;
    QTest::newRow("shorter than a window") << 5 << 16 << 16 << 1;
    QTest::newRow("stride of one") << 20 << 16 << 1 << 5;
}

void TestFeatureExtraction::countsSnippets()
{
    QFETCH(int, frames);
    QFETCH(int, window);
    QFETCH(int, stride);
    QFETCH(int, snippets);
    const FeatureGrid grid{
        .sampleFps = 0.0, .windowFrames = window, .strideFrames = stride, .dim = 256};
    QCOMPARE(snippetCount(frames, grid), snippets);
    const FeatureMatrix matrix = extract(video(frames), grid);
    QCOMPARE(matrix.snippets, snippets);
    QCOMPARE(matrix.dim, 256);
    QCOMPARE(matrix.values.size(), static_cast<std::size_t>(snippets * 256));
    // No row was left unwritten.
    for (std::int64_t t = 0; t < snippets; ++t) {
        const auto row = matrix.row(t);
        QVERIFY(std::any_of(row.begin(), row.end(), [](float value) { return value != 0.0F; }));
    }
}

void TestFeatureExtraction::everyVideoHasASnippet()
{
    const FeatureGrid grid{.sampleFps = 25.0, .windowFrames = 16, .strideFrames = 16, .dim = 256};
    QCOMPARE(extract(video(1), grid).snippets, 1);
}

void TestFeatureExtraction::strideOnlyChoosesRows()
{
    FeatureGrid grid{.sampleFps = 0.0, .windowFrames = 16, .strideFrames = 4, .dim = 256};
    const FeatureMatrix fine = extract(video(100), grid);
    grid.strideFrames = 16;
    const FeatureMatrix coarse = extract(video(100), grid);
    for (std::int64_t t = 0; t < coarse.snippets; ++t) {
        QVERIFY(std::ranges::equal(coarse.row(t), fine.row(4 * t)));
    }
    QVERIFY(!std::ranges::equal(fine.row(0), fine.row(1)));
}

void TestFeatureExtraction::longStrideSkipsFrames()
{
    FeatureGrid grid{.sampleFps = 0.0, .windowFrames = 8, .strideFrames = 8, .dim = 256};
    const FeatureMatrix fine = extract(video(100), grid);
    grid.strideFrames = 24;
    const FeatureMatrix coarse = extract(video(100), grid);
    QCOMPARE(coarse.snippets, 4);
    for (std::int64_t t = 0; t < coarse.snippets; ++t) {
        // The appearance half; the motion into a window's first frame is not counted, so all.
        QVERIFY(std::ranges::equal(coarse.row(t), fine.row(3 * t)));
    }
}

void TestFeatureExtraction::resamplesInTime()
{
    const auto table = core::media::readFrameTable(video(100)).value();
    FeatureGrid grid{.sampleFps = 12.5, .windowFrames = 10, .strideFrames = 10, .dim = 256};
    QCOMPARE(gridFrameCount(table, grid), 50);
    QCOMPARE(extract(video(100), grid).snippets, 5);
    grid.sampleFps = 25.0;
    const FeatureMatrix own = extract(video(100), grid);
    grid.sampleFps = 0.0;
    QCOMPARE(extract(video(100), grid).values, own.values);
    // Twice the rate shows every frame twice.
    grid.sampleFps = 50.0;
    QCOMPARE(gridFrameCount(table, grid), 200);
}

void TestFeatureExtraction::sameBytesTwice()
{
    const FeatureGrid grid{.sampleFps = 25.0, .windowFrames = 16, .strideFrames = 8, .dim = 512};
    for (const char *name : {"a.npy", "b.npy"}) {
        const auto written = extractFeaturesTo(path(name), video(100), grid, [](auto, auto) {}, {});
        QVERIFY(written);
        QCOMPARE(*written, 11);
    }
    QCOMPARE(core::base::readFile(path("a.npy")).value(),
             core::base::readFile(path("b.npy")).value());
    const auto array = core::data::readNpy(path("a.npy")).value();
    QCOMPARE(array.shape(), (std::vector<std::int64_t>{11, 512}));
    QVERIFY(array.type() == core::data::NpyType::Float32);
}

void TestFeatureExtraction::reportsProgressToTheEnd()
{
    std::int64_t last = 0;
    const FeatureGrid grid{.sampleFps = 0.0, .dim = 256};
    QVERIFY(extractFeatures(video(100), grid,
                            [&](std::int64_t done, std::int64_t total) {
                                QVERIFY(done > last);
                                QCOMPARE(total, 100);
                                last = done;
                            },
                            {}));
    QCOMPARE(last, 100);
}

void TestFeatureExtraction::stopsWhenCancelled()
{
    const CancelToken cancel;
    cancel.cancel();
    const auto written = extractFeaturesTo(
        path("stopped.npy"), video(100), {}, [](auto, auto) {}, cancel);
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::Cancelled);
    QVERIFY(!std::filesystem::exists(path("stopped.npy")));
}

void TestFeatureExtraction::readsDamagedVideos()
{
    std::string bytes = core::base::readFile(video(200)).value();
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.size() / 20,
                '\xff');
    QVERIFY(core::base::writeFileAtomically(path("damaged.mp4"), bytes));
    const FeatureGrid grid{.sampleFps = 0.0, .dim = 256};
    QCOMPARE(extract(path("damaged.mp4"), grid).snippets, 12);
}

void TestFeatureExtraction::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("dim");
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << "absent.mp4" << 256 << 16 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("text") << "text.mp4" << 256 << 16 << static_cast<int>(ErrorCode::Media);
    QTest::newRow("empty") << "empty.mp4" << 256 << 16 << static_cast<int>(ErrorCode::BadFormat);
    QTest::newRow("dimension") << "20.mp4" << 100 << 16 << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("window") << "20.mp4" << 256 << 0 << static_cast<int>(ErrorCode::BadValue);
}

void TestFeatureExtraction::namesWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(int, dim);
    QFETCH(int, window);
    QFETCH(int, code);
    video(20);
    std::ofstream(path("text.mp4")) << "words";
    std::ofstream(path("empty.mp4"));
    const FeatureGrid grid{.sampleFps = 0.0, .windowFrames = window, .dim = dim};
    const auto written =
        extractFeaturesTo(path("out.npy"), path(qPrintable(name)), grid, [](auto, auto) {}, {});
    QVERIFY(!written);
    QCOMPARE(static_cast<int>(written.error().code), code);
    QVERIFY(!std::filesystem::exists(path("out.npy")));
}

QTEST_APPLESS_MAIN(TestFeatureExtraction)
#include "tst_feature_extraction.moc"
