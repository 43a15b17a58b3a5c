#include <map>

#include "core/tal/average_precision.h"

#include "tests/golden/evaluation_files.h"
#include "tests/support/golden_rows.h"

using namespace tests;
using namespace core;

namespace {

// Of a case, with the classes by label id, which is how one of the evaluators numbers them.
EvaluationFiles filesOf(const GoldenCase &golden)
{
    const auto truthFile = orderedJson(golden.inputFile("ground_truth"));
    std::map<int, std::string> labels;
    for (const auto &[video, entry] : truthFile.at("database").items()) {
        for (const auto &row : entry.at("annotations")) {
            labels[row.at("label_id").get<int>()] = row.at("label").get<std::string>();
        }
    }
    std::vector<std::string> classes;
    for (const auto &[id, label] : labels) {
        classes.push_back(label);
    }
    return EvaluationFiles(truthFile, orderedJson(golden.inputFile("predictions")),
                           std::move(classes));
}

// THUMOS'14 classes by label id, by which the released evaluator numbers predictions (spec §1.3).
const std::vector<std::string> kThumosLabelIds = {
    "BaseballPitch",  "BasketballDunk", "Billiards",    "CleanAndJerk", "CliffDiving",
    "CricketBowling", "CricketShot",    "Diving",       "FrisbeeCatch", "GolfSwing",
    "HammerThrow",    "HighJump",       "JavelinThrow", "LongJump",     "PoleVault",
    "Shotput",        "SoccerPenalty",  "TennisSwing",  "ThrowDiscus",  "VolleyballSpiking"};

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
    const EvaluationFiles files = filesOf(golden);
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
    const EvaluationFiles files = filesOf(golden);
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
