#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/media/frame_tables.h"
#include "core/media/hardware_device.h"
#include "core/media/video_reader.h"

#include "tests/support/media_factory.h"

using namespace core::media;
using core::base::Random;

namespace {

constexpr int kFrames = 400;

// Random seeks in each container. TALOSCOPE_SEEKS=10000 makes it as many as the goal names.
int seekCount()
{
    const int wanted = qEnvironmentVariableIntValue("TALOSCOPE_SEEKS");
    return wanted > 0 ? wanted : 300;
}

struct Container
{
    const char *file;
    tests::CounterVideo video;
};

std::vector<Container> containers()
{
    const auto make = [](const char *file, EncoderCodec codec, int interval, int bFrames,
                         bool isOpenGop, bool isVfr) {
        return Container{.file = file,
                         .video = {.frames = kFrames,
                                   .encoder = {.width = 160,
                                               .height = 120,
                                               .codec = codec,
                                               .keyframeInterval = interval,
                                               .bFrames = bFrames,
                                               .isOpenGop = isOpenGop},
                                   .isVfr = isVfr}};
    };
    constexpr auto kH264 = EncoderCodec::H264;
    constexpr auto kMpeg4 = EncoderCodec::Mpeg4;
    return {make("gop12.mp4", kH264, 12, 2, false, false),
            make("gop250.mp4", kH264, 250, 3, false, false),
            make("intra.mp4", kH264, 1, 0, false, false),
            make("open.mp4", kH264, 24, 3, true, false),
            make("open.mkv", kH264, 24, 3, true, false),
            make("vfr.mkv", kH264, 30, 2, false, true),
            make("vfr.mp4", kH264, 30, 2, false, true),
            make("plain.avi", kMpeg4, 30, 0, false, false),
            make("bframes.avi", kMpeg4, 30, 2, false, false),
            make("h264.avi", kH264, 30, 2, false, false),
            make("vp9.webm", EncoderCodec::Vp9, 40, 0, false, false),
            make("stream.ts", kH264, 25, 2, false, false),
            make("open.ts", kH264, 25, 3, true, false)};
}

std::int64_t shown(const VideoFrame &frame)
{
    return tests::readCounter(frame.toPicture(PixelLayout::Gray).value());
}

} // namespace

class TestVideoReader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tableHoldsTheTimes_data() { addContainers(); }
    void tableHoldsTheTimes();
    void readsInOrder_data() { addContainers(); }
    void readsInOrder();
    void showsTheAskedFrame_data() { addContainers(); }
    void showsTheAskedFrame();
    void stepsBack_data() { addContainers(); }
    void stepsBack();
    void doesNotSeekWithinAGroup();
    void givesWhatDecodesOfADamagedFile();
    void backsOffWhereASeekLandsLate();
    void sharesATable();
    void keepsTables();
    void tellsWhatIsKept();
    void decodesAlikeWithAndWithoutHardware();
    void convertsOnDemand();
    void refusesFramesThatAreNone();

private:
    void addContainers();
    std::filesystem::path path(const char *file) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / file;
    }

    QTemporaryDir m_folder;
};

void TestVideoReader::initTestCase()
{
    for (const Container &container : containers()) {
        const auto written = tests::writeCounterVideo(path(container.file), container.video);
        QVERIFY2(written, written ? "" : written.error().sentence().c_str());
    }
}

void TestVideoReader::addContainers()
{
    QTest::addColumn<int>("index");
    const std::vector<Container> all = containers();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QTest::newRow(all[i].file) << static_cast<int>(i);
    }
}

