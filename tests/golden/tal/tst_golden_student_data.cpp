#include <algorithm>

#include "core/tal/pseudo_filter.h"
#include "core/tal/student_targets.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using namespace core;

namespace {

// Hands out the recorded draws of a case, [low, high, value] each, checking that the same ranges
// are asked for. "..." in the list stands for draws that were not written down: any value will do.
class RecordedDraws
{
public:
    RecordedDraws(const nlohmann::json &draws, std::int64_t total)
        : m_draws(draws)
        , m_total(total)
    {
    }

    std::int64_t operator()(std::int64_t low, std::int64_t high)
    {
        const auto listed = static_cast<std::int64_t>(m_draws.size());
        const std::int64_t elided = m_total - listed; // draws in place of "...", less that entry
        std::int64_t at = m_count++;
        const auto gap = std::find_if(m_draws.begin(), m_draws.end(),
                                      [](const auto &entry) { return entry.is_string(); });
        if (gap != m_draws.end()) {
            const std::int64_t place = gap - m_draws.begin();
            if (at >= place && at <= place + elided) {
                return low;
            }
            at -= at > place ? elided : 0;
        }
        const nlohmann::json &entry = m_draws.at(static_cast<std::size_t>(at));
        if (entry.at(0).get<std::int64_t>() != low || entry.at(1).get<std::int64_t>() != high) {
            throw std::runtime_error("draw " + std::to_string(at) + " has another range");
        }
        return entry.at(2).get<std::int64_t>();
    }

    std::int64_t count() const { return m_count; }

private:
    nlohmann::json m_draws;
    std::int64_t m_total = 0;
    std::int64_t m_count = 0;
};

std::vector<float> boundsOf(const std::vector<tal::GridSegment> &segments)
{
    std::vector<float> bounds;
    for (const tal::GridSegment &segment : segments) {
        bounds.insert(bounds.end(), {segment.start, segment.end});
    }
    return bounds;
}

std::vector<std::int64_t> labelsOf(const std::vector<tal::GridSegment> &segments)
{
    std::vector<std::int64_t> labels;
    for (const tal::GridSegment &segment : segments) {
        labels.push_back(segment.classIndex);
    }
    return labels;
}

// Prefixes of outputs "PREFIX.suffix".
std::vector<std::string> prefixes(const GoldenCase &golden, const std::string &suffix)
{
    std::vector<std::string> found;
    for (const std::string &name : golden.outputNames()) {
        if (name.ends_with(suffix)) {
            found.push_back(name.substr(0, name.size() - suffix.size()));
        }
    }
    return found;
}

} // namespace

// Pseudo-labels to training targets against the published loader (spec fustal-stage3-student §1.5
// to §1.7).
class TestGoldenStudentData : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_student"); }
    void filterAndCropMatch_data() { addGoldenRows("fustal_student", "load_filter_crop"); }
    void filterAndCropMatch();
    void cropRangesMatch_data() { addGoldenRows("fustal_student", "crop_ranges"); }
    void cropRangesMatch();
    void cropTrialsMatch_data() { addGoldenRows("fustal_student", "crop_trials"); }
    void cropTrialsMatch();

private:
    static void compareVideo(const GoldenCase &golden, const std::string &video);
};

