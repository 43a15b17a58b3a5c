#include <array>
#include <cmath>
#include <csignal>

#include <sys/resource.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/npy_file.h"

#include "tests/support/test_paths.h"

// The project commands of talo as a user runs them: the real program, its output, its exit codes.
class TestCliProject : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void walksThroughAProject();
    void givesAProjectItsFirstClass();
    void helpTeaches_data();
    void helpTeaches();
    void refusesBadAnnotations_data();
    void refusesBadAnnotations();
    void refusesBadFeatures_data();
    void refusesBadFeatures();
    void refusesBadProjects_data();
    void refusesBadProjects();
    void refusesTestVideoToTrainOn();
    void fullDiskLeavesTheOldFile();
    void findsMovedFiles();
    void secondWriterIsToldWho();
    void understandsPublishedFiles_data();
    void understandsPublishedFiles();
    void publishedPredictionsFindTheirVideos();
    void publishedProposalsComeBackUnchanged();

private:
    struct Outcome
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };
    Outcome talo(const QStringList &arguments, rlim_t maxFileBytes = RLIM_INFINITY) const;
    QString path(const char *name) const { return m_folder->filePath(name); }
    void write(const char *name, const QByteArray &content) const
    {
        QVERIFY(core::base::writeFileAtomically(path(name).toStdString(), content.toStdString()));
    }
    void makeProject() const;
    void verifyRefused(const Outcome &outcome, const char *says) const;
    QByteArray content() const { return talo({"show", path("p.talo"), "--json"}).out; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr const char *kGroundTruth = R"({"version": "t", "taxonomy": [], "database": {
 "a": {"subset": "training", "duration": 20.0, "fps": 25.0, "frames": 500, "annotations": [
   {"segment": [1.5, 4.25], "label": "Run", "label_id": 0},
   {"segment": [6.0, 9.0], "label": "Jump", "label_id": 1}]},
 "b": {"subset": "test", "duration": 20.0, "fps": 25.0, "frames": 500, "annotations": [
   {"segment": [2.0, 3.0], "label": "Jump", "label_id": 1}]}}})";

constexpr const char *kPseudoLabels = R"({"version": "t", "external_data": {}, "results": {
 "a": [{"label": "Run", "score": 0.9, "segment": [1.0, 4.0]},
       {"label": "Jump", "score": 0.4, "segment": [12.0, 14.5]}]}})";

} // namespace

void TestCliProject::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

TestCliProject::Outcome TestCliProject::talo(const QStringList &arguments,
                                             rlim_t maxFileBytes) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.setChildProcessModifier([maxFileBytes] {
        const rlimit limit{maxFileBytes, maxFileBytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, SIG_IGN); // write() then says that it failed
    });
    process.start(QString::fromStdString((tests::programDir() / "talo").string()), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCliProject::makeProject() const
{
    write("gt.json", kGroundTruth);
    write("pseudo.json", kPseudoLabels);
    QCOMPARE(talo({"init", path("p.talo")}).exitCode, 0);
    QCOMPARE(talo({"import", path("p.talo"), "--kind", "ground-truth", path("gt.json")}).exitCode,
             0);
}

// Exit 3, one sentence on stderr that names what was given, nothing on stdout.
void TestCliProject::verifyRefused(const Outcome &outcome, const char *says) const
{
    QVERIFY2(outcome.exitCode == 3, outcome.err.constData());
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(outcome.err.startsWith("talo: "), outcome.err.constData());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains(says), outcome.err.constData());
}

