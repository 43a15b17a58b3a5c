#include <nlohmann/json.hpp>

#include <QtTest>

#include "core/data/detection_json.h"

#include "tests/support/test_paths.h"

using Json = nlohmann::ordered_json;

namespace {

struct Outcome
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

Outcome talo(const QStringList &arguments)
{
    QProcess process;
    process.start(QString::fromStdString((tests::programDir() / "talo").string()), arguments);
    process.waitForFinished(30000);
    return {.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .errors = process.readAllStandardError()};
}

const QByteArray kTruth = R"({"database": {
  "A": {"subset": "test", "duration": 60, "annotations": [
     {"segment": [0, 10], "label": "jump"}, {"segment": [20, 30], "label": "jump"}]},
  "B": {"subset": "test", "duration": 60, "annotations": []},
  "C": {"subset": "val", "duration": 60, "annotations": [
     {"segment": [1, 2], "label": "jump"}]}}})";

// Fixture B.6 of the spec.
const QByteArray kPredictions = R"({"results": {
  "A": [{"label": "jump", "score": 0.9, "segment": [0, 10]},
        {"label": "jump", "score": 0.8, "segment": [1, 10]},
        {"label": "jump", "score": 0.6, "segment": [22, 30]}],
  "B": [{"label": "jump", "score": 0.7, "segment": [0, 5]}]}})";

} // namespace

class TestCliFilterEvaluate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void evaluatePrintsTheContract();
    void evaluatePrintsATable();
    void evaluateTakesListsAndThresholds();
    void evaluateKnowsVideosWithoutTheirPrefix();
    void evaluateTakesNegativeStartsWhereAsked();
    void filterPrintsTheContract();
    void filterWritesTheKeptOnes();
    void filterTellsReasons();
    void filterCountsProposalsBeforeNms();
    void filterWithoutGroundTruth();
    void badInput_data();
    void badInput();
    void outputThatCannotBeWrittenIsTold();
    void closedOutputIsNoFile();
    void helpTeaches();
    void realProposals();
    void realEvaluation();

private:
    QString file(const char *name, const QByteArray &content)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write a test file");
        }
        return file.fileName();
    }
    QStringList evaluateArguments() const
    {
        return {"evaluate", "--gt", m_truth, "--predictions", m_predictions};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    const QString m_realTruth =
        QString::fromStdString((tests::dataDir() / "annotations/ftcl_gt.json").string());
    const QString m_realProposals = QString::fromStdString(
        (tests::dataDir() / "outputs/pmil_base_proposals_train.json").string());
    QString m_truth;
    QString m_predictions;
};

#define NEED_REAL_FILES()                                                                          \
    for (const QString &path : {m_realTruth, m_realProposals}) {                                   \
        if (!QFile::exists(path)) {                                                                \
            QSKIP(qPrintable("no " + path));                                                       \
        }                                                                                          \
    }

void TestCliFilterEvaluate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_truth = file("gt.json", kTruth);
    m_predictions = file("predictions.json", kPredictions);
}

void TestCliFilterEvaluate::evaluatePrintsTheContract()
{
    const Outcome outcome = talo(evaluateArguments() << "--json"
                                                     << "--subset"
                                                     << "test"
                                                     << "--protocol"
                                                     << "fustal");
    QCOMPARE(outcome.exitCode, 0);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("protocol").get<std::string>(), std::string("fustal"));
    QCOMPARE(result.at("subset").get<std::string>(), std::string("test"));
    QCOMPARE(result.at("videos").get<int>(), 2);
    QCOMPARE(result.at("classes").get<int>(), 1);
    QCOMPARE(result.at("gt_instances").get<int>(), 2);
    QCOMPARE(result.at("predictions").get<int>(), 4);
    QCOMPARE(result.at("tiou").size(), std::size_t{7});
    QCOMPARE(result.at("map").size(), std::size_t{7});
    QCOMPARE(result.at("average_map").get<double>(), 0.75);
    QCOMPARE(result.at("ap").at("jump").at(3).get<double>(), 0.75);
    QVERIFY(result.at("warnings").is_array());
    QCOMPARE(outcome.output.count('\n'), 1);
}