void TestVideoReader::tableHoldsTheTimes()
{
    QFETCH(int, index);
    const Container container = containers()[static_cast<std::size_t>(index)];
    const auto table = readFrameTable(path(container.file));
    QVERIFY2(table, table ? "" : table.error().sentence().c_str());
    QCOMPARE(table->frameCount(), kFrames);
    QCOMPARE(table->isVfr, container.video.isVfr);
    QCOMPARE(table->timesUs.front(), 0);
    const std::vector<std::int64_t> ticks = tests::counterTicks(container.video);
    for (std::int64_t i = 0; i < kFrames; ++i) {
        QCOMPARE(table->frameAt(table->timeOf(i)), i);
        if (i > 0) {
            QVERIFY(table->timeOf(i) > table->timeOf(i - 1));
            QCOMPARE(table->frameAt(table->timeOf(i) - 1), i - 1);
        }
        // Containers keep times in ticks of at most a millisecond.
        const std::int64_t expected = ticks[static_cast<std::size_t>(i)] * 40000;
        QVERIFY2(std::abs(table->timeOf(i) - expected) <= 1000, qPrintable(QString::number(i)));
    }
    if (!container.video.isVfr) {
        QCOMPARE(table->fps.num, 25);
        QCOMPARE(table->fps.den, 1);
        QVERIFY(std::abs(table->durationUs - kFrames * 40000) <= 1000);
    }
    QCOMPARE(table->frameAt(-5), 0);
    QCOMPARE(table->frameAt(table->durationUs + 1000000), kFrames - 1);
}

void TestVideoReader::readsInOrder()
{
    QFETCH(int, index);
    VideoReader reader =
        VideoReader::open(path(containers()[static_cast<std::size_t>(index)].file)).value();
    for (std::int64_t i = 0; i < kFrames; ++i) {
        const auto frame = reader.read(i).value();
        QCOMPARE(frame->index(), i);
        QCOMPARE(frame->timeUs(), reader.table().timeOf(i));
        QCOMPARE(shown(*frame), i);
    }
    QCOMPARE(reader.statistics().seeks, 0);
    QCOMPARE(reader.statistics().restarts, 0);
    QVERIFY(reader.gaps().empty());
}

void TestVideoReader::showsTheAskedFrame()
{
    QFETCH(int, index);
    VideoReader reader =
        VideoReader::open(path(containers()[static_cast<std::size_t>(index)].file)).value();
    Random random(static_cast<std::uint64_t>(index) + 1);
    for (int i = 0; i < seekCount(); ++i) {
        const std::int64_t asked = random.uniformInt(0, kFrames - 1);
        const auto frame = reader.read(asked).value();
        QCOMPARE(frame->index(), asked);
        QCOMPARE(shown(*frame), asked);
    }
    QVERIFY(reader.gaps().empty());
    QVERIFY(reader.statistics().seeks > 0);
    const ReaderStatistics &cost = reader.statistics();
    qInfo("%lld seeks, %lld back-offs, %lld restarts, %lld frames decoded",
          static_cast<long long>(cost.seeks), static_cast<long long>(cost.backOffs),
          static_cast<long long>(cost.restarts), static_cast<long long>(cost.decodedFrames));
}

void TestVideoReader::stepsBack()
{
    QFETCH(int, index);
    VideoReader reader = VideoReader::open(path(containers()[static_cast<std::size_t>(index)].file),
                                           {.cacheBytes = 64 << 20})
                             .value();
    for (std::int64_t i = kFrames - 1; i >= 0; --i) {
        const auto frame = reader.read(i).value();
        QCOMPARE(frame->index(), i);
        QCOMPARE(shown(*frame), i);
    }
    // Every group of pictures is decoded once, apart from the few frames around its ends.
    QVERIFY2(reader.statistics().decodedFrames < 3 * kFrames,
             qPrintable(QString::number(reader.statistics().decodedFrames)));
}

void TestVideoReader::doesNotSeekWithinAGroup()
{
    VideoReader reader = VideoReader::open(path("gop250.mp4")).value();
    QVERIFY(reader.read(10));
    QVERIFY(reader.read(100));
    QVERIFY(reader.read(240));
    QCOMPARE(reader.statistics().seeks, 0);
    QVERIFY(reader.read(20));
    QCOMPARE(reader.statistics().seeks + reader.statistics().restarts, 1);
    QVERIFY(reader.read(390)); // the next group begins at 250
    QVERIFY(reader.statistics().decodedFrames < 250 + 30 + 150);
}