void TestCliProject::walksThroughAProject()
{
    makeProject();
    const QString project = path("p.talo");
    const QJsonObject imported = talo({"import", project, "--kind", "pseudo-labels",
                                       path("pseudo.json"), "--track", "base", "--json"})
                                     .json();
    QCOMPARE(imported["kind"].toString(), QString("pseudo-labels"));
    QCOMPARE(imported["videos"].toInt(), 1);
    QCOMPARE(imported["instances"].toInt(), 2);
    QCOMPARE(imported["classes"].toInt(), 2);
    QVERIFY(imported["warnings"].isArray() && imported["skipped"].isArray());

    const QJsonObject shown = talo({"show", project, "--json"}).json();
    const QJsonObject first = shown["videos"].toArray().at(0).toObject();
    QCOMPARE(first["name"].toString(), QString("a"));
    QCOMPARE(first["duration"].toDouble(), 20.0);
    QCOMPARE(first["fps"].toDouble(), 25.0);
    QCOMPARE(first["frames"].toInt(), 500);
    QCOMPARE(first["state"].toString(), QString("untouched"));
    QCOMPARE(first["segments"].toObject()["ground_truth"].toInt(), 2);
    QCOMPARE(first["segments"].toObject()["pseudo_label"].toInt(), 2);
    for (const char *key : {"project", "tracks", "runs", "labelsets"}) {
        QVERIFY2(shown.contains(QLatin1String(key)), key);
    }

    const Outcome added = talo({"label", project, "add", "--video", "a", "--class", "Jump",
                                "--start", "5.5", "--end", "7.125"});
    QCOMPARE(added.exitCode, 0);
    const QString id = QString::fromUtf8(added.out.trimmed());
    QCOMPARE(id.size(), qsizetype{36});
    QCOMPARE(talo({"label", project, "trim", "--id", id.left(12), "--end", "8"}).exitCode, 0);
    QCOMPARE(talo({"label", project, "relabel", "--id", id, "--class", "Run"}).exitCode, 0);
    const QJsonArray parts = talo({"label", project, "split", "--id", id, "--at", "6", "--json"})
                                 .json()["ids"]
                                 .toArray();
    QCOMPARE(parts.size(), qsizetype{2});
    QCOMPARE(
        talo({"label", project, "merge", "--id", parts[0].toString(), "--id", parts[1].toString()})
            .exitCode,
        0);
    const QJsonArray pseudo =
        talo({"show", project, "segments", "--track", "pseudo-labels", "--json"})
            .json()["segments"]
            .toArray();
    QCOMPARE(pseudo.size(), qsizetype{2});
    const Outcome accepted =
        talo({"label", project, "accept", "--id", pseudo[0].toObject()["id"].toString()});
    QCOMPARE(accepted.exitCode, 0);
    QCOMPARE(
        talo({"label", project, "reject", "--id", pseudo[1].toObject()["id"].toString()}).exitCode,
        0);

    const auto mine = [&] {
        return talo({"show", project, "segments", "--video", "a", "--track", "labels", "--json"})
            .json()["segments"]
            .toArray();
    };
    QCOMPARE(mine().size(), qsizetype{3});
    const QJsonObject segment = mine().at(1).toObject();
    QCOMPARE(segment["id"].toString(), id);
    QCOMPARE(segment["class"].toString(), QString("Run"));
    QCOMPARE(segment["start"].toDouble(), 5.5);
    QCOMPARE(segment["end"].toDouble(), 8.0);

    QCOMPARE(talo({"label", project, "snapshot", "--name", "monday"}).exitCode, 0);
    QCOMPARE(talo({"label", project, "undo", "--count", "7", "--json"})
                 .json()["undone"]
                 .toArray()
                 .size(),
             qsizetype{7});
    QCOMPARE(mine().size(), qsizetype{0});
    QCOMPARE(talo({"label", project, "redo", "--count", "7"}).exitCode, 0);
    QCOMPARE(mine().size(), qsizetype{3});
    QVERIFY(
        talo({"label", project, "log", "--limit", "1", "--json"}).json()["log"].toArray().size() ==
        1);

    for (const auto &[what, format] :
         {std::pair("labels", "fustal-proposals"), std::pair("labels", "activitynet-predictions"),
          std::pair("labels", "activitynet-gt"), std::pair("ground-truth", "actionformer"),
          std::pair("pseudo-labels", "csv"), std::pair("ground-truth", "thumos-txt"),
          std::pair("labels", "thumos-txt")}) {
        const QString out = path(qPrintable(QString("%1-%2").arg(what, format)));
        const Outcome exported = talo({"export", project, "--what", what, "--format", format, out});
        QVERIFY2(exported.exitCode == 0, exported.err.constData());
        QVERIFY(QFileInfo::exists(out));
    }
    QCOMPARE(talo({"export", project, "--what", "labels", "--labelset", "monday", "--format",
                   "fustal-proposals", path("monday.json")})
                 .exitCode,
             0);
    QCOMPARE(core::base::readFile(path("monday.json").toStdString()).value(),
             core::base::readFile(path("labels-fustal-proposals").toStdString()).value());

    QCOMPARE(talo({"check", project}).exitCode, 0);
    QCOMPARE(talo({"backup", project, path("copy.talo")}).exitCode, 0);
    QVERIFY(talo({"show", path("copy.talo"), "--json"}).json()["videos"] == shown["videos"] ||
            talo({"show", path("copy.talo"), "--json"}).json()["videos"].toArray().size() == 2);
}