void TestCliFilterEvaluate::evaluatePrintsATable()
{
    const Outcome outcome = talo(evaluateArguments() << "--per-class");
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.output.contains("subset 'test'"), outcome.output); // found by itself
    QVERIFY2(outcome.output.contains("75.00"), outcome.output);
    QVERIFY2(outcome.output.contains("jump"), outcome.output);
}

void TestCliFilterEvaluate::evaluateTakesListsAndThresholds()
{
    const QString videos = file("videos.txt", "A\n\n");
    const Outcome outcome = talo(evaluateArguments() << "--json"
                                                     << "--videos" << videos << "--tiou"
                                                     << "0.1:0.1:0.9");
    QCOMPARE(outcome.exitCode, 0);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("videos").get<int>(), 1);
    QCOMPARE(result.at("predictions").get<int>(), 3);
    QCOMPARE(result.at("tiou").size(), std::size_t{9});
    QVERIFY(result.at("tiou").at(2).get<double>() == 0.3);
    QCOMPARE(result.at("map").at(8).get<double>(), 0.5);
}

// As the published evaluators measure them: [-6, 10] has a tIoU of 10 / 16 with [0, 10].
// The kit's annotations have "v_" before every name, its results do not.
void TestCliFilterEvaluate::evaluateKnowsVideosWithoutTheirPrefix()
{
    const QString folder = QString::fromStdString((tests::dataDir() / "outputs").string());
    const QString truth = folder + "/mmaction2_eval_localization_gt.json";
    const QString results = folder + "/mmaction2_eval_localization_result.json";
    if (!QFileInfo::exists(truth)) {
        QSKIP(qPrintable("no " + truth));
    }
    const Outcome result = talo(
        {"evaluate", "--gt", truth, "--predictions", results, "--protocol", "mmaction2", "--json"});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const Json json = Json::parse(result.output.toStdString());
    // The figures of the kit's own test.
    const std::vector<double> expected = {0.71428571, 0.71428571, 0.71428571, 0.6875,     0.6875,
                                          0.59722222, 0.52083333, 0.52083333, 0.52083333, 0.5};
    QCOMPARE(json.at("map").size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(std::abs(json.at("map").at(i).get<double>() - expected[i]) < 1e-7);
    }
    QVERIFY(json.at("warnings").dump().find("v_") != std::string::npos);
}

void TestCliFilterEvaluate::evaluateTakesNegativeStartsWhereAsked()
{
    const QString predictions = file("negative.json", R"({"results": {"A": [
             {"label": "jump", "score": 1, "segment": [-6, 10]}]}})");
    const QStringList arguments = {"evaluate",  "--gt",     m_truth,           "--predictions",
                                   predictions, "--json",   "--subset",        "test",
                                   "--tiou",    "0.6,0.65", "--allow-negative"};
    const Outcome outcome = talo(arguments);
    QVERIFY2(outcome.exitCode == 0, outcome.errors);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("map").at(0).get<double>(), 0.5);
    QCOMPARE(result.at("map").at(1).get<double>(), 0.0);
    QVERIFY2(outcome.output.contains("1 detections start before 0 s"), outcome.output);
}

void TestCliFilterEvaluate::filterPrintsTheContract()
{
    const Outcome outcome =
        talo({"filter", "--proposals", m_predictions, "--gt", m_truth, "--json"});
    QCOMPARE(outcome.exitCode, 0);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("kept").get<int>(), 2); // the two that overlap
    QCOMPARE(result.at("rejected").get<int>(), 2);
    QCOMPARE(result.at("rules").at("density").get<int>(), 2);
    QCOMPARE(result.at("rules").at("score").get<int>(), 0);
    QCOMPARE(result.at("quality").at("precision").get<double>(), 0.5);
    QCOMPARE(result.at("quality").at("recall").get<double>(), 0.5);
    QCOMPARE(result.at("quality").at("map").get<double>(), 0.5);
    QCOMPARE(result.at("quality").at("before").at("recall").get<double>(), 1.0);
}