void TestVideoReader::givesWhatDecodesOfADamagedFile()
{
    // Pictures in the middle are overwritten; the container's tables stay whole.
    std::string bytes = core::base::readFile(path("gop12.mp4")).value();
    const std::size_t from = bytes.size() * 2 / 5;
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.size() / 20, '\xff');
    QVERIFY(core::base::writeFileAtomically(path("damaged.mp4"), bytes));
    VideoReader reader = VideoReader::open(path("damaged.mp4")).value();
    QCOMPARE(reader.table().frameCount(), kFrames);
    int exact = 0;
    for (std::int64_t i = 0; i < kFrames; ++i) {
        const auto frame = reader.read(i).value();
        QVERIFY(frame->index() <= i);
        exact += frame->index() == i ? 1 : 0;
    }
    QVERIFY(!reader.gaps().empty());
    QVERIFY(exact <= kFrames - static_cast<int>(reader.gaps().size()));
    QVERIFY(exact > kFrames * 3 / 4);
    for (const std::int64_t gap : reader.gaps()) {
        QVERIFY((*reader.read(gap))->index() < gap);
    }
    // Asked at random, the frame that is given says which one it is; away from the damage it is
    // the asked one.
    Random random(3);
    for (int i = 0; i < 100; ++i) {
        const std::int64_t asked = random.uniformInt(kFrames / 2 + 30, kFrames - 1);
        const auto frame = reader.read(asked).value();
        QCOMPARE(frame->index(), asked);
        QCOMPARE(shown(*frame), asked);
    }
}

void TestVideoReader::backsOffWhereASeekLandsLate()
{
    // A container whose index leads three keyframes too far, as MPEG-TS does at times.
    FrameTable table = readFrameTable(path("gop12.mp4")).value();
    const std::vector<Keyframe> right = table.keyframes;
    for (std::size_t i = 0; i < right.size(); ++i) {
        table.keyframes[i].seekTimestamp = right[std::min(i + 3, right.size() - 1)].seekTimestamp;
    }
    VideoReader reader =
        VideoReader::open(path("gop12.mp4"), std::make_shared<const FrameTable>(table)).value();
    Random random(9);
    for (int i = 0; i < 100; ++i) {
        const std::int64_t asked = random.uniformInt(0, kFrames - 1);
        const auto frame = reader.read(asked).value();
        QCOMPARE(frame->index(), asked);
        QCOMPARE(shown(*frame), asked);
    }
    QVERIFY(reader.statistics().backOffs > 100);
    QVERIFY(reader.statistics().restarts > 0);
    QVERIFY(reader.gaps().empty());
}

void TestVideoReader::sharesATable()
{
    const auto table =
        std::make_shared<const FrameTable>(readFrameTable(path("gop12.mp4")).value());
    VideoReader first = VideoReader::open(path("gop12.mp4"), table).value();
    VideoReader second = VideoReader::open(path("gop12.mp4"), table, {.threads = 2}).value();
    QCOMPARE(shown(**first.read(77)), 77);
    QCOMPARE(shown(**second.read(311)), 311);
    QVERIFY((*first.read(200))->toPicture(PixelLayout::Rgb24).value() ==
            (*second.read(200))->toPicture(PixelLayout::Rgb24).value());
}

void TestVideoReader::keepsTables()
{
    FrameTables tables;
    const auto first = tables.table(path("gop12.mp4")).value();
    QCOMPARE(first->frameCount(), std::int64_t{kFrames});
    QCOMPARE(tables.table(path("gop12.mp4")).value(), first);
    QVERIFY(tables.table(path("gop250.mp4")).value() != first);

    const std::filesystem::path changing = path("changing.mp4");
    std::filesystem::copy_file(path("gop12.mp4"), changing);
    QCOMPARE(tables.table(changing).value()->frameCount(), std::int64_t{kFrames});
    QVERIFY(tests::writeCounterVideo(changing, {.frames = 10}));
    QCOMPARE(tables.table(changing).value()->frameCount(), std::int64_t{10});
    std::filesystem::remove(changing);
    QVERIFY(!tables.table(changing));
}