// As an annotator who begins with videos alone.
void TestCliProject::givesAProjectItsFirstClass()
{
    const QString project = path("bare.talo");
    QCOMPARE(talo({"init", project}).exitCode, 0);
    QCOMPARE(talo({"label", project, "add-class", "--class", "Hop", "--json"})
                 .json()["ordinal"]
                 .toInt(-1),
             0);
    verifyRefused(talo({"label", project, "add-class", "--class", "Hop"}), "already");
    verifyRefused(talo({"label", project, "add-class", "--class", ""}), "no name");
    QVERIFY(talo({"show", project}).out.contains("1 classes"));
    QCOMPARE(talo({"label", project, "rename-class", "--class", "Hop", "--name", "Leap", "--json"})
                 .json()["class"]
                 .toString(),
             QStringLiteral("Leap"));
    verifyRefused(talo({"label", project, "rename-class", "--class", "Hop", "--name", "Skip"}),
                  "no class 'Hop'");
    QCOMPARE(talo({"label", project, "remove-class", "--class", "Leap"}).exitCode, 0);
    verifyRefused(talo({"label", project, "remove-class", "--class", "Leap"}), "no class 'Leap'");
    QVERIFY(talo({"show", project}).out.contains("0 classes"));
}

void TestCliProject::helpTeaches_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command :
         {"init", "import", "show", "label", "export", "check", "relink", "backup"}) {
        QTest::newRow(command) << command;
    }
}

void TestCliProject::helpTeaches()
{
    QFETCH(QString, command);
    const Outcome help = talo({command, "--help"});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains("Example"));
    QVERIFY(help.out.contains("talo " + command.toUtf8()));
    QCOMPARE(talo({command, "--no-such-option"}).exitCode, 2);
}

void TestCliProject::refusesBadAnnotations_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    const QByteArray truth = kGroundTruth;
    const auto changed = [&](const char *from, const char *to) {
        return QByteArray(truth)
            .replace("\"a\"", "\"c\"")
            .replace("\"b\"", "\"d\"")
            .replace(from, to);
    };
    const auto row = [](const char *name, const char *kind, const QByteArray &content,
                        const char *says) { QTest::newRow(name) << kind << content << says; };
    row("empty", "ground-truth", "", "bad.json");
    row("text", "ground-truth", "hello\n", "bad.json");
    row("truncated", "ground-truth", truth.left(200), "bad.json");
    row("binary", "ground-truth", QByteArray(300, '\0'), "bad.json");
    row("broken utf-8", "ground-truth", changed("Run", "R\xff\xfe"), "bad.json");
    row("reversed", "ground-truth", changed("[1.5, 4.25]", "[4.25, 1.5]"), "4.25");
    row("negative", "ground-truth", changed("[1.5, 4.25]", "[-1.5, 4.25]"), "-1.5");
    row("not a number", "ground-truth", changed("[1.5, 4.25]", "[NaN, 4.25]"), "bad.json");
    row("infinite", "ground-truth", changed("[1.5, 4.25]", "[1.5, Infinity]"), "bad.json");
    row("huge", "ground-truth", changed("[1.5, 4.25]", "[1.5, 1e300]"), "bad.json");
    row("duplicate video", "ground-truth", changed("\"d\"", "\"c\""), "c");
    row("ground truth twice", "ground-truth", truth, "a");
    row("unknown class", "predictions",
        R"({"results": {"a": [{"label": "Fly", "score": 1, "segment": [1, 2]}]}})", "Fly");
    for (const char *kind : {"proposals", "pseudo-labels", "predictions"}) {
        row(qPrintable(QString("negative ") + kind), kind,
            R"({"results": {"a": [{"label": "Run", "score": 1, "segment": [-0.5, 2]}]}})", "-0.5");
    }
    row("unknown video", "proposals",
        R"({"results": {"z": [{"label": "Run", "score": 1, "segment": [1, 2]}]}})", "z");
    row("unknown video of labels", "labels", changed("none", "none"), "c");
    row("annotations as predictions", "predictions", truth, "bad.json");
    row("unknown split video", "splits", "stranger\n", "stranger");
}