void TestCliFilterEvaluate::filterWritesTheKeptOnes()
{
    const QString out = m_folder->filePath("pseudo.json");
    const Outcome outcome =
        talo({"filter", "--proposals", m_predictions, "--out", out, "--set", "min_score=0.85"});
    QCOMPARE(outcome.exitCode, 0);
    const auto written = core::data::readDetectionJson(out.toStdString());
    QVERIFY(written.has_value());
    QCOMPARE(written->format, std::string("fustal-proposals"));
    QCOMPARE(written->detections.videos.size(), std::size_t{2}); // one without any stays
    QCOMPARE(written->detections.videos[0].detections.size(), std::size_t{1});
    QCOMPARE(written->detections.videos[0].detections[0].score, 0.9);
}

void TestCliFilterEvaluate::filterTellsReasons()
{
    const QString reasons = m_folder->filePath("reasons.csv");
    const Outcome outcome = talo({"filter", "--proposals", m_predictions, "--reasons", reasons});
    QCOMPARE(outcome.exitCode, 0);
    QFile table(reasons);
    QVERIFY(table.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = table.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[0], QByteArray("video,class,start,end,score,density,kept,reason"));
    QCOMPARE(lines[1], QByteArray("A,jump,0.0,10.0,0.9,0.9,1,kept"));
    QCOMPARE(lines[3], QByteArray("A,jump,22.0,30.0,0.6,0,0,density 0.000 < 0.2"));
}

void TestCliFilterEvaluate::filterCountsProposalsBeforeNms()
{
    const QString lone = file("lone.json", R"({"results": {
      "A": [{"label": "jump", "score": 0.9, "segment": [0, 10]}]}})");
    const QStringList filter = {"filter", "--json", "--proposals", lone};
    const QStringList setting = {"--set", "density_stage=before_nms"};
    const QStringList beforeNms = {"--before-nms", m_predictions};
    const auto kept = [](const Outcome &outcome) {
        return Json::parse(outcome.output.toStdString()).at("kept").get<int>();
    };
    QCOMPARE(kept(talo(filter)), 0);
    QCOMPARE(kept(talo(filter + setting + beforeNms)), 1); // [1, 10] confirms it
    QCOMPARE(talo(filter + setting).exitCode, 2);
    QCOMPARE(talo(filter + beforeNms).exitCode, 2);
    QCOMPARE(talo(filter + setting << "--before-nms" << m_folder->filePath("none.json")).exitCode,
             3);
}

void TestCliFilterEvaluate::filterWithoutGroundTruth()
{
    const Outcome outcome = talo({"filter", "--proposals", m_predictions, "--json"});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(Json::parse(outcome.output.toStdString()).at("quality").is_null());
}

