#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/e2e/program.h"

namespace {

QString shared(const char *path)
{
    return QString::fromStdString((tests::dataDir() / path).string());
}

QJsonObject protocolOf(const QJsonObject &comparison, const QString &name)
{
    for (const QJsonValue &entry : comparison["protocols"].toArray()) {
        if (entry["protocol"] == name) {
            return entry.toObject();
        }
    }
    return {};
}

} // namespace

#define NEED_DATA()                                                                                \
    if (!QFile::exists(shared("annotations/ftcl_gt.json"))) {                                      \
        QSKIP(qPrintable("no " + shared("annotations/ftcl_gt.json")));                             \
    }

// The commands of the analysis on files, as a shell runs them; the larger part on real annotations.
class TestCliAnalysis : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everyProtocolSideBySide();
    void kitReadsTheTextFolder();
    void ambiguousBesideOthers();
    void videoListsHaveTheirSizes_data();
    void videoListsHaveTheirSizes();
    void diagnosePrintsTheContract();
    void diagnoseReadsCharacteristics();
    void doctorFindsWhatIsKnown();
    void doctorTellsFlowFromRgb();
    void doctorComparesDurations();
    void doctorListsProtocols();
    void queueBeatsOtherOrders();
    void qualityOfStages();
    void commandsOnAProject();
    void labelsGoToOtherProgramsAndBack();
    void fusesAndSweeps();
    void everyNumberSaysItsProtocol();
    void reportStandsAlone();
    void ledgerAndEffort();
    void usageErrors_data();
    void usageErrors();

private:
    static QJsonObject talo(QStringList arguments)
    {
        tests::Program program("talo", arguments << "--json");
        program.finishWithin(60);
        if (program.exitCode() != 0) {
            QTest::qFail(program.errors(), __FILE__, __LINE__);
        }
        return program.json();
    }
    // What the doctor finds, by code.
    static QMap<QString, QJsonObject> findingsOf(const QStringList &arguments)
    {
        QMap<QString, QJsonObject> findings;
        for (const QJsonValue &finding :
             talo(QStringList{"doctor"} + arguments)["findings"].toArray()) {
            findings.insert(finding["code"].toString(), finding.toObject());
        }
        return findings;
    }
    QString file(const char *name, const QByteArray &content) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write a test file");
        }
        return file.fileName();
    }

    // A project with ground truth, proposals of one track and pseudo-labels.
    QString smallProject() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliAnalysis::everyProtocolSideBySide()
{
    NEED_DATA();
    const QStringList files = {"--gt", shared("annotations/ftcl_gt.json"), "--predictions",
                               shared("outputs/pmil_base_proposals_train.json")};
    const QJsonObject all = talo(QStringList{"evaluate"} << files << "--protocol"
                                                         << "all");
    QCOMPARE(all["protocols"].toArray().size(), 6);
    for (const char *name : {"thumos14-evalkit", "detad", "mmaction2", "actionformer"}) {
        const QJsonObject row = protocolOf(all, name);
        const QJsonObject alone =
            talo(QStringList{"evaluate"} << files << "--protocol" << name << "--tiou"
                                         << "0.1:0.1:0.7");
        QCOMPARE(row["map"].toArray(), alone["map"].toArray());
        double sum = protocolOf(all, "activitynet")["average_map"].toDouble();
        for (const QJsonValue &effect : row["effects"].toArray()) {
            sum += effect["change"].toDouble();
        }
        QVERIFY(qAbs(sum - row["average_map"].toDouble()) < 1e-12);
    }
    QCOMPARE(protocolOf(all, "fustal")["map"], protocolOf(all, "activitynet")["map"]);
}

