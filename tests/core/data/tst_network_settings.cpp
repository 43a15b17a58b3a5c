#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/extraction_job.h"

using namespace core;
using data::parseNetworkSettings;
using model::NetworkInput;

class TestNetworkSettings : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryKey();
    void keepsDefaults();
    void readsASecondStream();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void jobsComeBack();
    void goesOnWithTheSameOnly();
    void identityIsWhatChangesValues();
    void motionIsKnownByItsContent();
};

void TestNetworkSettings::readsEveryKey()
{
    const auto read = parseNetworkSettings(R"(
        input = "frame"
        fit = "stretch"
        width = 112
        height = 96
        mean = [0.5, 0.25, 0]
        deviation = [1, 0.5, 2.0]
        batch = 3
        amp = true
        sample_fps = 12.5
        window_frames = 8
        stride_frames = 4
    )");
    QVERIFY2(read, read ? "" : read.error().sentence().c_str());
    const NetworkInput expected{.kind = NetworkInput::Kind::Frame,
                                .fit = NetworkInput::Fit::Stretch,
                                .width = 112,
                                .height = 96,
                                .mean = {0.5, 0.25, 0.0},
                                .deviation = {1.0, 0.5, 2.0},
                                .batch = 3,
                                .useAmp = true};
    QVERIFY(read->input == expected);
    QCOMPARE(read->grid.sampleFps, 12.5);
    QCOMPARE(read->grid.windowFrames, 8);
    QCOMPARE(read->grid.strideFrames, 4);
}

void TestNetworkSettings::keepsDefaults()
{
    QVERIFY(parseNetworkSettings("").value() == data::NetworkSettings());
}

// What its table leaves out is as for the pictures, but for mean and deviation, which it has not.
void TestNetworkSettings::readsASecondStream()
{
    const auto read = parseNetworkSettings(R"(
        width = 112
        height = 96
        mean = [0.5, 0.5, 0.5]
        batch = 3
        [flow]
        network = "flow.pt"
        given = "/motion"
        bound = 15
        height = 64
        input = "frame"
    )",
                                           "/nets");
    QVERIFY2(read, read ? "" : read.error().sentence().c_str());
    NetworkInput input;
    input.kind = NetworkInput::Kind::Frame;
    input.width = 112;
    input.height = 64;
    input.batch = 3;
    const data::FlowStream expected{
        .network = "/nets/flow.pt", .given = "/motion", .bound = 15.0, .input = input};
    QVERIFY(read->flow == expected);
    QCOMPARE(read->input.height, 96);
}

void TestNetworkSettings::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no TOML") << "width = "
                             << "line 1";
    QTest::newRow("long name") << QString("a.").repeated(100'000) + "a = 1"
                               << "line 1";
    QTest::newRow("unknown key") << "\nwindow_frame = 8"
                                 << "'window_frames'";
    QTest::newRow("line") << "width = 32\nheight = 0"
                          << "line 2";
    QTest::newRow("text for a number") << "batch = \"8\""
                                       << "a whole number from 1 to 4096";
    QTest::newRow("fraction") << "width = 12.5"
                              << "a whole number";
    QTest::newRow("other word") << "input = \"clips\""
                                << "'clip' or 'frame'";
    QTest::newRow("two colours") << "mean = [0.5, 0.5]"
                                 << "three numbers";
    QTest::newRow("zero deviation") << "deviation = [1, 0, 1]"
                                    << "three numbers above 0";
    QTest::newRow("not a number") << "sample_fps = nan"
                                  << "frames a second";
    QTest::newRow("no flag") << "amp = 1"
                             << "true or false";
    QTest::newRow("no second network") << "[flow]\nbound = 20"
                                       << "network = ";
    QTest::newRow("no table") << "flow = 'flow.pt'"
                              << "[flow]";
    QTest::newRow("unknown key of the second stream") << "[flow]\nbounds = 20"
                                                      << "'bound'";
    QTest::newRow("mean of motion") << "[flow]\nmean = [0, 0, 0]"
                                    << "line 2";
    QTest::newRow("no bound") << "[flow]\nbound = 0"
                              << "above 0";
    QTest::newRow("no path") << "[flow]\nnetwork = ''"
                             << "a path";
}

void TestNetworkSettings::namesWhatIsWrong()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const auto read = parseNetworkSettings(text.toStdString());
    QVERIFY(!read);
    const std::string sentence = read.error().sentence();
    QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
}

