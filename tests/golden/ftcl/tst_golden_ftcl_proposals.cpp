#include <algorithm>
#include <map>

#include "core/data/run_config.h"
#include "core/tal/average_precision.h"
#include "core/tal/proposals.h"
#include "core/tal/snippet_sampling.h"

#include "tests/golden/evaluation_files.h"
#include "tests/support/golden_rows.h"

using namespace core;
using namespace tests;

// FTCL's sampling, proposals and evaluation against the published code.
class TestGoldenFtclProposals : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("ftcl"); }
    void uniformSamplingMatches_data() { addGoldenRows("ftcl", "sampling"); }
    void uniformSamplingMatches();
    void randomSamplingMatches_data() { addGoldenRows("ftcl", "sampling"); }
    void randomSamplingMatches();
    void inferenceMatches_data() { addGoldenRows("ftcl", "inference"); }
    void inferenceMatches();
    void evaluationMatches_data() { addGoldenRows("ftcl", "evaluation"); }
    void evaluationMatches();
};

namespace {

// Columns of a row-major array without the first `skipped` ones.
GoldenArray withoutColumns(GoldenArray array, std::size_t skipped)
{
    const auto width = static_cast<std::size_t>(array.shape[1]);
    std::vector<double> kept;
    for (std::size_t i = 0; i < array.values.size(); ++i) {
        if (i % width >= skipped) {
            kept.push_back(array.values[i]);
        }
    }
    array.values = kept;
    array.shape[1] = static_cast<std::int64_t>(width - skipped);
    array.sums.reset();
    return array;
}

// Rows that start with a class, in order of a class's first row and inside a class in theirs.
GoldenArray groupedByClass(GoldenArray rows)
{
    const auto width = static_cast<std::size_t>(rows.shape[1]);
    std::vector<double> classes;
    std::map<double, std::vector<double>> groups;
    for (std::size_t i = 0; i + width <= rows.values.size(); i += width) {
        std::vector<double> &group = groups[rows.values[i]];
        if (group.empty()) {
            classes.push_back(rows.values[i]);
        }
        group.insert(group.end(), rows.values.begin() + static_cast<std::ptrdiff_t>(i),
                     rows.values.begin() + static_cast<std::ptrdiff_t>(i + width));
    }
    rows.values.clear();
    for (const double name : classes) {
        rows.values.insert(rows.values.end(), groups[name].begin(), groups[name].end());
    }
    return rows;
}

std::vector<double> rowsOf(const std::vector<model::Detection> &detections)
{
    std::vector<double> rows;
    for (const model::Detection &d : detections) {
        rows.insert(rows.end(), {static_cast<double>(d.classIndex), d.score, d.start, d.end});
    }
    return rows;
}

} // namespace

void TestGoldenFtclProposals::uniformSamplingMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const auto segments = golden.hyper().at("n").get<std::int64_t>();
    std::vector<std::int64_t> all;
    std::vector<std::int64_t> offsets = {0};
    for (const std::int64_t length : golden.input("lengths").integers()) {
        const auto rows = tal::roundedQuotientIndices(length, segments);
        all.insert(all.end(), rows.begin(), rows.end());
        offsets.push_back(static_cast<std::int64_t>(all.size()));
    }
    MATCHES(difference(golden.output("uniform_offsets"), offsets));
    MATCHES(difference(golden.output("uniform_indices"), all));

    // All lengths where rounding the quotient first makes a difference.
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> first; // place, row there, number of places
    for (std::int64_t length = segments + 1; length <= 6000; ++length) {
        const auto rounded = tal::roundedQuotientIndices(length, segments);
        const auto exact = tal::uniformIndices(length, segments);
        std::int64_t count = 0;
        std::int64_t place = -1;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            if (rounded[i] != exact[i]) {
                place = count++ == 0 ? static_cast<std::int64_t>(i) : place;
            }
        }
        if (count > 0) {
            lengths.push_back(length);
            first.insert(first.end(), {place, rounded[static_cast<std::size_t>(place)], count});
        }
    }
    MATCHES(difference(golden.output("uniform_rounding_lengths"), lengths));
    MATCHES(difference(golden.output("uniform_rounding_first"), first));
}