void TestCliAnalysis::kitReadsTheTextFolder()
{
    NEED_DATA();
    const QStringList predictions = {"--predictions",
                                     shared("outputs/pmil_base_proposals_train.json"), "--protocol",
                                     "thumos14-evalkit"};
    const QJsonObject folder =
        talo(QStringList{"evaluate", "--gt", shared("annotations/thumos14_txt")} << predictions);
    QCOMPARE(folder["subset"].toString(), "validation");
    QCOMPARE(folder["gt_instances"].toInt(), 3007);
    QVERIFY(folder["warnings"].toVariant().toStringList().join(' ').contains("touch ambiguous"));
    // The same without the ambiguous segments is lower: they only excuse.
    const QJsonObject without =
        talo(QStringList{"evaluate", "--gt", shared("annotations/ftcl_gt.json")} << predictions);
    QVERIFY(without["average_map"].toDouble() < folder["average_map"].toDouble());
    const QJsonObject beside =
        talo(QStringList{"evaluate", "--gt", shared("annotations/ftcl_gt.json"), "--ambiguous",
                         shared("annotations/thumos14_txt/val/Ambiguous_val.txt")}
             << predictions);
    QVERIFY(qAbs(beside["average_map"].toDouble() - folder["average_map"].toDouble()) < 1e-9);
}

void TestCliAnalysis::ambiguousBesideOthers()
{
    const QString truth = file("gt.json", R"({"database": {"A": {"subset": "test", "annotations": [
        {"segment": [0, 10], "label": "jump"}]}}})");
    const QString predictions = file("p.json", R"({"results": {"A": [
        {"label": "jump", "score": 0.9, "segment": [20, 30]},
        {"label": "jump", "score": 0.8, "segment": [0, 10]}],
        "B": [{"label": "jump", "score": 0.95, "segment": [0, 5]}]}})");
    const QStringList arguments = {"evaluate",         "--gt",      truth,
                                   "--predictions",    predictions, "--protocol",
                                   "thumos14-evalkit", "--tiou",    "0.5"};
    QCOMPARE(talo(arguments)["average_map"].toDouble(), 1.0 / 3.0);
    const QString any = file("any_name.txt", "A 25 26\nB 1 2\n");
    const QJsonObject with = talo(arguments + QStringList{"--ambiguous", any});
    QCOMPARE(with["average_map"].toDouble(), 1.0);
    QCOMPARE(with["videos"].toInt(), 2);
    const QString json = file("amb.json", R"({"database": {"A": {"subset": "test",
        "annotations": [{"segment": [25, 26], "label": "Ambiguous"}]}}})");
    QCOMPARE(talo(arguments + QStringList{"--ambiguous", json})["average_map"].toDouble(), 0.5);
    tests::Program broken("talo", arguments + QStringList{"--ambiguous", file("b.txt", "A 1 x\n")});
    broken.finishWithin(10);
    QCOMPARE(broken.exitCode(), 3);
    QVERIFY2(broken.errors().contains("line 1"), broken.errors());
}

void TestCliAnalysis::videoListsHaveTheirSizes_data()
{
    QTest::addColumn<int>("videos");
    QTest::addColumn<int>("instances");
    QTest::newRow("thumos14-213") << 213 << 3358;
    QTest::newRow("thumos14-212") << 212 << 3358;
    QTest::newRow("thumos14-211") << 211 << 3311;
    QTest::newRow("thumos14-210") << 210 << 3311;
}

void TestCliAnalysis::videoListsHaveTheirSizes()
{
    NEED_DATA();
    QFETCH(int, videos);
    QFETCH(int, instances);
    const QString predictions = file("p.json", R"({"results": {"video_test_0000004": [
        {"label": "CricketBowling", "score": 0.9, "segment": [0.2, 1.1]}]}})");
    const QJsonObject result =
        talo({"evaluate", "--gt", shared("annotations/thumos14_txt"), "--predictions", predictions,
              "--videos", QTest::currentDataTag()});
    QCOMPARE(result["videos"].toInt(), videos);
    QCOMPARE(result["gt_instances"].toInt(), instances);
    QCOMPARE(result["video_list"].toString(), QString(QTest::currentDataTag()));
}