void TestCliFilterEvaluate::badInput_data()
{
    QTest::addColumn<QStringList>("arguments"); // GT, PRED, MISSING, EMPTY … become files
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char *name, QStringList arguments, int exitCode,
                        const QByteArray &sentence) {
        QTest::newRow(name) << arguments << exitCode << sentence;
    };
    row("missing ground truth", {"evaluate", "--gt", "MISSING", "--predictions", "PRED"}, 3,
        "missing.json");
    row("a folder", {"evaluate", "--gt", "GT", "--predictions", "FOLDER"}, 3, "");
    row("an empty file", {"evaluate", "--gt", "GT", "--predictions", "EMPTY"}, 3, "empty.json");
    row("not JSON", {"evaluate", "--gt", "GT", "--predictions", "BROKEN"}, 3, "broken.json");
    row("reversed times", {"evaluate", "--gt", "GT", "--predictions", "REVERSED"}, 3, "A[0]");
    for (const QStringList &arguments :
         {QStringList{"evaluate", "--gt", "GT", "--predictions", "NEGATIVE"},
          {"diagnose", "--gt", "GT", "--predictions", "NEGATIVE"},
          {"filter", "--proposals", "NEGATIVE"},
          {"filter", "--proposals", "NEGATIVE", "--gt", "GT"},
          {"fuse", "--proposals", "NEGATIVE", "--proposals", "PRED", "--out", "NOWHERE"},
          {"report", "--gt", "GT", "--stage", "NEGATIVE", "--out", "NOWHERE"}}) {
        row(qPrintable("negative times: " + arguments.join(' ')), arguments, 3, "A[0]");
    }
    row("huge times", {"filter", "--proposals", "HUGE"}, 3, "A[0]");
    row("NaN score", {"evaluate", "--gt", "GT", "--predictions", "NAN"}, 3, "nan.json");
    row("infinite score", {"filter", "--proposals", "INFINITE"}, 3, "infinite.json");
    row("binary", {"evaluate", "--gt", "BINARY", "--predictions", "PRED"}, 3, "binary.json");
    row("broken UTF-8", {"filter", "--proposals", "BROKENUTF8"}, 3, "broken_utf8.json");
    row("gzip", {"evaluate", "--gt", "GZIP", "--predictions", "PRED"}, 3, "is packed by gzip");
    row("UTF-16", {"evaluate", "--gt", "GT", "--predictions", "UTF16"}, 3, "is a text in UTF-16");
    row("folder to write to", {"filter", "--proposals", "PRED", "--out", "FOLDER"}, 3,
        "is a folder; expected the name of a file");
    row("unknown command", {"evalute", "--gt", "GT"}, 2, "no command 'evalute'; expected perhaps");
    row("count below 0", {"queue", "--limit", "-1"}, 2, "-1 is no number above 0");
    row("NaN seconds", {"effort", "MISSING", "--pause", "nan"}, 2, "nan is no number above 0");
    row("swapped files", {"evaluate", "--gt", "PRED", "--predictions", "GT"}, 3, "");
    row("unknown subset", {"evaluate", "--gt", "GT", "--predictions", "PRED", "--subset", "train"},
        3, "'train'");
    row("unknown listed video",
        {"evaluate", "--gt", "GT", "--predictions", "PRED", "--videos", "STRANGERS"}, 3, "nobody");
    row("bad tIoU", {"evaluate", "--gt", "GT", "--predictions", "PRED", "--tiou", "0.5:"}, 2,
        "--tiou");
    row("tIoU above 1", {"evaluate", "--gt", "GT", "--predictions", "PRED", "--tiou", "1.5"}, 2,
        "--tiou");
    row("unknown protocol",
        {"evaluate", "--gt", "GT", "--predictions", "PRED", "--protocol", "coco"}, 2, "coco");
    row("no predictions", {"evaluate", "--gt", "GT"}, 2, "--predictions");
    row("proposals of an unknown video", {"filter", "--gt", "GT", "--proposals", "UNKNOWNVIDEO"}, 3,
        "nobody");
    row("proposals of an unknown class", {"filter", "--gt", "GT", "--proposals", "UNKNOWNCLASS"}, 3,
        "jmup");
    row("unknown setting", {"filter", "--proposals", "PRED", "--set", "min_desnity=1"}, 3,
        "min_density");
    row("setting of another part", {"filter", "--proposals", "PRED", "--set", "fustal.steps=1"}, 2,
        "filter.KEY");
    row("setting out of range", {"filter", "--proposals", "PRED", "--set", "min_density=-1"}, 3,
        "min_density");
    row("nothing to filter", {"filter"}, 2, "--proposals");
    row("weak labels without ground truth",
        {"filter", "--proposals", "PRED", "--set", "only_weak_labels=true"}, 2, "--gt");
    row("no folder to write to", {"filter", "--proposals", "PRED", "--out", "NOWHERE"}, 3,
        "nowhere");
    row("missing project", {"evaluate", "MISSING"}, 3, "missing.json");
}

