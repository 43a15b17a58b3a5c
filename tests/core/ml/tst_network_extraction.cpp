#include <cmath>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/npy_file.h"
#include "core/media/video_encoder.h"
#include "core/media/video_reader.h"
#include "core/ml/network/network_extraction.h"
#include "core/ml/torch.h"

#include "tests/support/media_factory.h"

using namespace core;
using model::NetworkInput;

namespace {

constexpr int kFrames = 30;

// Colour means of every frame of a clip, or of a frame: what a network saw can be told from them.
const char *const kClipMeans = "def forward(self, x):\n    return x.mean([3, 4])\n";
const char *const kFrameMeans = "def forward(self, x):\n    return x.mean([2, 3])\n";

class Silent : public ml::JobReporter
{
public:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        isWhole = done == total;
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void artifact(std::string_view, const std::filesystem::path &) override {}
    void message(ml::ReportLevel, std::string_view) override {}

    bool isWhole = false;
};

} // namespace

class TestNetworkExtraction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void clipsHoldTheirFrames_data();
    void clipsHoldTheirFrames();
    void framesAreAveraged();
    void aShortVideoHasOneSnippet();
    void cropTakesTheMiddle();
    void motionFollowsThePictures_data();
    void motionFollowsThePictures();
    void givenMotionIsSeenAsItIs();
    void givenMotionMustFit_data();
    void givenMotionMustFit();
    void passesOverWhatIsThere();
    void stopsWhenCancelled();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();

private:
    std::filesystem::path path(const char *file) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / file;
    }
    // A job with a network of this source, for the video of kFrames frames.
    data::ExtractionJob job(const char *source);
    // The same with a second stream, which sees the motion.
    data::ExtractionJob twoStreamJob(const char *source, NetworkInput::Kind kind);
    base::Result<void> run(const data::ExtractionJob &job)
    {
        return ml::runExtraction(job, m_reporter, {});
    }
    static std::vector<float> output(const data::ExtractionJob &job)
    {
        return data::readNpy(job.items.front().output).value().toFloats();
    }
    // The means of a frame's picture as the network gets it.
    std::array<float, 3> means(std::int64_t frame, const NetworkInput &input, int left = 0,
                               int scaledWidth = 0);

    QTemporaryDir m_folder;
    Silent m_reporter;
    int m_count = 0;
};

void TestNetworkExtraction::initTestCase()
{
    tests::CounterVideo counter;
    counter.frames = kFrames;
    QVERIFY(tests::writeCounterVideo(path("video.mp4"), counter));
    counter.frames = 3;
    QVERIFY(tests::writeCounterVideo(path("short.mp4"), counter));
}

data::ExtractionJob TestNetworkExtraction::job(const char *source)
{
    const std::string name = "net" + std::to_string(m_count++);
    torch::jit::Module module(name);
    module.define(source);
    data::ExtractionJob made{.id = name,
                             .network = path((name + ".pt").c_str()),
                             .networkHash = {},
                             .flowHash = {},
                             .settingsText = {},
                             .settingsFolder = {},
                             .settings = {},
                             .device = model::DeviceChoice::Cpu,
                             .threads = 1,
                             .items = {{.video = "video",
                                        .file = path("video.mp4"),
                                        .output = path((name + ".npy").c_str())}}};
    module.save(made.network.string());
    made.networkHash = base::hashFile(made.network).value();
    made.settings.input.fit = NetworkInput::Fit::Stretch;
    made.settings.input.width = 40;
    made.settings.input.height = 32;
    made.settings.input.batch = 3;
    made.settings.grid = {.sampleFps = 0.0, .windowFrames = 4, .strideFrames = 3};
    return made;
}

data::ExtractionJob TestNetworkExtraction::twoStreamJob(const char *source, NetworkInput::Kind kind)
{
    const data::ExtractionJob motion = job(source);
    data::ExtractionJob made = job(kClipMeans);
    made.flowHash = motion.networkHash;
    made.settings.flow = data::FlowStream{
        .network = motion.network, .given = {}, .bound = 8.0, .input = made.settings.input};
    made.settings.flow->input.kind = kind;
    return made;
}