void TestGoldenFtclProposals::randomSamplingMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const auto segments = golden.hyper().at("n").get<std::int64_t>();
    for (const std::int64_t length : golden.input("random_lengths").integers()) {
        const std::vector<std::int64_t> draws =
            golden.output("random_draws_" + std::to_string(length)).integers();
        std::vector<std::int64_t> intervals; // as asked for, with the recorded draws
        const auto rows =
            tal::bootstrapIndices(length, segments, [&](std::int64_t low, std::int64_t high) {
                intervals.insert(intervals.end(), {low, high});
                return draws.at(intervals.size() / 2 * 3 - 1);
            });
        std::vector<std::int64_t> expected;
        for (std::size_t i = 0; i + 3 <= draws.size(); i += 3) {
            expected.insert(expected.end(), {draws[i], draws[i + 1]});
        }
        QCOMPARE(intervals, expected);
        MATCHES(difference(golden.output("random_indices_" + std::to_string(length)), rows));
    }
}

void TestGoldenFtclProposals::inferenceMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const nlohmann::json &hyper = golden.hyper();
    const model::RunConfig config =
        data::loadRecipe(std::filesystem::path(TALOSCOPE_RESOURCES) / "recipes/ftcl-thumos14.toml")
            .value();
    const tal::ProposalRecipe recipe = tal::ftclRecipe(config.proposals);
    QCOMPARE(recipe.sources[0].thresholds, hyper.at("cas_thresholds").get<std::vector<double>>());
    QCOMPARE(recipe.sources[1].thresholds,
             hyper.at("attention_thresholds").get<std::vector<double>>());
    QCOMPARE(recipe.classThreshold, hyper.at("class_threshold").get<double>());
    QCOMPARE(recipe.upsampling, hyper.at("upscale").get<int>());
    QCOMPARE(recipe.nms.tiou, hyper.at("nms").get<double>());
    QCOMPARE(recipe.outerMargin, hyper.at("lam").get<double>());
    QCOMPARE(recipe.videoScoreWeight, hyper.at("gam").get<double>());
    for (const auto &video : golden.manifest().at("videos")) {
        const auto name = video.at("name").get<std::string>();
        std::vector<float> scores = golden.input(name + "_p_inst").floats();
        scores.pop_back(); // background
        const std::vector<int> classes =
            tal::predictedClasses(scores, recipe.classThreshold, recipe.isClassThresholdInclusive);
        QVERIFY2(classes == golden.output(name + "_classes").ints(), name.c_str());

        const auto snippets = video.at("rows_fed").get<std::size_t>();
        const std::vector<float> threeBranches = golden.input(name + "_attention").floats();
        const std::vector<float> selected = golden.input(name + "_cas_inst_selected").floats();
        std::vector<float> attention(snippets);
        std::vector<float> cas(snippets * scores.size());
        std::vector<double> upCas(snippets * 20 * classes.size());
        for (std::size_t t = 0; t < snippets; ++t) {
            attention[t] = threeBranches[3 * t];
            for (std::size_t c = 0; c < classes.size(); ++c) {
                cas[t * scores.size() + static_cast<std::size_t>(classes[c])] =
                    selected[t * classes.size() + c];
            }
        }
        const auto upsampled = [&](const std::vector<float> &curve) {
            return tal::upsampled(curve, recipe.upsampling, recipe.tail);
        };
        for (std::size_t c = 0; c < classes.size(); ++c) {
            std::vector<float> column(snippets);
            for (std::size_t t = 0; t < snippets; ++t) {
                column[t] = selected[t * classes.size() + c];
            }
            const std::vector<double> samples = upsampled(column);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                upCas[i * classes.size() + c] = samples[i];
            }
        }
        const GoldenTolerance allowed{.rel = 0.0, .abs = golden.tolerance("float64", 1e-9)};
        MATCHES(difference(golden.output(name + "_up_cas"), upCas, allowed));
        MATCHES(difference(golden.output(name + "_up_attention"), upsampled(attention), allowed));

        const tal::ScoreCurves curves{.snippets = static_cast<std::int64_t>(snippets),
                                      .classes = static_cast<int>(scores.size()),
                                      .cas = cas,
                                      .actionness = attention,
                                      .videoScores = scores,
                                      .storedSnippets =
                                          video.at("native_length").get<std::int64_t>()};
        const auto raw = tal::rawProposals(curves, recipe, classes);
        QVERIFY2(raw.has_value(), raw ? "" : raw.error().sentence().c_str());
        // Raw rows: threshold and its number in front.
        MATCHES(difference(groupedByClass(withoutColumns(golden.output(name + "_raw"), 2)),
                           rowsOf(*raw), allowed));
        const auto kept = tal::makeProposals(curves, recipe, classes);
        QVERIFY(kept.has_value());
        MATCHES(difference(golden.output(name + "_kept"), rowsOf(*kept), allowed));
        const nlohmann::json written = golden.outputJson("result").at("results").at(name);
        QCOMPARE(written.size(), kept->size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            QVERIFY(std::abs(written[i].at("score").get<double>() - (*kept)[i].score) <= 1e-9);
        }
    }
}