void TestCliProject::refusesBadAnnotations()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    makeProject();
    write("bad.json", content);
    const QByteArray before = this->content();
    QStringList arguments = {"import", path("p.talo"), "--kind", kind, path("bad.json")};
    if (kind == "splits") {
        arguments += {"--split", "training"};
    }
    verifyRefused(talo(arguments), qPrintable(says));
    QCOMPARE(this->content(), before);
    const Outcome asJson = talo(arguments + QStringList{"--json"});
    QCOMPARE(asJson.exitCode, 3);
    QVERIFY(!asJson.json()["error"].toObject()["problem"].toString().isEmpty());
}

void TestCliProject::refusesBadFeatures_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("says");
    QTest::newRow("wrong width") << "width"
                                 << "b.npy";
    QTest::newRow("other order") << "order"
                                 << "--layout";
    QTest::newRow("not a number") << "nan"
                                  << "b.npy";
    QTest::newRow("truncated") << "truncated"
                               << "b.npy";
    QTest::newRow("no npy") << "text"
                            << "b.npy";
    QTest::newRow("unknown video") << "unknown"
                                   << "stranger";
    QTest::newRow("missing folder") << "missing"
                                    << "absent";
}

void TestCliProject::refusesBadFeatures()
{
    QFETCH(QString, what);
    QFETCH(QString, says);
    makeProject();
    QDir(m_folder->path()).mkdir("f");
    const auto put = [&](const char *name, std::int64_t rows, std::int64_t columns, float value) {
        const std::array<std::int64_t, 2> shape = {rows, columns};
        const std::vector<float> values(static_cast<std::size_t>(rows * columns), value);
        QVERIFY(core::data::writeNpy(path(name).toStdString(), shape, values));
    };
    put("f/a.npy", 31, 8, 0.0F);
    put("f/b.npy", what == "order" ? 8 : 31,
        what == "width"   ? 9
        : what == "order" ? 31
                          : 8,
        what == "nan" ? std::nanf("") : 0.0F);
    if (what == "truncated") {
        const std::string whole = core::base::readFile(path("f/b.npy").toStdString()).value();
        write("f/b.npy", QByteArray::fromStdString(whole.substr(0, whole.size() - 7)));
    } else if (what == "text") {
        write("f/b.npy", "0.1 0.2\n");
    } else if (what == "unknown") {
        put("f/stranger.npy", 31, 8, 0.0F);
    }
    const QByteArray before = content();
    verifyRefused(talo({"import", path("p.talo"), "--kind", "features",
                        path(what == "missing" ? "absent" : "f")}),
                  what == "order" ? "b.npy" : qPrintable(says));
    QCOMPARE(content(), before);
}

void TestCliProject::refusesBadProjects_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << "absent.talo";
    QTest::newRow("empty") << "empty.talo";
    QTest::newRow("text") << "text.talo";
    QTest::newRow("folder") << ".";
}

void TestCliProject::refusesBadProjects()
{
    QFETCH(QString, name);
    write("empty.talo", "");
    write("text.talo", QByteArray(3000, 'x'));
    write("gt.json", kGroundTruth);
    const QString project = path(qPrintable(name));
    for (const QStringList &arguments :
         {QStringList{"show", project}, QStringList{"check", project},
          QStringList{"backup", project, path("out")}, QStringList{"label", project, "undo"},
          QStringList{"import", project, "--kind", "ground-truth", path("gt.json")},
          QStringList{"export", project, "--what", "labels", "--format", "csv", path("out")}}) {
        verifyRefused(talo(arguments), qPrintable(name));
    }
    QVERIFY(!QFileInfo::exists(path("out")));
}

