#include <map>
#include <regex>

#include "core/tal/proposals.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using core::model::Detection;

namespace {

// One case: its curves, and what our code makes of them.
struct Case
{
    GoldenCase golden;
    std::vector<float> cas;
    std::vector<float> actionness;
    std::vector<float> videoScores;
    core::tal::ScoreCurves curves;
    core::tal::ProposalRecipe recipe;
    std::vector<int> classes;

    explicit Case(GoldenCase from)
        : golden(std::move(from))
        , cas(golden.input("cas").floats())
        , actionness(golden.input("actionness").floats())
        , videoScores(golden.input("video_scores").floats())
    {
        const nlohmann::json &hyper = golden.hyper();
        curves = {.snippets = hyper.at("T").get<std::int64_t>(),
                  .classes = static_cast<int>(videoScores.size()),
                  .cas = cas,
                  .actionness = actionness,
                  .videoScores = videoScores,
                  .storedSnippets = hyper.at("L").get<std::int64_t>(),
                  .strideFrames = hyper.at("frames_per_snippet").get<int>(),
                  .sampleFps = hyper.at("fps").get<double>()};
        core::model::ProposalConfig config;
        config.classThreshold = hyper.at("class_threshold").get<double>();
        config.upsampling = hyper.at("up_scale").get<int>();
        config.outerMargin = hyper.at("oic_lambda").get<double>();
        config.videoScoreWeight = hyper.at("video_score_weight").get<double>();
        config.nmsTiou = hyper.at("nms_threshold").get<double>();
        recipe = core::tal::fustalRecipe(config);
        classes = core::tal::predictedClasses(videoScores, recipe.classThreshold, true);
    }

    double tolerance() const { return golden.tolerance("float64_abs", 1e-10); }

    // Normalised curve of predicted class `row`.
    std::vector<float> normalisedCas(std::size_t row) const
    {
        std::vector<float> column;
        for (std::int64_t t = 0; t < curves.snippets; ++t) {
            column.push_back(cas[static_cast<std::size_t>(t * curves.classes + classes[row])]);
        }
        return core::tal::minMaxNormalised(column);
    }
};

// Columns side by side, row-major.
template <typename T>
std::vector<T> interleaved(const std::vector<std::vector<T>> &columns)
{
    std::vector<T> all;
    for (std::size_t i = 0; i < columns.front().size(); ++i) {
        for (const std::vector<T> &column : columns) {
            all.push_back(column[i]);
        }
    }
    return all;
}

std::vector<double> rowsOf(const std::vector<Detection> &detections)
{
    std::vector<double> rows;
    for (const Detection &d : detections) {
        rows.insert(rows.end(), {static_cast<double>(d.classIndex), d.score, d.start, d.end});
    }
    return rows;
}

// What part of a flat curve of `width` columns an output of the form NAME_every_7th or NAME_last_72
// holds; the curve itself for any other name.
std::vector<double> partOf(const std::vector<double> &curve, std::size_t width,
                           const std::string &output)
{
    std::smatch parts;
    const std::size_t samples = curve.size() / width;
    std::size_t first = 0;
    std::size_t step = 1;
    if (std::regex_search(output, parts, std::regex("_every_([0-9]+)th$"))) {
        step = std::stoul(parts[1]);
    } else if (std::regex_search(output, parts, std::regex("_last_([0-9]+)$"))) {
        first = samples - std::stoul(parts[1]);
    }
    std::vector<double> part;
    for (std::size_t i = first; i < samples; i += step) {
        part.insert(part.end(), curve.begin() + static_cast<std::ptrdiff_t>(i * width),
                    curve.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
    }
    return part;
}

} // namespace

// Score curves to proposals against the published code (spec fustal-stage1-2 §4).
class TestGoldenProposals : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_generator"); }
    void curvesMatch_data() { addGoldenRows("fustal_generator", "proposals"); }
    void curvesMatch();
    void thresholdsMatch_data() { addGoldenRows("fustal_generator", "proposals"); }
    void thresholdsMatch();
    void proposalsMatch_data() { addGoldenRows("fustal_generator", "proposals"); }
    void proposalsMatch();
    void resultFileMatches_data() { addGoldenRows("fustal_generator", "proposals"); }
    void resultFileMatches();
};