void TestCliAnalysis::diagnosePrintsTheContract()
{
    NEED_DATA();
    const QString errors = m_folder->filePath("errors.csv");
    const QJsonObject result =
        talo({"diagnose", "--gt", shared("annotations/ftcl_gt.json"), "--predictions",
              shared("outputs/pmil_base_proposals_train.json"), "--errors", errors});
    // Counts of DETAD's own procedure on this file.
    const QJsonObject first = result["false_positives"]["1G"].toObject();
    const std::pair<const char *, int> expected[] = {
        {"True Positive", 368}, {"Double Detection", 1474}, {"Wrong Label", 7},
        {"Localization", 864},  {"Confusion", 38},          {"Background", 256}};
    for (const auto &[name, count] : expected) {
        QCOMPARE(first[name].toInt(), count);
    }
    const QJsonObject last = result["false_positives"]["10G"].toObject();
    QCOMPARE(last["Background"].toInt(), 878);
    QCOMPARE(result["false_positives"].toObject().size(), 10);
    QVERIFY(qAbs(result["map_gain"]["Double Detection"].toDouble() - 0.09531971234771683) < 1e-9);
    QVERIFY(qAbs(result["map_gain"]["Localization"].toDouble() - 0.03470388558515938) < 1e-9);
    int rows = 0;
    for (const QJsonValue &group : result["false_positives"].toObject()) {
        for (const QJsonValue &count : group.toObject()) {
            rows += count.toInt();
        }
    }
    QCOMPARE(tests::fileContent(errors).count('\n'), rows + 1);
    for (const char *characteristic : {"coverage", "length", "num-instances"}) {
        QVERIFY(result["sensitivity"][characteristic].isObject());
        QVERIFY(result["false_negatives"][characteristic]["XS"].isDouble());
    }
}

void TestCliAnalysis::diagnoseReadsCharacteristics()
{
    NEED_DATA();
    const QString extra = shared("annotations/detad_thumos14_val_extra_characteristics.json");
    const QJsonObject result =
        talo({"diagnose", "--gt", extra, "--predictions",
              shared("outputs/pmil_base_proposals_train.json"), "--extra", extra});
    QCOMPARE(result["gt_instances"].toInt(), 3003);
    QVERIFY(result["sensitivity"]["coverage"]["XL"].isDouble());
    tests::Program wrong("talo", {"diagnose", "--gt", extra, "--predictions",
                                  shared("outputs/pmil_base_proposals_train.json"), "--extra",
                                  shared("annotations/ftcl_gt.json")});
    wrong.finishWithin(30);
    QCOMPARE(wrong.exitCode(), 3);
}

void TestCliAnalysis::doctorFindsWhatIsKnown()
{
    NEED_DATA();
    // data/README.md
    QMap<QString, QJsonObject> findings = findingsOf({"--gt", shared("annotations/ftcl_gt.json")});
    QCOMPARE(findings["segment-past-end"]["count"].toInt(), 92);
    QVERIFY(findings["segment-past-end"]["text"].toString().contains("17 videos"));
    QCOMPARE(findings["twin-classes"]["count"].toInt(), 143 + 217);
    QVERIFY(findings["twin-classes"]["text"].toString().contains("CliffDiving and Diving"));
    QVERIFY(findings["twin-classes"]["text"].toString().contains("217 in test"));
    QVERIFY(findings["twin-classes"]["text"].toString().contains("143 in validation"));
    QCOMPARE(findings["one-rate-for-all"]["count"].toInt(), 412);
    QVERIFY(findings["sub-second"]["text"].toString().contains("226 in test"));
    QVERIFY(!findings.contains("duplicate-segments"));
    const QJsonObject protocols =
        talo({"doctor", "--gt", shared("annotations/ftcl_gt.json")})["protocols"].toObject();
    QCOMPARE(protocols["thumos14-210"]["videos"].toInt(), 210);
    QCOMPARE(protocols["thumos14-210"]["instances"].toInt(), 3311);
    QCOMPARE(protocols["validation"]["instances"].toInt(), 3007);
    for (const QJsonObject &finding : findings) {
        QVERIFY(finding["fix"].isNull() || finding["fix"].isString());
        QVERIFY(!finding["examples"].toArray().isEmpty());
    }
    findings = findingsOf({"--gt", shared("annotations/actionformer_thumos14.json")});
    QCOMPARE(findings["segment-past-end"]["count"].toInt(), 30);
    QVERIFY(findings["segment-past-end"]["text"].toString().contains("5 videos"));
    QVERIFY(!findings.contains("one-rate-for-all"));
    findings = findingsOf({"--gt", shared("annotations/thumos14_txt")});
    QVERIFY(findings["empty-videos"]["examples"][0].toString().contains("0001292"));
    QCOMPARE(findings["ambiguous-segments"]["count"].toInt(), 89 + 99);
    const QString ambiguous = findings["ambiguous-segments"]["text"].toString();
    QVERIFY2(ambiguous.contains("89 in") && ambiguous.contains("99 in"), qPrintable(ambiguous));
}