void TestCliProject::refusesTestVideoToTrainOn()
{
    makeProject();
    write("split_train.txt", "a\nb\n");
    const QByteArray before = content();
    verifyRefused(talo({"import", path("p.talo"), "--kind", "splits", path("split_train.txt")}),
                  "b");
    QCOMPARE(content(), before);
}

void TestCliProject::fullDiskLeavesTheOldFile()
{
    makeProject();
    write("out.csv", "old");
    QCOMPARE(talo({"export", path("p.talo"), "--what", "ground-truth", "--format", "csv",
                   path("out.csv")},
                  16)
                 .exitCode,
             1);
    QCOMPARE(core::base::readFile(path("out.csv").toStdString()).value(), std::string("old"));
    const QByteArray before = content();
    write("pseudo.json", kPseudoLabels);
    const Outcome imported =
        talo({"import", path("p.talo"), "--kind", "pseudo-labels", path("pseudo.json")}, 64 * 1024);
    QVERIFY2(imported.exitCode == 1, imported.err.constData());
    QCOMPARE(content(), before);
    QCOMPARE(talo({"init", path("new.talo")}, 4096).exitCode, 1);
    QVERIFY(!QFileInfo::exists(path("new.talo")));
    QCOMPARE(QDir(m_folder->path()).entryList({"*.tmp*", ".*.tmp*"}, QDir::Files | QDir::Hidden),
             QStringList());
}

void TestCliProject::findsMovedFiles()
{
    makeProject();
    const QString project = path("p.talo");
    QDir(m_folder->path()).mkdir("i3d");
    const std::array<std::int64_t, 2> shape = {38, 4};
    const std::vector<float> values(38 * 4, 0.5F);
    for (const char *video : {"i3d/a.npy", "i3d/b.npy"}) {
        QVERIFY(core::data::writeNpy(path(video).toStdString(), shape, values));
    }
    const Outcome imported = talo({"import", project, "--kind", "features", path("i3d")});
    QVERIFY2(imported.exitCode == 0, imported.err.constData());
    verifyRefused(talo({"relink", project, path("nowhere")}), "nowhere");
    QVERIFY(talo({"relink", project, path("i3d")}).out.startsWith("Every file is where"));

    QDir(m_folder->path()).mkdir("disk2");
    QVERIFY(QDir(m_folder->path()).rename("i3d", "disk2/i3d"));
    QCOMPARE(talo({"check", project, "--json"}).json()["findings"].toArray().size(), 2);
    verifyRefused(talo({"relink", project, path("p.talo.backups")}), "none of the 2 files");
    const QJsonObject wish = talo({"relink", project, path("disk2"), "--dry-run", "--json"}).json();
    QCOMPARE(wish["found"].toInt(), 2);
    QCOMPARE(talo({"check", project, "--json"}).json()["findings"].toArray().size(), 2);
    const QJsonObject taken = talo({"relink", project, path("disk2"), "--json"}).json();
    QCOMPARE(taken["found"].toInt(), 2);
    QVERIFY(taken["missing"].toArray().isEmpty());
    QCOMPARE(talo({"check", project, "--json"}).json()["findings"].toArray().size(), 0);
}

void TestCliProject::secondWriterIsToldWho()
{
    makeProject();
    // A lock of another machine cannot be checked from here and is respected.
    write("p.talo.lock", "12\nfar-away\ntaloscope\n");
    const Outcome refused = talo({"label", path("p.talo"), "undo"});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.err.contains("far-away") && refused.err.contains("taloscope"));
    QCOMPARE(talo({"show", path("p.talo")}).exitCode, 0);
}