void TestCliFilterEvaluate::badInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, sentence);
    const QMap<QString, QString> files = {
        {"GT", m_truth},
        {"PRED", m_predictions},
        {"MISSING", m_folder->filePath("missing.json")},
        {"FOLDER", m_folder->path()},
        {"NOWHERE", m_folder->filePath("nowhere/out.json")},
        {"EMPTY", file("empty.json", "")},
        {"BROKEN", file("broken.json", "{\"results\": {\"A\": [")},
        {"REVERSED", file("reversed.json", R"({"results": {"A": [
             {"label": "jump", "score": 1, "segment": [5, 1]}]}})")},
        {"NEGATIVE", file("negative.json", R"({"results": {"A": [
             {"label": "jump", "score": 1, "segment": [-0.25, 5]}]}})")},
        {"HUGE", file("huge.json", R"({"results": {"A": [
             {"label": "jump", "score": 1, "segment": [5, 1e300]}]}})")},
        {"NAN", file("nan.json", R"({"results": {"A": [
             {"label": "jump", "score": NaN, "segment": [1, 5]}]}})")},
        {"INFINITE", file("infinite.json", R"({"results": {"A": [
             {"label": "jump", "score": 1e999, "segment": [1, 5]}]}})")},
        {"BINARY", file("binary.json", QByteArray(500, '\0'))},
        {"BROKENUTF8", file("broken_utf8.json", "{\"results\": {\"A\xff\": []}}")},
        {"GZIP", file("packed.json", "\x1f\x8b\x08 and so on")},
        {"UTF16", file("utf16.json", QByteArray("\xff\xfe{\0}\0", 6))},
        {"STRANGERS", file("strangers.txt", "A\nnobody\n")},
        {"UNKNOWNVIDEO", file("unknown_video.json", R"({"results": {"nobody": [
             {"label": "jump", "score": 1, "segment": [1, 5]}]}})")},
        {"UNKNOWNCLASS", file("unknown_class.json", R"({"results": {"A": [
             {"label": "jmup", "score": 1, "segment": [1, 5]}]}})")}};
    for (QString &argument : arguments) {
        argument = files.value(argument, argument);
    }
    const Outcome outcome = talo(arguments);
    QVERIFY2(outcome.exitCode == exitCode, outcome.errors);
    QVERIFY2(outcome.errors.contains(sentence), outcome.errors);
    QVERIFY(outcome.output.isEmpty());
}

void TestCliFilterEvaluate::outputThatCannotBeWrittenIsTold()
{
    for (const QStringList &arguments :
         {evaluateArguments(), evaluateArguments() + QStringList{"--json"}}) {
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(QString::fromStdString((tests::programDir() / "talo").string()), arguments);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("talo: "));
    }
}

// Without standard output the first file that is opened would get its number, and what is printed.
void TestCliFilterEvaluate::closedOutputIsNoFile()
{
    const QString program = QString::fromStdString((tests::programDir() / "talo").string());
    const QString kept = m_folder->filePath("kept.json");
    QProcess process;
    process.start("sh", {"-c", "exec \"$0\" \"$@\" >&-", program, "filter", "--proposals",
                         m_predictions, "--out", kept});
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QVERIFY(core::data::readDetectionJson(kept.toStdString()));
}

void TestCliFilterEvaluate::helpTeaches()
{
    for (const char *command : {"filter", "evaluate"}) {
        const Outcome outcome = talo({command, "--help"});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.output.contains("Examples:"));
        QVERIFY(outcome.output.contains("--json"));
    }
}

void TestCliFilterEvaluate::realProposals()
{
    NEED_REAL_FILES();
    const Outcome outcome =
        talo({"filter", "--proposals", m_realProposals, "--gt", m_realTruth, "--json"});
    QCOMPARE(outcome.exitCode, 0);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("kept").get<int>() + result.at("rejected").get<int>(), 33895);
    const Json &quality = result.at("quality");
    QVERIFY(quality.at("precision").get<double>() >
            quality.at("before").at("precision").get<double>());
}

void TestCliFilterEvaluate::realEvaluation()
{
    NEED_REAL_FILES();
    const Outcome outcome =
        talo({"evaluate", "--gt", m_realTruth, "--predictions", m_realProposals, "--json"});
    QCOMPARE(outcome.exitCode, 0);
    const Json result = Json::parse(outcome.output.toStdString());
    QCOMPARE(result.at("predictions").get<int>(), 33895);
    QVERIFY(result.at("gt_instances").get<int>() > 1000);
}

QTEST_GUILESS_MAIN(TestCliFilterEvaluate)
#include "tst_cli_filter_evaluate.moc"