// Which half is flow's: data/README.md says of gym/ that flow comes first, of the spliced ones that
// RGB does.
void TestCliAnalysis::doctorTellsFlowFromRgb()
{
    NEED_DATA();
    const QJsonObject gym =
        findingsOf({"--features", shared("features_i3d/gym")})["feature-flow-first"];
    QVERIFY(gym["count"].toInt() > 200);
    QCOMPARE(gym["severity"].toString(), "warning");
    QVERIFY(gym["text"].toString().contains("of 'gym' seem to hold flow in the first half"));
    for (const char *folder : {"spliced_gym/features", "spliced_gym_hard/features"}) {
        const auto findings = findingsOf({"--features", shared(folder)});
        QVERIFY2(!findings.contains("feature-flow-first"), folder);
        QVERIFY2(!findings.contains("feature-halves-swapped"), folder);
    }
}

void TestCliAnalysis::doctorComparesDurations()
{
    NEED_DATA();
    const QJsonObject result =
        talo({"doctor", "--gt", shared("annotations/ftcl_gt.json"), "--durations",
              shared("annotations/actionformer_thumos14.json"), "--examples", "100"});
    int durations = 0;
    bool isNamed = false;
    for (const QJsonValue &finding : result["findings"].toArray()) {
        if (finding["code"] == "duration-disagrees") {
            durations = finding["count"].toInt();
            for (const QJsonValue &example : finding["examples"].toArray()) {
                isNamed = isNamed || example.toString().contains(
                                         "video_test_0000950: 1096.07 s here, 1315.39 s there");
            }
        }
    }
    QCOMPARE(durations, 16);
    QVERIFY(isNamed);
}

void TestCliAnalysis::doctorListsProtocols()
{
    const QJsonObject lists = talo({"doctor", "--protocol"})["protocols"].toObject();
    QCOMPARE(lists["thumos14-213"]["videos"].toInt(), 213);
    QCOMPARE(lists.size(), 4);
}

void TestCliAnalysis::queueBeatsOtherOrders()
{
    NEED_DATA();
    const QStringList files = {"queue", "--stage",
                               shared("outputs/pmil_base_proposals_train.json")};
    const QJsonObject result =
        talo(files + QStringList{"--gt", shared("annotations/ftcl_gt.json"), "--simulate"});
    const QJsonObject map = result["average_map"].toObject();
    QCOMPARE(result["corrections"].toArray(), (QJsonArray{0, 25, 50, 100}));
    for (int n = 1; n < 4; ++n) {
        for (const char *other : {"random", "lowest score"}) {
            QVERIFY2(map["fix-first"][n].toDouble() > map[other][n].toDouble(), other);
        }
    }
    const QJsonArray items = talo(files + QStringList{"--limit", "7"})["items"].toArray();
    QCOMPARE(items.size(), 7);
    QVERIFY(!items[0]["reason"].toString().isEmpty());
    for (int i = 1; i < items.size(); ++i) {
        QVERIFY(items[i - 1]["priority"].toDouble() >= items[i]["priority"].toDouble());
    }
}