void TestGoldenProposals::curvesMatch()
{
    const Case example(currentGoldenCase());
    const GoldenCase &golden = example.golden;
    std::vector<std::int64_t> classes(example.classes.begin(), example.classes.end());
    std::string problem = difference(golden.output("predicted_classes"), classes);
    QVERIFY2(problem.empty(), problem.c_str());

    std::vector<std::vector<float>> normalised;
    std::vector<std::vector<double>> sampled;
    const int factor = example.recipe.upsampling;
    for (std::size_t row = 0; row < example.classes.size(); ++row) {
        normalised.push_back(example.normalisedCas(row));
        sampled.push_back(core::tal::upsampled(normalised.back(), factor, example.recipe.tail));
    }
    problem = difference(golden.output("norm_cas"), interleaved(normalised), {});
    QVERIFY2(problem.empty(), problem.c_str());
    const std::vector<float> actionness = core::tal::minMaxNormalised(example.actionness);
    problem = difference(golden.output("norm_actionness"), actionness, {});
    QVERIFY2(problem.empty(), problem.c_str());

    const std::vector<double> upCas = interleaved(sampled);
    const std::vector<double> upActionness =
        core::tal::upsampled(actionness, factor, example.recipe.tail);
    // Sums in a summary are taken in another order; everything else is bit-equal.
    const GoldenTolerance exact{};
    const GoldenTolerance sums{.rel = 1e-12, .abs = 0.0};
    for (const std::string &name : golden.outputNames()) {
        const bool isSummary = golden.outputEntry(name).value("kind", "") == "summary";
        if (name.starts_with("up_cas")) {
            problem = difference(golden.output(name), partOf(upCas, sampled.size(), name),
                                 isSummary ? sums : exact);
        } else if (name.starts_with("up_actionness")) {
            problem = difference(golden.output(name), partOf(upActionness, 1, name),
                                 isSummary ? sums : exact);
        }
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

void TestGoldenProposals::thresholdsMatch()
{
    const GoldenCase golden = currentGoldenCase();
    std::string problem =
        difference(golden.output("cas_thresholds"), core::tal::publishedCasThresholds(), {});
    QVERIFY2(problem.empty(), problem.c_str());
    problem = difference(golden.output("actionness_thresholds"),
                         core::tal::publishedActionnessThresholds(), {});
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestGoldenProposals::proposalsMatch()
{
    const Case example(currentGoldenCase());
    const auto raw = core::tal::rawProposals(example.curves, example.recipe, example.classes);
    QVERIFY2(raw.has_value(), raw.has_value() ? "" : raw.error().sentence().c_str());
    const GoldenTolerance tolerance{.rel = 0.0, .abs = std::min(1e-12, example.tolerance())};
    std::string problem =
        difference(example.golden.output("raw_proposals"), rowsOf(*raw), tolerance);
    QVERIFY2(problem.empty(), problem.c_str());

    const auto kept = core::tal::makeProposals(example.curves, example.recipe, example.classes);
    QVERIFY(kept.has_value());
    problem = difference(example.golden.output("nms_proposals"), rowsOf(*kept), tolerance);
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestGoldenProposals::resultFileMatches()
{
    const Case example(currentGoldenCase());
    const auto kept = core::tal::makeProposals(example.curves, example.recipe, example.classes);
    QVERIFY(kept.has_value());
    const nlohmann::json results = example.golden.outputJson("result").at("results");
    QCOMPARE(results.size(), std::size_t{1});
    const nlohmann::json &rows = results.front();
    QCOMPARE(rows.size(), kept->size());
    std::map<std::string, int> classOfLabel;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Detection &detection = (*kept)[i];
        // To the last bit: the file is written with these numbers.
        QVERIFY(rows[i].at("score").get<double>() == detection.score);
        QVERIFY(rows[i].at("segment")[0].get<double>() == detection.start);
        QVERIFY(rows[i].at("segment")[1].get<double>() == detection.end);
        const auto label = rows[i].at("label").get<std::string>();
        QCOMPARE(classOfLabel.try_emplace(label, detection.classIndex).first->second,
                 detection.classIndex);
    }
}

QTEST_APPLESS_MAIN(TestGoldenProposals)
#include "tst_golden_proposals.moc"