void TestCliProject::understandsPublishedFiles_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("videos");
    QTest::addColumn<int>("instances");
    const auto row = [](const char *kind, const char *file, int videos, int instances) {
        QTest::newRow(file) << kind << file << videos << instances;
    };
    row("ground-truth", "annotations/ftcl_gt.json", 412, 6365);
    row("ground-truth", "annotations/actionformer_thumos14.json", 412, 6365);
    row("ground-truth", "annotations/basnet_gt.json", 410, 6318);
    row("ground-truth", "annotations/thumos14_txt", 413, 6365);
    row("ground-truth", "annotations/detad_thumos14_val_extra_characteristics.json", 200, 3003);
    row("ground-truth", "annotations/gtad_test_Annotation.csv", 213, 3358);
    row("ground-truth", "annotations/gtad_val_Annotation.csv", 200, 3007);
    row("ground-truth", "outputs/mmaction2_eval_localization_gt.json", 2, 4);
    row("ground-truth", "spliced_gym_hard/gt.json", 96, 332);
    row("videos", "annotations/lacp_fps_dict.json", 2584, 0);
    row("videos", "annotations/mmtad_TH14_video_info.json", 412, 0);
}

void TestCliProject::understandsPublishedFiles()
{
    QFETCH(QString, kind);
    QFETCH(QString, file);
    QFETCH(int, videos);
    QFETCH(int, instances);
    const std::filesystem::path source = tests::dataDir() / file.toStdString();
    if (!std::filesystem::exists(source)) {
        QSKIP(("no " + source.string()).c_str());
    }
    QCOMPARE(talo({"init", path("p.talo")}).exitCode, 0);
    const Outcome imported = talo({"import", path("p.talo"), "--kind", kind,
                                   QString::fromStdString(source.string()), "--json"});
    QVERIFY2(imported.exitCode == 0, imported.err.constData());
    QCOMPARE(imported.json()["videos"].toInt(), videos);
    QCOMPARE(imported.json()["instances"].toInt(), instances);
    QCOMPARE(talo({"show", path("p.talo"), "--json"}).json()["videos"].toArray().size(),
             qsizetype{videos});
}

// MMAction2's results name videos without the "v_" of its annotations.
void TestCliProject::publishedPredictionsFindTheirVideos()
{
    const QString outputs = QString::fromStdString((tests::dataDir() / "outputs").string());
    const QString truth = outputs + "/mmaction2_eval_localization_gt.json";
    if (!QFileInfo::exists(truth)) {
        QSKIP(qPrintable("no " + truth));
    }
    QCOMPARE(talo({"init", path("p.talo")}).exitCode, 0);
    QCOMPARE(talo({"import", path("p.talo"), "--kind", "ground-truth", truth}).exitCode, 0);
    const Outcome imported = talo({"import", path("p.talo"), "--kind", "predictions",
                                   outputs + "/mmaction2_eval_localization_result.json", "--json"});
    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(imported.json()["videos"].toInt(), 2);
    QCOMPARE(imported.json()["instances"].toInt(), 14);
}

void TestCliProject::publishedProposalsComeBackUnchanged()
{
    const QString folder = QString::fromStdString(tests::dataDir().string());
    const QString truth = folder + "/annotations/ftcl_gt.json";
    const QString proposals = folder + "/outputs/pmil_base_proposals_train.json";
    for (const QString &file : {truth, proposals}) {
        if (!QFileInfo::exists(file)) {
            QSKIP(qPrintable("no " + file));
        }
    }
    QCOMPARE(talo({"init", path("p.talo")}).exitCode, 0);
    QCOMPARE(talo({"import", path("p.talo"), "--kind", "ground-truth", truth}).exitCode, 0);
    const Outcome imported = talo(
        {"import", path("p.talo"), "--kind", "proposals", proposals, "--track", "pmil", "--json"});
    QCOMPARE(imported.json()["instances"].toInt(), 33895);
    QCOMPARE(talo({"export", path("p.talo"), "--what", "proposals", "--format",
                   "activitynet-predictions", path("out.json")})
                 .exitCode,
             0);
    const auto results = [](const QString &file) {
        return QJsonDocument::fromJson(
                   QByteArray::fromStdString(core::base::readFile(file.toStdString()).value()))
            .object()["results"]
            .toObject();
    };
    QVERIFY(results(path("out.json")) == results(proposals));
}

QTEST_GUILESS_MAIN(TestCliProject)
#include "tst_cli_project.moc"