void TestCliAnalysis::qualityOfStages()
{
    NEED_DATA();
    const QString proposals = shared("outputs/pmil_base_proposals_train.json");
    const QString kept = m_folder->filePath("kept.json");
    const QJsonObject filtered = talo({"filter", "--proposals", proposals, "--gt",
                                       shared("annotations/ftcl_gt.json"), "--out", kept});
    const QJsonArray stages = talo({"quality", "--gt", shared("annotations/ftcl_gt.json"),
                                    "--labels", proposals, "--labels", kept})["stages"]
                                  .toArray();
    QCOMPARE(stages.size(), 2);
    QCOMPARE(stages[1]["precision"], filtered["quality"]["precision"]);
    QCOMPARE(stages[0]["matched"], filtered["quality"]["before"]["matched"]);
    QVERIFY(stages[1]["missed"].toInt() > stages[0]["missed"].toInt());
    QCOMPARE(stages[1]["classes"].toObject().size(), 20);
    int calibrated = 0;
    for (const QJsonValue &bin : stages[1]["calibration"].toArray()) {
        calibrated += bin["labels"].toInt();
    }
    QCOMPARE(calibrated, stages[1]["labels"].toInt());
}

QString TestCliAnalysis::smallProject() const
{
    const QString project = m_folder->filePath("p.talo");
    const QString truth = file("gt.json", R"({"database": {
        "A": {"subset": "validation", "duration": 100, "fps": 25, "annotations": [
            {"segment": [0, 10], "label": "jump"}, {"segment": [20, 30], "label": "run"},
            {"segment": [90, 120], "label": "run"}]},
        "T": {"subset": "test", "duration": 50, "fps": 25, "annotations": [
            {"segment": [5, 9], "label": "jump"}]}}})");
    const QString proposals = file("proposals.json", R"({"results": {"A": [
        {"label": "jump", "score": 0.9, "segment": [0, 10]},
        {"label": "jump", "score": 0.7, "segment": [2, 14]},
        {"label": "run", "score": 0.8, "segment": [24, 40]},
        {"label": "run", "score": 0.6, "segment": [20, 31]}]}})");
    const QString labels = file("labels.json", R"({"results": {"A": [
        {"label": "jump", "score": 0.9, "segment": [0, 10]},
        {"label": "run", "score": 0.8, "segment": [24, 40]}]}})");
    talo({"init", project});
    talo({"import", project, "--kind", "ground-truth", truth});
    talo({"import", project, "--kind", "proposals", proposals});
    talo({"import", project, "--kind", "pseudo-labels", labels});

    return project;
}