std::array<float, 3> TestNetworkExtraction::means(std::int64_t frame, const NetworkInput &input,
                                                  int left, int scaledWidth)
{
    auto reader = media::VideoReader::open(path("video.mp4")).value();
    const media::Picture picture =
        reader.read(frame)
            .value()
            ->toPicture(media::PixelLayout::Rgb24, scaledWidth > 0 ? scaledWidth : input.width,
                        input.height)
            .value();
    std::array<float, 3> result{};
    for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0.0;
        for (int y = 0; y < input.height; ++y) {
            for (int x = left; x < left + input.width; ++x) {
                sum += picture.at(x, y)[c];
            }
        }
        const double mean = sum / (255.0 * input.width * input.height);
        result[c] = static_cast<float>((mean - input.mean[c]) / input.deviation[c]);
    }
    return result;
}

void TestNetworkExtraction::clipsHoldTheirFrames_data()
{
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("batch");
    QTest::newRow("overlapping") << 4 << 3 << 2;
    QTest::newRow("one at a time") << 4 << 3 << 1;
    QTest::newRow("all at once") << 4 << 3 << 100;
    QTest::newRow("gaps") << 2 << 7 << 2;
}

void TestNetworkExtraction::clipsHoldTheirFrames()
{
    QFETCH(int, window);
    QFETCH(int, stride);
    QFETCH(int, batch);
    data::ExtractionJob clips = job(kClipMeans);
    clips.settings.grid.windowFrames = window;
    clips.settings.grid.strideFrames = stride;
    clips.settings.input.batch = batch;
    const auto done = run(clips);
    QVERIFY2(done, done ? "" : done.error().sentence().c_str());
    QVERIFY(m_reporter.isWhole);
    const std::vector<float> rows = output(clips);
    const int snippets = (kFrames - window) / stride + 1;
    QCOMPARE(rows.size(), static_cast<std::size_t>(snippets * 3 * window));
    for (int t = 0; t < snippets; ++t) {
        for (int f = 0; f < window; ++f) {
            const auto expected = means(t * stride + f, clips.settings.input);
            for (int c = 0; c < 3; ++c) {
                const float got = rows[static_cast<std::size_t>((t * 3 + c) * window + f)];
                QVERIFY(std::abs(got - expected[static_cast<std::size_t>(c)]) < 1e-4F);
            }
        }
    }
}

void TestNetworkExtraction::framesAreAveraged()
{
    data::ExtractionJob frames = job(kFrameMeans);
    frames.settings.input.kind = NetworkInput::Kind::Frame;
    QVERIFY(run(frames));
    const std::vector<float> rows = output(frames);
    QCOMPARE(rows.size(), std::size_t{9 * 3});
    for (int t = 0; t < 9; ++t) {
        std::array<float, 3> sum{};
        for (int f = 0; f < 4; ++f) {
            const auto one = means(t * 3 + f, frames.settings.input);
            for (std::size_t c = 0; c < 3; ++c) {
                sum[c] += one[c] / 4.0F;
            }
        }
        for (std::size_t c = 0; c < 3; ++c) {
            QVERIFY(std::abs(rows[static_cast<std::size_t>(t) * 3 + c] - sum[c]) < 1e-4F);
        }
    }
}

void TestNetworkExtraction::aShortVideoHasOneSnippet()
{
    for (const auto kind : {NetworkInput::Kind::Clip, NetworkInput::Kind::Frame}) {
        data::ExtractionJob brief =
            job(kind == NetworkInput::Kind::Clip ? kClipMeans : kFrameMeans);
        brief.settings.input.kind = kind;
        brief.settings.grid.windowFrames = 8;
        brief.items.front().file = path("short.mp4");
        QVERIFY(run(brief));
        const std::vector<float> rows = output(brief);
        QCOMPARE(std::ssize(rows), kind == NetworkInput::Kind::Clip ? 24 : 3);
        if (kind == NetworkInput::Kind::Clip) {
            QCOMPARE(rows[7], rows[2]); // the last frame repeated
            QVERIFY(rows[0] != rows[2]);
        }
    }
}

void TestNetworkExtraction::cropTakesTheMiddle()
{
    data::ExtractionJob cropped = job(kClipMeans);
    NetworkInput &input = cropped.settings.input;
    input.fit = NetworkInput::Fit::Crop;
    input.width = 60;
    input.height = 60; // of 160 x 120: scaled to 80 x 60, ten columns off each side
    QVERIFY(run(cropped));
    const std::vector<float> rows = output(cropped);
    const auto expected = means(0, input, 10, 80);
    for (std::size_t c = 0; c < 3; ++c) {
        QVERIFY(std::abs(rows[c * 4] - expected[c]) < 1e-4F);
    }
}