void TestVideoReader::tellsWhatIsKept()
{
    VideoReader reader =
        VideoReader::open(path("intra.mp4"), {.cacheBytes = std::int64_t{64} << 20}).value();
    QVERIFY(reader.kept().empty());
    for (const std::int64_t frame : {100, 101, 102, 300}) {
        QVERIFY(reader.read(frame));
    }
    const std::vector<FrameStretch> kept = {{100, 102}, {300, 300}};
    QVERIFY(reader.kept() == kept);
    // Those are shown without decoding.
    const std::int64_t decoded = reader.statistics().decodedFrames;
    QVERIFY(reader.read(101));
    QCOMPARE(reader.statistics().decodedFrames, decoded);
}

// Where there is no hardware, or it refuses the film, software decodes.
void TestVideoReader::decodesAlikeWithAndWithoutHardware()
{
    const auto hardware = HardwareDevice::find();
    for (const char *file : {"gop12.mp4", "open.mkv", "bframes.avi", "vp9.webm"}) {
        VideoReader plain = VideoReader::open(path(file)).value();
        VideoReader fast = VideoReader::open(path(file), {.hardware = hardware}).value();
        Random random(3);
        for (int i = 0; i < 20; ++i) {
            const std::int64_t asked = random.uniformInt(0, kFrames - 1);
            const auto frame = fast.read(asked).value();
            QCOMPARE(frame->index(), asked);
            QCOMPARE(shown(*frame), asked);
            QVERIFY(frame->toPicture(PixelLayout::Gray).value() ==
                    plain.read(asked).value()->toPicture(PixelLayout::Gray).value());
        }
        QCOMPARE(plain.statistics().hardwareFrames, std::int64_t{0});
        QVERIFY(hardware != nullptr || fast.statistics().hardwareFrames == 0);
    }
}

void TestVideoReader::convertsOnDemand()
{
    VideoReader reader = VideoReader::open(path("intra.mp4")).value();
    const auto frame = reader.read(170).value();
    const Picture colour = frame->toPicture(PixelLayout::Rgb24).value();
    QCOMPARE(colour.width, 160);
    QCOMPARE(colour.height, 120);
    QCOMPARE(colour.pixels.size(), std::size_t{160 * 120 * 3});
    const Picture drawn = tests::counterPicture(170, 160, 120);
    const Picture grey = frame->toPicture(PixelLayout::Gray).value();
    const Picture half = frame->toPicture(PixelLayout::Gray, 80, 60).value();
    QCOMPARE(half.pixels.size(), std::size_t{80 * 60});
    // In the middle of blocks that are far from each other, where coding changes little.
    for (const int block : {0, 1, 3, 5, 7}) {
        const int x = block * 20 + 10;
        QVERIFY(std::abs(colour.at(x, 15)[1] - drawn.at(x, 15)[1]) < 12);
        QVERIFY(std::abs(grey.at(x, 15)[0] - drawn.at(x, 15)[0]) < 12);
        QVERIFY(std::abs(half.at(x / 2, 7)[0] - drawn.at(x, 15)[0]) < 12);
    }
    QVERIFY(frame->toPicture(PixelLayout::Gray).value() == grey);
}

void TestVideoReader::refusesFramesThatAreNone()
{
    VideoReader reader = VideoReader::open(path("gop12.mp4")).value();
    for (const std::int64_t asked : {std::int64_t{-1}, std::int64_t{kFrames}}) {
        const auto frame = reader.read(asked);
        QVERIFY(!frame);
        QVERIFY(frame.error().code == core::base::ErrorCode::BadValue);
    }
    QVERIFY(reader.read(0));
}

QTEST_APPLESS_MAIN(TestVideoReader)
#include "tst_video_reader.moc"