void TestCliAnalysis::commandsOnAProject()
{
    const QString project = smallProject();
    const QJsonObject diagnosis = talo({"diagnose", project, "--track", "pseudo-labels"});
    QCOMPARE(diagnosis["subset"].toString(), "validation");
    QCOMPARE(diagnosis["false_positives"]["1G"]["True Positive"].toInt(), 1);
    QCOMPARE(diagnosis["false_positives"]["1G"]["Localization"].toInt(), 1);

    const QJsonArray items = talo({"queue", project})["items"].toArray();
    QCOMPARE(items.size(), 2);
    QCOMPARE(items[0]["class"].toString(), "run"); // less agreed on
    const QString id = items[0]["id"].toString();
    talo({"label", project, "accept", "--id", id});
    const QJsonArray rest = talo({"queue", project})["items"].toArray();
    QCOMPARE(rest.size(), 1);
    QVERIFY(rest[0]["id"].toString() != id);

    const QJsonArray stages = talo({"quality", project})["stages"].toArray();
    QCOMPARE(stages.size(), 3); // proposals, pseudo-labels, and the accepted one
    QCOMPARE(stages[1]["matched"].toInt(), 1);
    QCOMPARE(stages[1]["missed"].toInt(), 1);

    QStringList codes;
    for (const QJsonValue &finding : talo({"doctor", project})["findings"].toArray()) {
        codes << finding["code"].toString();
    }
    QVERIFY2(codes.contains("segment-past-end"), qPrintable(codes.join(' ')));

    const QJsonObject lineage = talo({"lineage", project, "--id", id});
    QCOMPARE(lineage["segment"]["id"].toString(), id);
    QVERIFY(!lineage["gaps"].toArray().isEmpty()); // imported: no run says how it came about
    const QJsonObject mean =
        talo({"diagnose", project, "--track", "pseudo-labels", "--tiou", "0.3,0.5"});
    QCOMPARE(mean["tiou"].toArray().size(), 2);
}

void TestCliAnalysis::labelsGoToOtherProgramsAndBack()
{
    const QString project = smallProject();
    const QString gt = m_folder->filePath("gt.json");
    for (const char *format :
         {"via3", "label-studio", "elan", "audacity", "cvat", "vidat", "fiftyone", "webvtt", "srt",
          "deepethogram", "x-anylabeling", "boris", "nova", "sonic-visualiser", "losslesscut"}) {
        const QString out = m_folder->filePath(QString("out-") + format);
        const QJsonObject written =
            talo({"export", project, "--what", "labels", "--format", format, out});
        QCOMPARE(written["segments"].toInt(), 2);
        const QString other = m_folder->filePath(QString(format) + ".talo");
        talo({"init", other});
        talo({"import", other, "--kind", "ground-truth", gt});
        const QJsonObject read = talo({"import", other, "--kind", "labels", out});
        QCOMPARE(read["format"].toString(), QString(format));
        QCOMPARE(read["instances"].toInt(), 2);
        const QJsonArray labels =
            talo({"show", other, "segments", "--track", "labels"})["segments"].toArray();
        QCOMPARE(labels.size(), 2);
        for (const QJsonValue &label : labels) {
            const double start = label["class"].toString() == "jump" ? 0.0 : 24.0;
            QVERIFY(qAbs(label["start"].toDouble() - start) < 0.021);
        }
    }
    const QString scored = m_folder->filePath("actionformer.json");
    const QJsonObject written = talo(
        {"export", project, "--what", "proposals", "--format", "actionformer-predictions", scored});
    const QJsonObject back =
        talo({"import", project, "--kind", "proposals", "--track", "back", scored});
    QCOMPARE(back["format"].toString(), "actionformer-predictions");
    QCOMPARE(back["instances"], written["segments"]);
    for (const char *format : {"detad", "mmaction2"}) {
        const QString out = m_folder->filePath(QString(format) + ".json");
        talo({"export", project, "--what", "ground-truth", "--format", format, out});
        QVERIFY(talo({"doctor", "--gt", out}).contains("findings"));
    }
}