void TestNetworkExtraction::motionFollowsThePictures_data()
{
    QTest::addColumn<bool>("isClip");
    QTest::newRow("clips") << true;
    QTest::newRow("frames") << false;
}

// A texture that goes two pixels to the right and one up from frame to frame: with a bound of 8
// pixels the second network sees 0.25 and -0.125; nothing comes before the first frame.
void TestNetworkExtraction::motionFollowsThePictures()
{
    QFETCH(bool, isClip);
    constexpr int kWidth = 64;
    constexpr int kHeight = 48;
    auto encoder =
        media::VideoEncoder::create(
            path("moving.mp4"), {.width = kWidth, .height = kHeight, .bFrames = 0, .quality = 10})
            .value();
    for (int frame = 0; frame < 10; ++frame) {
        media::Picture picture{
            .width = kWidth, .height = kHeight, .layout = media::PixelLayout::Rgb24, .pixels = {}};
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                const int u = x - 2 * frame;
                const int v = y + frame;
                const double value = 127.0 + 50.0 * std::sin(0.31 * u + 0.17 * v) +
                                     40.0 * std::sin(0.11 * u - 0.43 * v) +
                                     30.0 * std::sin(0.53 * u + 0.29 * v);
                picture.pixels.insert(picture.pixels.end(), 3, static_cast<std::uint8_t>(value));
            }
        }
        QVERIFY(encoder.add(picture));
    }
    QVERIFY(encoder.finish());

    data::ExtractionJob both =
        twoStreamJob(isClip ? kClipMeans : kFrameMeans,
                     isClip ? NetworkInput::Kind::Clip : NetworkInput::Kind::Frame);
    both.items.front().file = path("moving.mp4");
    both.settings.flow->input.width = kWidth;
    both.settings.flow->input.height = kHeight;
    data::ExtractionJob pictures = job(kClipMeans);
    pictures.items.front().file = path("moving.mp4");
    QVERIFY(run(pictures));
    const auto done = run(both);
    QVERIFY2(done, done ? "" : done.error().sentence().c_str());
    QVERIFY(m_reporter.isWhole);
    const std::vector<float> first = output(pictures);
    const std::vector<float> rows = output(both);
    const std::size_t window = isClip ? 4 : 1;
    QCOMPARE(rows.size(), std::size_t{3} * (12 + 2 * window));
    for (std::size_t t = 0; t < 3; ++t) {
        const float *row = rows.data() + t * (12 + 2 * window);
        QVERIFY(std::equal(row, row + 12, first.data() + t * 12));
        if (t == 0) {
            continue;
        }
        for (std::size_t f = 0; f < window; ++f) {
            QVERIFY2(std::abs(row[12 + f] - 0.25F) < 0.05F,
                     qPrintable(QString::number(row[12 + f])));
            QVERIFY(std::abs(row[12 + window + f] + 0.125F) < 0.05F);
        }
    }
    if (isClip) {
        QCOMPARE(rows[12], 0.0F);
        QVERIFY(rows[13] > 0.2F);
    }
}

// Given motion: entry k for frame k, the last one again where there are only pairs of frames; over
// `bound`, cut off beyond it.
void TestNetworkExtraction::givenMotionIsSeenAsItIs()
{
    data::ExtractionJob both = twoStreamJob(kClipMeans, NetworkInput::Kind::Clip);
    both.settings.flow->given = path("motion");
    QVERIFY(base::makeFolder(path("motion")));
    constexpr int kGiven = kFrames - 1;
    std::vector<float> values;
    for (int frame = 0; frame < kGiven; ++frame) {
        values.insert(values.end(), 20 * 16, static_cast<float>(frame) * 0.5F);
        values.insert(values.end(), 20 * 16, -1.0F);
    }
    const std::array<std::int64_t, 4> shape = {kGiven, 2, 16, 20}; // half the network's size
    QVERIFY(data::writeNpy(path("motion/video.npy"), shape, std::span<const float>(values)));
    const auto other = run(both); // the job was made before the motion
    QVERIFY(!other);
    QCOMPARE(other.error().code, base::ErrorCode::Conflict);
    both.items.front().motionHash = data::hashMotion(path("motion/video.npy")).value();
    const auto done = run(both);
    QVERIFY2(done, done ? "" : done.error().sentence().c_str());
    const std::vector<float> rows = output(both);
    QCOMPARE(rows.size(), std::size_t{9 * 20});
    for (int t = 0; t < 9; ++t) {
        for (int f = 0; f < 4; ++f) {
            const auto frame = static_cast<float>(std::min(t * 3 + f, kGiven - 1));
            const auto at = static_cast<std::size_t>(t * 20 + 12 + f);
            QCOMPARE(rows[at], std::min(frame * 0.5F / 8.0F, 1.0F));
            QCOMPARE(rows[at + 4], -0.125F);
        }
    }
}