void TestGoldenFtclProposals::evaluationMatches()
{
    const GoldenCase golden = currentGoldenCase();
    const GoldenTolerance allowed{.rel = 0.0, .abs = golden.tolerance("float64", 1e-12)};
    for (const auto &[name, order] : golden.manifest().at("class_order").items()) {
        const EvaluationFiles files(orderedJson(golden.inputFile(name + "_gt")),
                                    orderedJson(golden.inputFile(name + "_pred")));
        const auto result =
            tal::evaluate(files.truth, files.predictions,
                          {.protocol = "activitynet",
                           .subset = golden.hyper().at("subset").get<std::string>(),
                           .tiou = golden.hyper().at("thresholds").get<std::vector<double>>()});
        const bool isReversed =
            std::any_of(files.predictions.videos.begin(), files.predictions.videos.end(),
                        [](const auto &video) {
                            return std::any_of(video.detections.begin(), video.detections.end(),
                                               [](const auto &d) { return d.end < d.start; });
                        });
        if (isReversed) { // refused, unlike in the published code (resources/doc/parity.md)
            QVERIFY2(!result, name.c_str());
            continue;
        }
        QVERIFY2(result.has_value(), result ? "" : result.error().sentence().c_str());
        std::vector<std::string> classes;
        std::vector<double> matrix;
        for (const tal::ClassResult &entry : result->classes) {
            classes.push_back(entry.name);
        }
        for (std::size_t t = 0; t < result->tiou.size(); ++t) {
            for (const tal::ClassResult &entry : result->classes) {
                matrix.push_back(entry.ap[t]);
            }
        }
        QCOMPARE(classes, order.get<std::vector<std::string>>());
        MATCHES(difference(golden.output(name + "_ap"), matrix, allowed));
        MATCHES(difference(golden.output(name + "_map"), result->map, allowed));
        double sum = 0.0;
        for (std::size_t t = 0; t < 7; ++t) {
            sum += result->map[t];
        }
        const std::vector<double> average = {100.0 * sum / 7.0};
        MATCHES(difference(golden.output(name + "_average_percent"), average,
                           {.rel = 1e-12, .abs = 1e-12}));
    }
}

QTEST_APPLESS_MAIN(TestGoldenFtclProposals)
#include "tst_golden_ftcl_proposals.moc"
