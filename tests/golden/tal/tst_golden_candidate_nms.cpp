#include "core/tal/nms.h"
#include "core/tal/student_targets.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using namespace core;

namespace {

std::vector<tal::Candidate> candidatesOf(const GoldenCase &golden, const std::string &prefix)
{
    const std::vector<float> bounds = golden.input(prefix + "segments").floats();
    const std::vector<float> scores = golden.input(prefix + "scores").floats();
    const std::vector<int> labels = golden.input(prefix + "labels").ints();
    std::vector<tal::Candidate> candidates;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        candidates.push_back({.start = bounds[2 * i],
                              .end = bounds[2 * i + 1],
                              .score = scores[i],
                              .classIndex = labels[i]});
    }
    return candidates;
}

// Empty, or how kept candidates differ from the outputs PREFIXsegments, …scores, …labels. Rows of
// exactly equal score may come in any order (spec §7.2): both sides are sorted inside such groups.
std::string differenceOf(const GoldenCase &golden, const std::string &prefix,
                         std::vector<tal::Candidate> kept, const GoldenTolerance &tolerance)
{
    const GoldenArray scores = golden.output(prefix + "scores");
    const GoldenArray bounds = golden.output(prefix + "segments");
    const GoldenArray labels = golden.output(prefix + "labels");
    if (kept.size() != scores.values.size()) {
        return prefix + ": " + std::to_string(kept.size()) + " kept, expected " +
               std::to_string(scores.values.size());
    }
    struct Row
    {
        double score, start, end, label;
        auto operator<=>(const Row &) const = default;
    };
    std::vector<Row> expected;
    std::vector<Row> actual;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        expected.push_back(
            {scores.values[i], bounds.values[2 * i], bounds.values[2 * i + 1], labels.values[i]});
        actual.push_back(
            {kept[i].score, kept[i].start, kept[i].end, static_cast<double>(kept[i].classIndex)});
    }
    for (std::size_t first = 0; first < expected.size();) {
        std::size_t last = first;
        while (last < expected.size() && expected[last].score == expected[first].score) {
            ++last;
        }
        const auto from = static_cast<std::ptrdiff_t>(first);
        const auto to = static_cast<std::ptrdiff_t>(last);
        std::sort(expected.begin() + from, expected.begin() + to);
        std::sort(actual.begin() + from, actual.begin() + to);
        first = last;
    }
    const auto isClose = [&](double a, double b) {
        return std::abs(a - b) <= tolerance.abs + tolerance.rel * std::abs(a);
    };
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!isClose(expected[i].score, actual[i].score) ||
            !isClose(expected[i].start, actual[i].start) ||
            !isClose(expected[i].end, actual[i].end) || expected[i].label != actual[i].label) {
            return prefix + ": row " + std::to_string(i) + " differs";
        }
    }
    return {};
}

tal::CandidateNmsRule ruleOf(const nlohmann::json &variant)
{
    return {.method = variant.at("use_soft_nms").get<bool>() ? model::NmsMethod::SoftGaussian
                                                             : model::NmsMethod::Hard,
            .tiou = variant.at("iou_threshold").get<double>(),
            .sigma = variant.at("sigma").get<double>(),
            .minScore = variant.at("min_score").get<double>(),
            .maxSegments = variant.at("max_seg_num").get<int>(),
            .isMulticlass = variant.at("multiclass").get<bool>(),
            .votingTiou = variant.at("voting_thresh").get<double>()};
}

std::string operatorDifference(const GoldenCase &golden, const std::string &name,
                               const nlohmann::json &variant,
                               const std::vector<tal::Candidate> &candidates,
                               const GoldenTolerance &tolerance)
{
    const auto threshold = variant.at("iou_threshold").get<double>();
    const bool isHard = !variant.contains("method");
    const std::vector<tal::CandidatePick> picks =
        isHard ? tal::hardNms(candidates, threshold)
               : tal::softNms(candidates,
                              static_cast<tal::SoftNmsDecay>(variant.at("method").get<int>()),
                              threshold, variant.at("sigma").get<double>(),
                              variant.at("min_score").get<double>());
    std::vector<std::int64_t> indices;
    std::vector<float> rows;
    for (const tal::CandidatePick &pick : picks) {
        indices.push_back(static_cast<std::int64_t>(pick.index));
        const tal::Candidate &candidate = candidates[pick.index];
        rows.insert(rows.end(), {candidate.start, candidate.end, pick.score});
    }
    std::string problem = difference(golden.output(name + ".index"), indices);
    if (problem.empty() && golden.hasOutput(name + ".dets")) {
        problem = difference(golden.output(name + ".dets"), rows, tolerance);
    }
    return problem;
}

} // namespace

// The student's NMS family and its way back to seconds against the published code (spec
// fustal-stage3-student §7.2, §7.3).
class TestGoldenCandidateNms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_student"); }
    void storedCandidatesMatch_data() { addGoldenRows("fustal_student", "nms_stored"); }
    void storedCandidatesMatch();
    void cornerCasesMatch_data() { addGoldenRows("fustal_student", "nms_corner"); }
    void cornerCasesMatch();
    void secondsMatch_data() { addGoldenRows("fustal_student", "to_seconds"); }
    void secondsMatch();
};

void TestGoldenCandidateNms::storedCandidatesMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const std::vector<tal::Candidate> candidates = candidatesOf(golden, "");
    const GoldenTolerance tolerance{.rel = golden.tolerance("rel", 1e-5),
                                    .abs = golden.tolerance("abs", 1e-6)};
    for (const auto &[name, variant] : golden.hyper().at("variants").items()) {
        if (name.starts_with("op_")) {
            const std::string problem =
                operatorDifference(golden, name, variant, candidates, tolerance);
            QVERIFY2(problem.empty(), problem.c_str());
            continue;
        }
        // "stability": how far the published result itself moves under 1e-6 of score noise.
        GoldenTolerance own = tolerance;
        own.abs = std::max(own.abs, variant.value("stability", 0.0));
        const std::string problem = differenceOf(
            golden, name + ".", tal::suppressCandidates(candidates, ruleOf(variant)), own);
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

void TestGoldenCandidateNms::cornerCasesMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const GoldenTolerance tolerance{.rel = golden.tolerance("rel", 1e-5),
                                    .abs = golden.tolerance("abs", 1e-7)};
    int compared = 0;
    for (const std::string &name : golden.inputNames()) {
        if (!name.ends_with(".segments")) {
            continue;
        }
        const std::string prefix = name.substr(0, name.size() - std::string("segments").size());
        const std::string problem =
            differenceOf(golden, prefix + "out_",
                         tal::suppressCandidates(candidatesOf(golden, prefix), {}), tolerance);
        QVERIFY2(problem.empty(), problem.c_str());
        ++compared;
    }
    QVERIFY(compared > 0);
    QVERIFY(tal::suppressCandidates({}, {}).empty());
}

void TestGoldenCandidateNms::secondsMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const GoldenTolerance tolerance{.rel = golden.tolerance("rel", 1e-6), .abs = 0.0};
    const std::vector<float> segments = golden.input("segments").floats();
    for (const auto &[name, own] : golden.hyper().items()) {
        const tal::StudentGrid grid{.fps = own.at("fps").get<double>()};
        std::vector<float> seconds;
        for (const float value : segments) {
            seconds.push_back(grid.toSecondsWithin(value, own.at("duration").get<double>()));
        }
        const std::string problem =
            difference(golden.output(name + ".seconds"), seconds, tolerance);
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

QTEST_APPLESS_MAIN(TestGoldenCandidateNms)
#include "tst_golden_candidate_nms.moc"