void TestNetworkExtraction::givenMotionMustFit_data()
{
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("says");
    QTest::newRow("too few frames") << QList<int>{kFrames - 2, 2, 8, 8} << "30 frames, or one less";
    QTest::newRow("too many frames") << QList<int>{kFrames + 1, 2, 8, 8} << "31 frames";
    QTest::newRow("one channel") << QList<int>{kFrames, 1, 8, 8} << "x before y";
    QTest::newRow("a matrix") << QList<int>{kFrames, 2} << "frames x 2 x height x width";
    QTest::newRow("empty") << QList<int>{kFrames, 2, 0, 8} << "no motion";
    QTest::newRow("no file") << QList<int>{} << "video.npy";
}

void TestNetworkExtraction::givenMotionMustFit()
{
    QFETCH(QList<int>, shape);
    QFETCH(QString, says);
    data::ExtractionJob both = twoStreamJob(kClipMeans, NetworkInput::Kind::Clip);
    const QTemporaryDir folder;
    both.settings.flow->given = folder.path().toStdString();
    if (!shape.isEmpty()) {
        const std::vector<std::int64_t> sizes(shape.begin(), shape.end());
        std::int64_t count = 1;
        for (const std::int64_t size : sizes) {
            count *= size;
        }
        const std::vector<float> values(static_cast<std::size_t>(count));
        QVERIFY(data::writeNpy(both.settings.flow->given / "video.npy", sizes,
                               std::span<const float>(values)));
        both.items.front().motionHash =
            data::hashMotion(both.settings.flow->given / "video.npy").value();
    }
    const auto failed = run(both);
    QVERIFY(!failed);
    const std::string sentence = failed.error().sentence();
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(!std::filesystem::exists(both.items.front().output));
}

void TestNetworkExtraction::passesOverWhatIsThere()
{
    const data::ExtractionJob clips = job(kClipMeans);
    QVERIFY(base::writeFileAtomically(clips.items.front().output, "was here"));
    QVERIFY(run(clips));
    QCOMPARE(base::readFile(clips.items.front().output).value(), std::string("was here"));
}

void TestNetworkExtraction::stopsWhenCancelled()
{
    const data::ExtractionJob clips = job(kClipMeans);
    base::CancelToken cancel;
    cancel.cancel();
    const auto stopped = ml::runExtraction(clips, m_reporter, cancel);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
    QVERIFY(!std::filesystem::exists(clips.items.front().output));
}

void TestNetworkExtraction::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    using base::ErrorCode;
    QTest::newRow("no TorchScript") << "" << int(ErrorCode::BadFormat) << "TorchScript";
    QTest::newRow("another file") << "changed" << int(ErrorCode::Conflict) << "another network";
    QTest::newRow("does not fit") << "def forward(self, x):\n    return x @ x.new_zeros([7, 7])\n"
                                  << int(ErrorCode::BadValue) << "3 x 3 x 4 x 32 x 40";
    QTest::newRow("no rows") << "def forward(self, x):\n    return x.mean()\n"
                             << int(ErrorCode::BadValue) << "one row for each";
    QTest::newRow("two outputs") << "def forward(self, x):\n    return (x, x)\n"
                                 << int(ErrorCode::BadValue) << "one row for each";
}

void TestNetworkExtraction::namesWhatIsWrong()
{
    QFETCH(QString, source);
    QFETCH(int, code);
    QFETCH(QString, says);
    const bool isModule = source.startsWith(QLatin1String("def"));
    data::ExtractionJob wrong = job(isModule ? qPrintable(source) : kClipMeans);
    if (!isModule) {
        QVERIFY(base::writeFileAtomically(wrong.network, "this is no network"));
        if (source.isEmpty()) {
            wrong.networkHash = base::hashFile(wrong.network).value();
        }
    }
    const auto failed = run(wrong);
    QVERIFY(!failed);
    const std::string sentence = failed.error().sentence();
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
    QCOMPARE(int(failed.error().code), code);
    QVERIFY(!std::filesystem::exists(wrong.items.front().output));
}

QTEST_APPLESS_MAIN(TestNetworkExtraction)
#include "tst_network_extraction.moc"