void TestCliAnalysis::fusesAndSweeps()
{
    const QString project = smallProject();
    const QString second = file("second.json", R"({"results": {"A": [
        {"label": "jump", "score": 0.5, "segment": [0, 10]}]}})");
    talo({"import", project, "--kind", "proposals", second, "--track", "other"});
    const QJsonObject fused = talo({"fuse", project});
    QCOMPARE(fused["agreement"].toArray(), (QJsonArray{0, 2, 1}));
    QCOMPARE(fused["sets"][2]["proposals"].toInt(), 3);
    QVERIFY(fused["sets"][2].toObject().contains("average_map"));
    QVERIFY(talo({"filter", project, "--track", "consensus"}).contains("kept"));
    const QString out = m_folder->filePath("fused.json");
    talo({"fuse", "--proposals", m_folder->filePath("proposals.json"), "--proposals", second,
          "--scale", "rank", "--out", out});
    QVERIFY(QFile::exists(out));
    const QString worthless = file("worthless.json", R"({"results": {"A": [
        {"label": "jump", "score": -0.5, "segment": [0, 10]},
        {"label": "jump", "score": 0.5, "segment": [5, 5]}]}})");
    const QJsonArray notes =
        talo({"fuse", "--proposals", worthless, "--proposals", second, "--out", out})["warnings"]
            .toArray();
    QCOMPARE(notes.size(), 2);
    QVERIFY(notes[0].toString().startsWith("1 proposals were left out: a score of 0 or less"));
    QVERIFY(notes[1].toString().startsWith("1 proposals of no length"));

    const QString csv = m_folder->filePath("sweep.csv");
    const QJsonObject sweep =
        talo({"sweep", project, "--track", "consensus", "--x", "min_density=0,0.5", "--y",
              "min_score=0:0.25:0.75", "--out", csv});
    QCOMPARE(sweep["cells"].toArray().size(), 8);
    // Every cell is what the filter gives.
    const QJsonObject filter = talo({"filter", project, "--track", "consensus", "--set",
                                     "min_density=0.5", "--set", "min_score=0.75"});
    QCOMPARE(sweep["cells"][7]["kept"].toInt(), filter["kept"].toInt());
    QCOMPARE(sweep["cells"][7]["map"].toDouble(), filter["quality"]["map"].toDouble());
    QCOMPARE(tests::fileContent(csv).count('\n'), 9);

    tests::Program stage("talo", {"sweep", project, "--set", "density_stage=before_nms"});
    stage.finishWithin(60);
    QCOMPARE(stage.exitCode(), 2);
    QVERIFY2(stage.errors().contains("kept no proposals before NMS"), stage.errors().constData());
}

namespace {

// Places of an answer with a measured number for which neither their object nor one around it says
// protocol, overlaps and videos.
void findUnsaid(const QJsonValue &value, const QString &place, QStringList said,
                QStringList &unsaid)
{
    if (value.isArray()) {
        for (const QJsonValue &entry : value.toArray()) {
            findUnsaid(entry, place + "[]", said, unsaid);
        }
        return;
    }
    const QJsonObject object = value.toObject();
    for (const QString &key : object.keys()) {
        const bool tells = key == "protocol" || key == "tiou" || key == "subset";
        if (tells && !object[key].isNull() && object[key] != QJsonValue("")) {
            said << key;
        }
    }
    static const QSet<QString> kMeasured = {"map",       "average_map", "ap",        "average_ap",
                                            "precision", "recall",      "ap_before", "map_gain"};
    for (const QString &key : object.keys()) {
        const QSet<QString> all(said.begin(), said.end());
        if (kMeasured.contains(key) && all.size() < 3) {
            unsaid << place + "." + key + " says only " + said.join('+');
        }
        findUnsaid(object[key], place + "." + key, said, unsaid);
    }
}

} // namespace

void TestCliAnalysis::everyNumberSaysItsProtocol()
{
    const QString project = smallProject();
    const QString gt = m_folder->filePath("gt.json");
    const QString proposals = m_folder->filePath("proposals.json");
    const QStringList files = {"--gt", gt, "--predictions", proposals};
    const QList<QStringList> commands = {
        QStringList{"evaluate"} + files,
        QStringList{"evaluate", "--protocol", "all"} + files,
        QStringList{"diagnose"} + files,
        {"filter", "--proposals", proposals, "--gt", gt},
        {"filter", project},
        {"sweep", project, "--x", "min_density=0,0.5", "--y", "min_score=0,0.5"},
        {"fuse", "--proposals", proposals, "--proposals", proposals, "--gt", gt, "--out",
         m_folder->filePath("fused.json")},
        {"quality", project},
        {"quality", "--gt", gt, "--labels", proposals},
        {"queue", "--stage", proposals, "--gt", gt, "--simulate"},
        {"ledger", project}};
    for (const QStringList &command : commands) {
        const QJsonObject answer = talo(command);
        QVERIFY2(!answer.isEmpty(), qPrintable(command.join(' ')));
        QStringList unsaid;
        findUnsaid(answer, command.first(), {}, unsaid);
        QVERIFY2(unsaid.isEmpty(), qPrintable(unsaid.join("; ")));
    }
}