void TestGoldenStudentData::compareVideo(const GoldenCase &golden, const std::string &video)
{
    const nlohmann::json &hyper = golden.hyper();
    const nlohmann::json &own = hyper.at(video);
    const GoldenTolerance tolerance{.rel = golden.tolerance("rel", 1e-6),
                                    .abs = golden.tolerance("abs", 1e-5)};
    const std::vector<double> bounds = golden.input(video + ".segments_sec").values;
    const std::vector<double> scores = golden.input(video + ".scores").values;
    const std::vector<int> labels = golden.input(video + ".labels").ints();
    model::VideoDetections proposals{.video = video, .detections = {}};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        proposals.detections.push_back({.classIndex = labels[i],
                                        .start = bounds[2 * i],
                                        .end = bounds[2 * i + 1],
                                        .score = scores[i]});
    }
    model::FilterConfig config;
    config.minDensity = hyper.at("min_iou_sum").get<double>();
    config.minScore = hyper.at("min_score").get<double>();
    const tal::VideoVerdicts verdicts = tal::filterVideo(proposals, config, nullptr);
    const tal::StudentGrid grid{.fps = own.at("fps").get<double>(),
                                .windowFrames = hyper.at("num_frames").get<int>(),
                                .strideFrames = hyper.at("feat_stride").get<int>()};
    std::vector<float> densities;
    std::vector<tal::GridSegment> kept;
    for (std::size_t i = 0; i < verdicts.proposals.size(); ++i) {
        densities.push_back(verdicts.proposals[i].density);
        if (verdicts.proposals[i].isKept) {
            const model::Detection &detection = proposals.detections[i];
            kept.push_back({.start = grid.toGrid(detection.start),
                            .end = grid.toGrid(detection.end),
                            .classIndex = detection.classIndex});
        }
    }
    std::string problem = difference(golden.output(video + ".iou_sum"), densities, tolerance);
    QVERIFY2(problem.empty(), problem.c_str());
    problem = difference(golden.output(video + ".grid_segments"), boundsOf(kept), tolerance);
    QVERIFY2(problem.empty(), problem.c_str());
    problem = difference(golden.output(video + ".grid_labels"), labelsOf(kept));
    QVERIFY2(problem.empty(), problem.c_str());

    tal::CropRule rule;
    rule.maxSequence = hyper.at("max_seq_len").get<std::int64_t>();
    rule.truncationThreshold = hyper.at("trunc_thresh").get<double>();
    rule.ratioMin = hyper.at("crop_ratio").at(0).get<double>();
    rule.ratioMax = hyper.at("crop_ratio").at(1).get<double>();
    RecordedDraws draws(own.at("draws"), own.at("n_draws").get<std::int64_t>());
    const tal::Crop crop =
        tal::cropSample(own.at("T").get<std::int64_t>(), kept, rule, std::ref(draws));
    QCOMPARE(draws.count(), own.at("n_draws").get<std::int64_t>());
    problem =
        difference(golden.output(video + ".crop_segments"), boundsOf(crop.segments), tolerance);
    QVERIFY2(problem.empty(), problem.c_str());
    problem = difference(golden.output(video + ".crop_labels"), labelsOf(crop.segments));
    QVERIFY2(problem.empty(), problem.c_str());

    const GoldenArray features = golden.input(video + ".feats_TxC"); // turned to C×T
    const std::int64_t channels = features.shape.at(1);
    std::vector<double> cropped;
    for (std::int64_t c = 0; c < channels; ++c) {
        for (std::int64_t t = crop.start; t < crop.start + crop.length; ++t) {
            cropped.push_back(features.values[static_cast<std::size_t>(t * channels + c)]);
        }
    }
    problem = difference(golden.output(video + ".crop_feats"), cropped, tolerance);
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestGoldenStudentData::filterAndCropMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const std::vector<std::string> videos = prefixes(golden, ".iou_sum");
    QVERIFY(!videos.empty());
    for (const std::string &video : videos) {
        compareVideo(golden, video);
        if (QTest::currentTestFailed()) {
            return;
        }
    }
}

void TestGoldenStudentData::cropRangesMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const GoldenArray expected = golden.output("T_low_high");
    std::vector<std::int64_t> actual;
    for (std::size_t row = 0; row < expected.values.size(); row += 3) {
        const auto length = static_cast<std::int64_t>(expected.values[row]);
        const nlohmann::json &ratio = golden.hyper().at("crop_ratio");
        const tal::CropRange range =
            tal::cropLengthRange(length, ratio.at(0).get<double>(), ratio.at(1).get<double>());
        actual.insert(actual.end(), {length, range.shortest, range.longest});
    }
    const std::string problem = difference(expected, actual);
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestGoldenStudentData::cropTrialsMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const GoldenArray features = golden.input("feats"); // C×T
    const std::int64_t channels = features.shape.at(0);
    const std::int64_t length = features.shape.at(1);
    const std::vector<float> bounds = golden.input("segments").floats();
    const std::vector<int> labels = golden.input("labels").ints();
    std::vector<tal::GridSegment> segments;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        segments.push_back(
            {.start = bounds[2 * i], .end = bounds[2 * i + 1], .classIndex = labels[i]});
    }
    const GoldenTolerance tolerance{.rel = golden.tolerance("rel", 1e-6), .abs = 0.0};
    const std::vector<std::string> runs = prefixes(golden, ".segments");
    QVERIFY(!runs.empty());
    for (const std::string &run : runs) {
        const nlohmann::json &hyper = golden.hyper().at("run_" + run);
        tal::CropRule rule;
        rule.maxSequence = hyper.at("max_seq_len").get<std::int64_t>();
        rule.truncationThreshold = golden.hyper().at("trunc_thresh").get<double>();
        rule.isRandomLength = !hyper.at("crop_ratio").is_null();
        if (rule.isRandomLength) {
            rule.ratioMin = hyper.at("crop_ratio").at(0).get<double>();
            rule.ratioMax = hyper.at("crop_ratio").at(1).get<double>();
        }
        RecordedDraws draws(hyper.at("draws"), static_cast<std::int64_t>(hyper.at("draws").size()));
        const tal::Crop crop = tal::cropSample(length, segments, rule, std::ref(draws));
        QCOMPARE(draws.count(), static_cast<std::int64_t>(hyper.at("draws").size()));

        std::string problem =
            difference(golden.output(run + ".segments"), boundsOf(crop.segments), tolerance);
        QVERIFY2(problem.empty(), problem.c_str());
        problem = difference(golden.output(run + ".labels"), labelsOf(crop.segments));
        QVERIFY2(problem.empty(), problem.c_str());
        std::vector<double> cropped;
        for (std::int64_t c = 0; c < channels; ++c) {
            const auto row = features.values.begin() + c * length + crop.start;
            cropped.insert(cropped.end(), row, row + crop.length);
        }
        problem = difference(golden.output(run + ".feats"), cropped, tolerance);
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

QTEST_APPLESS_MAIN(TestGoldenStudentData)
#include "tst_golden_student_data.moc"
