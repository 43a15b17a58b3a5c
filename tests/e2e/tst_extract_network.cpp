#include <array>
#include <csignal>
#include <span>
#include <vector>

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "core/data/npy_file.h"
#include "core/ml/torch.h"

#include "tests/e2e/program.h"

using tests::Program;

// `talo extract --model`: a network of a person's own, run by the worker, its features in the
// project.
class TestExtractNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void featuresComeIntoTheProject();
    void twoStreamsComeIntoTheProject();
    void goesOnWhereItWasStopped();
    void mixesNoSettings();
    void refusesAnotherNetworkInASet();
    void givenMotionIsPartOfASet();
    void builtinSetsKeepTheirGrid();
    void computesOnACard();
    void endlessNetworkIsLeft();
    void namesWhatIsWrong();

private:
    QString file(const char *name) const { return m_folder.filePath(name); }
    void write(const char *name, const QByteArray &content) const
    {
        QFile out(file(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
    }
    QStringList extraction(const QStringList &more) const
    {
        return QStringList{
                   "extract", file("demo/demo.talo"), "--model", file("net.pt"), "--device", "cpu",
                   "--json"} +
               more;
    }

    QTemporaryDir m_folder;
};

void TestExtractNetwork::initTestCase()
{
    torch::jit::Module module("net");
    module.define("def forward(self, x):\n    return x.mean([4]).flatten(1)\n");
    module.save(file("net.pt").toStdString());
    write("net.toml", "width = 16\nheight = 16\nwindow_frames = 8\nstride_frames = 8\n"
                      "sample_fps = 0\n");
    Program demo("talo", {"demo", file("demo"), "--videos", "3", "--no-train", "--json"});
    demo.finishWithin(120);
    QCOMPARE(demo.exitCode(), 0);
}

void TestExtractNetwork::featuresComeIntoTheProject()
{
    Program talo("talo", extraction({}));
    talo.finishWithin(120);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QCOMPARE(talo.json()["feature_set"].toString(), QString("net"));
    QCOMPARE(talo.json()["videos"].toInt(), 3);
    QCOMPARE(talo.json()["dim"].toInt(), 3 * 8 * 16);

    Program again("talo", extraction({}));
    again.finishWithin(60);
    QCOMPARE(again.exitCode(), 0);
    QCOMPARE(again.json()["videos"].toInt(), 0);
    QCOMPARE(again.json()["present"].toInt(), 3);

    Program show("talo", {"show", file("demo/demo.talo"), "--json"});
    show.finishWithin(60);
    const QJsonArray sets = show.json()["project"].toObject()["features"].toArray();
    QCOMPARE(sets.size(), 2);
    QCOMPARE(sets.last().toObject()["stride_frames"].toInt(), 8);
}

// A second network, for motion, which its settings name beside themselves.
void TestExtractNetwork::twoStreamsComeIntoTheProject()
{
    QVERIFY(QFile::copy(file("net.pt"), file("motion.pt")));
    QVERIFY(QFile::copy(file("net.toml"), file("two.toml")));
    QFile settings(file("two.toml"));
    QVERIFY(settings.open(QIODevice::Append));
    settings.write("[flow]\nnetwork = \"motion.pt\"\nwidth = 64\nheight = 64\n");
    settings.close();
    const QStringList arguments =
        extraction({"--feature-set", "two", "--settings", file("two.toml")});
    Program talo("talo", arguments);
    talo.finishWithin(120);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QCOMPARE(talo.json()["dim"].toInt(), 3 * 8 * 16 + 2 * 8 * 64);
}

// What is in the folder from before stays, unless the network or its settings are other ones.
void TestExtractNetwork::goesOnWhereItWasStopped()
{
    const QStringList first =
        extraction({"--feature-set", "steps", "--video", "demo_training_001"});
    Program one("talo", first);
    one.finishWithin(120);
    QCOMPARE(one.exitCode(), 0);
    const QString output = file("demo/demo.talo.features/steps/demo_training_001.npy");
    const QByteArray content = tests::fileContent(output);
    QVERIFY(!content.isEmpty());

    // As if stopped before the features came into the project: another set, the same folder.
    const QStringList same =
        extraction({"--feature-set", "other", "--out", file("demo/demo.talo.features/steps")});
    const QDateTime before = QFileInfo(output).lastModified();
    Program rest("talo", same);
    rest.finishWithin(120);
    QVERIFY2(rest.exitCode() == 0, rest.errors().constData());
    QCOMPARE(QFileInfo(output).lastModified(), before);
    QCOMPARE(QDir(file("demo/demo.talo.features/steps")).entryList({"*.npy"}).size(), 3);

    write("net2.toml", "width = 8\nheight = 8\nwindow_frames = 8\nstride_frames = 8\n");
    Program other("talo", extraction({"--feature-set", "third", "--settings", file("net2.toml"),
                                      "--out", file("demo/demo.talo.features/steps")}));
    other.finishWithin(120);
    QVERIFY2(other.exitCode() == 0, other.errors().constData());
    QCOMPARE(other.json()["dim"].toInt(), 3 * 8 * 8);
}

// Files that a job before the last one left, with other settings, are made anew.
void TestExtractNetwork::mixesNoSettings()
{
    write("darker.toml", "width = 16\nheight = 16\nwindow_frames = 8\nstride_frames = 8\n"
                         "sample_fps = 0\nmean = [0.9, 0.9, 0.9]\n");
    const auto extract = [&](const char *set, const char *folder, const char *settings,
                             const QString &only) {
        QStringList more = {"--feature-set", set,          "--out",
                            file(folder),    "--settings", file(settings)};
        Program talo("talo", extraction(more << (only.isEmpty() ? QStringList()
                                                                : QStringList{"--video", only})));
        talo.finishWithin(120);
        return talo.exitCode();
    };
    QCOMPARE(extract("mixed 1", "mixed", "net.toml", "demo_training_001"), 0);
    QCOMPARE(extract("mixed 2", "mixed", "darker.toml", "demo_training_002"), 0);
    QCOMPARE(extract("mixed 3", "mixed", "darker.toml", {}), 0);
    QCOMPARE(extract("fresh", "fresh", "darker.toml", {}), 0);
    QCOMPARE(tests::fileContent(file("mixed/demo_training_001.npy")),
             tests::fileContent(file("fresh/demo_training_001.npy")));
}

// A network that was overwritten is another one: a set has features of one network only.
void TestExtractNetwork::refusesAnotherNetworkInASet()
{
    const auto save = [this](const char *what) {
        torch::jit::Module module("changing");
        module.define(std::string("def forward(self, x):\n    return x.") + what +
                      "([4]).flatten(1)\n");
        module.save(file("changing.pt").toStdString());
    };
    const auto extract = [this](const char *set, const char *only, int code) {
        Program talo("talo", {"extract", file("demo/demo.talo"), "--model", file("changing.pt"),
                              "--settings", file("net.toml"), "--feature-set", set, "--video", only,
                              "--device", "cpu", "--json"});
        talo.finishWithin(120);
        QVERIFY2(talo.exitCode() == code, talo.errors().constData());
        QCOMPARE(talo.errors().contains("exists with other settings"), code != 0);
    };
    save("mean");
    extract("changing", "demo_training_001", 0);
    save("amax");
    const QString folder = file("demo/demo.talo.features/changing");
    extract("changing", "demo_training_002", 3);
    extract("changing", "demo_training_001", 3); // not even silently passed over
    QCOMPARE(QDir(folder).entryList({"*.npy"}), QStringList{"demo_training_001.npy"});
    extract("changed", "demo_training_002", 0);
    save("mean");
    extract("changing", "demo_training_002", 0);
}

// Motion that is given as .npy may be replaced between two extractions.
void TestExtractNetwork::givenMotionIsPartOfASet()
{
    QFile::remove(file("motion.pt"));
    QVERIFY(QFile::copy(file("net.pt"), file("motion.pt")));
    write("given.toml", "width = 16\nheight = 16\nwindow_frames = 8\nstride_frames = 8\n"
                        "sample_fps = 0\n[flow]\nnetwork = \"motion.pt\"\ngiven = \"motion\"\n");
    QVERIFY(QDir(m_folder.path()).mkpath("motion"));
    Program show("talo", {"show", file("demo/demo.talo"), "--json"});
    show.finishWithin(60);
    const QJsonArray videos = show.json()["videos"].toArray();
    const auto give = [&](float pixels) {
        for (const QJsonValue &video : videos) {
            const std::array<std::int64_t, 4> shape = {video["frames"].toInteger(), 2, 8, 8};
            const std::vector<float> values(static_cast<std::size_t>(shape[0] * 2 * 8 * 8), pixels);
            const QString path = file("motion/") + video["name"].toString() + ".npy";
            QVERIFY(
                core::data::writeNpy(path.toStdString(), shape, std::span<const float>(values)));
        }
    };
    const auto extract = [this](const char *set, const QStringList &more, int code) {
        Program talo(
            "talo",
            extraction(QStringList{"--settings", file("given.toml"), "--feature-set", set} + more));
        talo.finishWithin(120);
        QVERIFY2(talo.exitCode() == code, talo.errors().constData());
        QCOMPARE(talo.errors().contains("other motion"), code != 0);
    };
    const QStringList first = {"--video", "demo_training_001"};
    give(1.0F);
    extract("given", first, 0);
    const QString folder = file("demo/demo.talo.features/given");
    const QByteArray before = tests::fileContent(folder + "/demo_training_001.npy");
    give(2.0F);
    extract("given", {}, 3);
    QCOMPARE(tests::fileContent(folder + "/demo_training_001.npy"), before);
    QCOMPARE(QDir(folder).entryList({"*.npy"}).size(), 1);

    // What the folder has from before is made anew where its motion has changed.
    extract("given anew", first + QStringList{"--out", file("again")}, 0);
    const QByteArray again = tests::fileContent(file("again/demo_training_001.npy"));
    QVERIFY(again != before);
    give(1.0F);
    extract("given 3", first + QStringList{"--out", file("again")}, 0);
    QCOMPARE(tests::fileContent(file("again/demo_training_001.npy")), before);
    extract("given", {}, 0);
    QCOMPARE(QDir(folder).entryList({"*.npy"}).size(), 3);
}

// The set of the demo has a grid of its own: what joins it has it too, and no network joins it.
void TestExtractNetwork::builtinSetsKeepTheirGrid()
{
    const auto extract = [this](const QStringList &more, int code, const char *says) {
        Program talo("talo", QStringList{"extract", file("demo/demo.talo"), "--json"} + more);
        talo.finishWithin(60);
        if (talo.exitCode() != code || !talo.errors().contains(says)) {
            qWarning("%s", talo.errors().constData());
            return QJsonObject();
        }
        return talo.json();
    };
    QCOMPARE(extract({}, 0, "")["dim"].toInt(), 512);
    QVERIFY(!extract({"--dim", "256"}, 3, "exists with other settings").isEmpty());
    QVERIFY(!extract({"--feature-set", "net"}, 3, "not made by the built-in").isEmpty());
    QVERIFY(!extract({"--feature-set", "builtin", "--model", file("net.pt")}, 3,
                     "were made by the built-in")
                 .isEmpty());
}

// On the stand-in for a card (tests/support), whose arithmetic is the CPU's: the same features.
void TestExtractNetwork::computesOnACard()
{
    const auto computed = [this](const char *device) {
        QStringList arguments =
            extraction({"--feature-set", device, "--video", "demo_training_001"});
        arguments.replace(arguments.indexOf("--device") + 1, device);
        Program talo("talo", arguments);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_LIBRARY_PATH", STAND_IN_CARD);
        talo.setProcessEnvironment(environment);
        talo.finishWithin(120);
        if (talo.exitCode() != 0) {
            qWarning("%s", talo.errors().constData());
        }
        return tests::fileContent(m_folder.filePath("demo/demo.talo.features/") + device +
                                  "/demo_training_001.npy");
    };
    const QByteArray expected = computed("cpu");
    QVERIFY(!expected.isEmpty());
    QCOMPARE(computed("cuda"), expected);
}

// The worker cannot look up while a network computes: it is left, and what it wrote before stays.
void TestExtractNetwork::endlessNetworkIsLeft()
{
    torch::jit::Module module("endless");
    module.define("def forward(self, x):\n"
                  "    while bool(x.max() > x.min()):\n"
                  "        x = x + 0.0\n"
                  "    return x.mean([4]).flatten(1)\n");
    module.save(file("endless.pt").toStdString());
    QFile::remove(file("endless.toml"));
    QVERIFY(QFile::copy(file("net.toml"), file("endless.toml")));
    const QByteArray before = tests::fileContent(file("demo/demo.talo"));
    Program talo("talo", {"extract", file("demo/demo.talo"), "--model", file("endless.pt"),
                          "--device", "cpu", "--json"});
    talo.start();
    QVERIFY(talo.waitForStarted());
    const QString events = file("demo/demo.talo.features/endless/events.jsonl");
    QTRY_VERIFY_WITH_TIMEOUT(tests::fileContent(events).contains("progress"), 60'000);
    QCOMPARE(::kill(static_cast<pid_t>(talo.processId()), SIGINT), 0);
    QVERIFY(talo.waitForFinished(60'000));
    QCOMPARE(talo.exitCode(), 130);
    // The worker went by itself: nobody had to kill it.
    QVERIFY(!talo.readAllStandardError().contains("SIGTERM"));
    QCOMPARE(tests::jsonLines(tests::fileContent(events)).last()["status"].toString(),
             QString("cancelled"));
    QCOMPARE(tests::fileContent(file("demo/demo.talo")), before);
}

void TestExtractNetwork::namesWhatIsWrong()
{
    const auto fails = [this](const QStringList &more, int code, const char *says) {
        Program talo("talo", extraction(more));
        talo.finishWithin(60);
        QVERIFY2(talo.errors().contains(says), talo.errors().constData());
        QCOMPARE(talo.exitCode(), code);
    };
    fails({"--feature-set", "x", "--settings", file("absent.toml")}, 3, "absent.toml");
    write("bad.toml", "widht = 8\n");
    fails({"--feature-set", "x", "--settings", file("bad.toml")}, 3, "'width'");
    fails({"--feature-set", "x", "--stride-frames", "4"}, 2, "stride_frames");
    write("net3.toml", "input = \"frame\"\n");
    fails({"--feature-set", "x", "--settings", file("net3.toml")}, 3, "8 x 3 x 224 x 224");
}

QTEST_GUILESS_MAIN(TestExtractNetwork)
#include "tst_extract_network.moc"