void TestNetworkSettings::jobsComeBack()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("job.json").toStdString();
    const std::string settings = "width = 64\n[flow]\nnetwork = 'flow.pt'\n";
    data::ExtractionJob job{.id = "i3d",
                            .network = "/nets/i3d.pt",
                            .networkHash = "abc",
                            .flowHash = "def",
                            .settingsText = settings,
                            .settingsFolder = "/nets",
                            .settings = parseNetworkSettings(settings, "/nets").value(),
                            .device = model::DeviceChoice::Cuda,
                            .threads = 2,
                            .items = {{"a", "/videos/a.mp4", "/features/a.npy", "123"},
                                      {"b", "/videos/b.mp4", "/features/b.npy"}},
                            .earlier = {{"c", "/videos/c.mp4", "/features/c.npy", "456"}}};
    QVERIFY(data::writeExtractionJob(path, job));
    QVERIFY(data::isExtractionJob(path));
    const auto read = data::readExtractionJob(path);
    QVERIFY2(read, read ? "" : read.error().sentence().c_str());
    QVERIFY(*read == job);

    std::string text = base::readFile(path).value();
    text.replace(text.find("\"cuda\""), 6, "\"tpu\"");
    QVERIFY(base::writeFileAtomically(path, text));
    QVERIFY(!data::readExtractionJob(path));
    QVERIFY(base::writeFileAtomically(path, "{\"taloscope_job\": 1}"));
    QVERIFY(!data::isExtractionJob(path));
    QVERIFY(!data::isExtractionJob(folder.filePath("absent.json").toStdString()));
}

// Outputs stay where the same networks, settings and motion made them, in whichever job.
void TestNetworkSettings::goesOnWithTheSameOnly()
{
    const QTemporaryDir folder;
    const auto path = [&](const char *name) {
        return std::filesystem::path(folder.filePath(name).toStdString());
    };
    const auto make = [&](const char *name) {
        QVERIFY(base::writeFileAtomically(path(name), "features"));
    };
    const auto job = [&](const char *network, std::vector<data::ExtractionItem> items) {
        data::ExtractionJob made;
        made.networkHash = network;
        made.items = std::move(items);
        data::continueJob(path("job.json"), made);
        (void)data::writeExtractionJob(path("job.json"), made);
        return made;
    };
    const data::ExtractionItem a{"a", "a.mp4", path("a.npy"), "still"};
    const data::ExtractionItem b{"b", "b.mp4", path("b.npy"), "still"};
    make("a.npy");
    job("one", {a}); // nobody knows what made it
    QVERIFY(!std::filesystem::exists(path("a.npy")));

    make("a.npy");
    QCOMPARE(job("one", {b}).earlier, std::vector{a});
    make("b.npy");
    QVERIFY(job("one", {a, b}).earlier.empty());
    QVERIFY(std::filesystem::exists(path("a.npy")));
    QVERIFY(std::filesystem::exists(path("b.npy")));

    data::ExtractionItem moved = a;
    moved.motionHash = "moved";
    job("one", {moved, b});
    QVERIFY(!std::filesystem::exists(path("a.npy")));
    QVERIFY(std::filesystem::exists(path("b.npy")));

    QVERIFY(job("other", {a}).earlier.empty());
    job("one", {b});
    QVERIFY(!std::filesystem::exists(path("b.npy")));
}

void TestNetworkSettings::identityIsWhatChangesValues()
{
    const auto identity = [](const char *settings, const char *network = "abc") {
        data::ExtractionJob job;
        job.networkHash = network;
        job.settings = parseNetworkSettings(settings).value();
        return data::extractionIdentity(job);
    };
    const std::string plain = identity("");
    QCOMPARE(identity("batch = 2"), plain);
    QVERIFY(identity("", "abd") != plain);
    for (const char *other : {"width = 64", "fit = 'stretch'", "mean = [0.1, 0.2, 0.3]",
                              "sample_fps = 5", "stride_frames = 8", "[flow]\nnetwork = 'f.pt'"}) {
        QVERIFY2(identity(other) != plain, other);
    }
    const std::string estimated = identity("[flow]\nnetwork = 'f.pt'");
    QCOMPARE(identity("[flow]\nnetwork = 'moved/f.pt'"), estimated);
    QVERIFY(identity("[flow]\nnetwork = 'f.pt'\ngiven = 'm'") != estimated);
    QVERIFY(identity("[flow]\nnetwork = 'f.pt'\nbound = 8") != estimated);
}

void TestNetworkSettings::motionIsKnownByItsContent()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("motion.npy").toStdString();
    const auto hash = [&](const std::string &content) {
        (void)base::writeFileAtomically(path, content);
        return data::hashMotion(path).value();
    };
    QVERIFY(hash("still") != hash("moved"));
    std::string large(5'000'000, 'x');
    const std::string before = hash(large);
    QCOMPARE(hash(large), before);
    large.back() = 'y';
    QVERIFY(hash(large) != before);
    large.back() = 'x';
    large.front() = 'y';
    QVERIFY(hash(large) != before);
    QVERIFY(hash(std::string(5'000'001, 'x')) != before);
    std::filesystem::remove(path);
    QVERIFY(!data::hashMotion(path));
}

QTEST_APPLESS_MAIN(TestNetworkSettings)
#include "tst_network_settings.moc"
