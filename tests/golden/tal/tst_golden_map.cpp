#include <algorithm>
#include <map>

#include "core/tal/average_precision.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using namespace core;

namespace {

// A case's ground truth and predictions, read here without our file readers: parsing in file order
// (which numbers the classes of one evaluator) and label ids (which number those of the other).
struct Files
{
    model::GroundTruth truth;
    model::DetectionSet predictions;

    explicit Files(const GoldenCase &golden)
    {
        using Json = nlohmann::ordered_json;
        const Json truthFile = parse(golden.inputFile("ground_truth"));
        std::map<int, std::string> labels;
        for (const auto &[video, entry] : truthFile.at("database").items()) {
            for (const Json &row : entry.at("annotations")) {
                labels[row.at("label_id").get<int>()] = row.at("label").get<std::string>();
            }
        }
        for (const auto &[id, label] : labels) {
            truth.classes.push_back(label);
        }
        for (const auto &[video, entry] : truthFile.at("database").items()) {
            model::VideoGroundTruth known;
            known.video = video;
            known.subset = entry.at("subset").get<std::string>();
            for (const Json &row : entry.at("annotations")) {
                known.instances.push_back(
                    {.classIndex = classOf(truth.classes, row.at("label").get<std::string>()),
                     .start = row.at("segment")[0].get<double>(),
                     .end = row.at("segment")[1].get<double>()});
            }
            truth.videos.push_back(std::move(known));
        }
        const Json predictionFile = parse(golden.inputFile("predictions"));
        for (const auto &[video, rows] : predictionFile.at("results").items()) {
            model::VideoDetections predicted{.video = video, .detections = {}};
            for (const Json &row : rows) {
                predicted.detections.push_back(
                    {.classIndex = classOf(predictions.classes, row.at("label").get<std::string>()),
                     .start = row.at("segment")[0].get<double>(),
                     .end = row.at("segment")[1].get<double>(),
                     .score = row.at("score").get<double>()});
            }
            predictions.videos.push_back(std::move(predicted));
        }
    }

private:
    static nlohmann::ordered_json parse(const std::filesystem::path &path)
    {
        QFile file(QString::fromStdString(path.string()));
        if (!file.open(QIODevice::ReadOnly)) {
            throw std::runtime_error("cannot read " + path.string());
        }
        return nlohmann::ordered_json::parse(file.readAll().toStdString());
    }

    static int classOf(std::vector<std::string> &classes, const std::string &label)
    {
        const auto found = std::find(classes.begin(), classes.end(), label);
        if (found != classes.end()) {
            return static_cast<int>(found - classes.begin());
        }
        classes.push_back(label);
        return static_cast<int>(classes.size()) - 1;
    }
};

// THUMOS'14 classes by label id, by which the released evaluator numbers predictions (spec §1.3).
const std::vector<std::string> kThumosLabelIds = {
    "BaseballPitch",  "BasketballDunk", "Billiards",    "CleanAndJerk", "CliffDiving",
    "CricketBowling", "CricketShot",    "Diving",       "FrisbeeCatch", "GolfSwing",
    "HammerThrow",    "HighJump",       "JavelinThrow", "LongJump",     "PoleVault",
    "Shotput",        "SoccerPenalty",  "TennisSwing",  "ThrowDiscus",  "VolleyballSpiking"};

// Rows: tIoU, columns: classes, as the golden arrays hold them.
std::vector<double> apMatrix(const tal::EvaluationResult &result)
{
    std::vector<double> matrix;
    for (std::size_t t = 0; t < result.tiou.size(); ++t) {
        for (const tal::ClassResult &entry : result.classes) {
            matrix.push_back(entry.ap[t]);
        }
    }
    return matrix;
}

} // namespace

// The paper's evaluator and ActionFormer's against the published code (spec fustal-stage1-2 §6).
class TestGoldenMap : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_generator"); }
    void generatorMatches_data() { addGoldenRows("fustal_generator", "map"); }
    void generatorMatches();
    void actionFormerMatches_data() { addGoldenRows("fustal_generator", "map"); }
    void actionFormerMatches();

private:
    static void compare(const GoldenCase &golden, const std::string &prefix,
                        const tal::EvaluationResult &result);
};

void TestGoldenMap::compare(const GoldenCase &golden, const std::string &prefix,
                            const tal::EvaluationResult &result)
{
    const GoldenTolerance tolerance{.rel = 0.0, .abs = golden.tolerance("abs", 1e-9)};
    const std::pair<const char *, std::vector<double>> parts[] = {
        {"_ap", apMatrix(result)}, {"_map", result.map}, {"_average", {result.averageMap}}};
    for (const auto &[suffix, actual] : parts) {
        const std::string problem = difference(golden.output(prefix + suffix), actual, tolerance);
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

void TestGoldenMap::generatorMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const Files files(golden);
    for (const char *protocol : {"fustal", "activitynet"}) {
        const auto result =
            tal::evaluate(files.truth, files.predictions,
                          {.protocol = protocol,
                           .subset = golden.hyper().at("subset").get<std::string>(),
                           .tiou = golden.hyper().at("tiou_generator").get<std::vector<double>>()});
        QVERIFY2(result.has_value(), result.has_value() ? "" : result.error().sentence().c_str());
        std::vector<std::string> classes;
        for (const tal::ClassResult &entry : result->classes) {
            classes.push_back(entry.name);
        }
        QCOMPARE(classes,
                 golden.manifest().at("class_order_generator").get<std::vector<std::string>>());
        compare(golden, "generator", *result);
    }
}

void TestGoldenMap::actionFormerMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const Files files(golden);
    const auto result =
        tal::evaluate(files.truth, files.predictions,
                      {.protocol = "actionformer",
                       .subset = golden.hyper().at("subset").get<std::string>(),
                       .tiou = golden.hyper().at("tiou_actionformer").get<std::vector<double>>(),
                       .releasedLabelIds = kThumosLabelIds});
    QVERIFY2(result.has_value(), result.has_value() ? "" : result.error().sentence().c_str());
    QCOMPARE(result->classes.size(), golden.manifest().at("class_order_actionformer").size());
    compare(golden, "actionformer", *result);
}

QTEST_APPLESS_MAIN(TestGoldenMap)
#include "tst_golden_map.moc"