void TestCliAnalysis::reportStandsAlone()
{
    const QString project = smallProject();
    const QString out = m_folder->filePath("report.html");
    QCOMPARE(talo({"report", project, "--out", out})["stages"].toInt(), 2);
    const QByteArray page = tests::fileContent(out);
    QVERIFY(page.count("<svg") >= 9);
    QVERIFY(page.contains("by the rule of activitynet"));
    QVERIFY(page.contains("mAP % at 0.1:0.1:0.7"));
    QVERIFY(!page.contains("<script") && !page.contains("src=") && !page.contains("nan"));
    talo({"report", project, "--out", out});
    QCOMPARE(tests::fileContent(out), page);
    QCOMPARE(talo({"report", "--gt", m_folder->filePath("gt.json"), "--stage",
                   m_folder->filePath("proposals.json"), "--out", out})["stages"]
                 .toInt(),
             2); // the proposals, and what the filter keeps of them
}

void TestCliAnalysis::ledgerAndEffort()
{
    const QString project = smallProject();
    QVERIFY(talo({"ledger", project})["entries"].toArray().isEmpty());
    const QString id = talo({"queue", project})["items"][0]["id"].toString();
    talo({"label", project, "accept", "--id", id});
    const QString csv = m_folder->filePath("effort.csv");
    const QJsonObject effort = talo({"effort", project, "--out", csv});
    QCOMPARE(effort["assisted"]["accepted"].toInt(), 1);
    QCOMPARE(effort["assisted"]["edits"].toInt(), 1);
    QCOMPARE(effort["manual"]["edits"].toInt(), 0);
    QCOMPARE(tests::fileContent(csv).count('\n'), 2);
}

void TestCliAnalysis::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("diagnose nothing") << QStringList{"diagnose"} << 2;
    QTest::newRow("queue nothing") << QStringList{"queue"} << 2;
    QTest::newRow("doctor nothing") << QStringList{"doctor"} << 2;
    QTest::newRow("quality nothing") << QStringList{"quality"} << 2;
    QTest::newRow("no project") << QStringList{"queue", "/nowhere.talo"} << 3;
    QTest::newRow("no file") << QStringList{"doctor", "--gt", "/nowhere.json"} << 3;
    QTest::newRow("fuse nothing") << QStringList{"fuse"} << 2;
    QTest::newRow("sweep nothing") << QStringList{"sweep"} << 2;
    QTest::newRow("report nothing") << QStringList{"report", "--out", "/tmp/r.html"} << 2;
    QTest::newRow("lineage nowhere") << QStringList{"lineage", "/nowhere.talo", "--id", "x"} << 3;
    QTest::newRow("snap nowhere") << QStringList{"snap", "/nowhere.talo", "--simulate"} << 3;
    QTest::newRow("correct nowhere")
        << QStringList{"correct-once", "/nowhere.talo", "--id", "x"} << 3;
    QTest::newRow("unknown ties") << QStringList{"diagnose", "--ties", "none"} << 2;
}

void TestCliAnalysis::usageErrors()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    tests::Program program("talo", arguments);
    program.finishWithin(30);
    QCOMPARE(program.exitCode(), exitCode);
    QVERIFY(!program.errors().isEmpty());
    QVERIFY(program.output().isEmpty());
}

QTEST_GUILESS_MAIN(TestCliAnalysis)
#include "tst_cli_analysis.moc"
