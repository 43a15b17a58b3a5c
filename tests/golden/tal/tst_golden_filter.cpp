#include <map>

#include "core/tal/pseudo_filter.h"
#include "core/tal/student_targets.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using namespace core;

namespace {

// The proposals of a case, with labels as class numbers in order of their appearance.
struct Proposals
{
    model::DetectionSet set;
    std::map<std::string, double> fps;

    explicit Proposals(const nlohmann::json &file)
    {
        for (const auto &[video, rows] : file.at("results").items()) {
            model::VideoDetections detections{.video = video, .detections = {}};
            for (const nlohmann::json &row : rows) {
                detections.detections.push_back(
                    {.classIndex = classOf(row.at("label").get<std::string>()),
                     .start = row.at("segment")[0].get<double>(),
                     .end = row.at("segment")[1].get<double>(),
                     .score = row.at("score").get<double>()});
            }
            set.videos.push_back(std::move(detections));
        }
        fps = file.at("fps").get<std::map<std::string, double>>();
    }

    const model::VideoDetections &video(const std::string &name) const
    {
        for (const model::VideoDetections &candidate : set.videos) {
            if (candidate.video == name) {
                return candidate;
            }
        }
        throw std::runtime_error("no video " + name);
    }

private:
    int classOf(const std::string &label)
    {
        const auto found = std::find(set.classes.begin(), set.classes.end(), label);
        if (found != set.classes.end()) {
            return static_cast<int>(found - set.classes.begin());
        }
        set.classes.push_back(label);
        return static_cast<int>(set.classes.size()) - 1;
    }
};

} // namespace

// The stage-2 filter against the published code (spec fustal-stage1-2 §5).
class TestGoldenFilter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_generator"); }
    void densitiesMatch_data() { addGoldenRows("fustal_generator", "filter"); }
    void densitiesMatch();
    void decisionsMatch_data() { addGoldenRows("fustal_generator", "filter"); }
    void decisionsMatch();
    void targetsMatch_data() { addGoldenRows("fustal_generator", "filter"); }
    void targetsMatch();
};

void TestGoldenFilter::densitiesMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const Proposals proposals(golden.inputJson("proposals"));
    const GoldenTolerance tolerance{.rel = 0.0, .abs = golden.tolerance("density_abs", 1e-5)};
    struct Form
    {
        const char *output;
        model::DensityNeighbours neighbours;
        model::DensityAggregation aggregation;
    };
    const Form forms[] = {
        {"density.", model::DensityNeighbours::AllClasses, model::DensityAggregation::Sum},
        {"density_same_class.", model::DensityNeighbours::SameClass,
         model::DensityAggregation::Sum},
        {"top3.", model::DensityNeighbours::AllClasses, model::DensityAggregation::MeanTop3},
    };
    for (const Form &form : forms) {
        int compared = 0;
        for (const model::VideoDetections &video : proposals.set.videos) {
            const std::string output = form.output + video.video;
            if (!golden.hasOutput(output)) {
                continue;
            }
            const std::string problem = difference(
                golden.output(output),
                tal::proposalDensities(video.detections, form.neighbours, form.aggregation),
                tolerance);
            QVERIFY2(problem.empty(), problem.c_str());
            ++compared;
        }
        QVERIFY2(compared > 0, form.output);
    }
}

void TestGoldenFilter::decisionsMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const Proposals proposals(golden.inputJson("proposals"));
    for (const auto &[name, decision] : golden.manifest().at("decisions").items()) {
        model::FilterConfig config;
        config.minDensity = decision.at("gamma").get<double>();
        config.minScore = decision.at("eta").get<double>();
        if (decision.at("aggregation").get<std::string>().find("top 3") != std::string::npos) {
            config.aggregation = model::DensityAggregation::MeanTop3;
        }
        for (const auto &[video, expected] : decision.at("videos").items()) {
            const tal::VideoVerdicts verdicts =
                tal::filterVideo(proposals.video(video), config, nullptr);
            if (expected.contains("error")) { // the published code fails on so few proposals
                QCOMPARE(verdicts.proposals.size(), proposals.video(video).detections.size());
                continue;
            }
            QCOMPARE(verdicts.proposals.size(), expected.at("n").get<std::size_t>());
            std::vector<std::size_t> kept;
            for (std::size_t i = 0; i < verdicts.proposals.size(); ++i) {
                if (verdicts.proposals[i].isKept) {
                    kept.push_back(i);
                }
            }
            QVERIFY2(kept == expected.at("kept_index").get<std::vector<std::size_t>>(),
                     qPrintable(QString::fromStdString(name + ", " + video)));
        }
    }
}

void TestGoldenFilter::targetsMatch()
{
    const GoldenCase golden = currentGoldenCase();
    const Proposals proposals(golden.inputJson("proposals"));
    const tal::FilterOutcome outcome = tal::filterProposals(proposals.set, {});
    const model::DetectionSet kept = tal::keptProposals(proposals.set, outcome);
    QCOMPARE(kept.videos.size(), proposals.set.videos.size());
    int compared = 0;
    for (std::size_t v = 0; v < kept.videos.size(); ++v) {
        const model::VideoDetections &video = kept.videos[v];
        if (!golden.hasOutput("kept." + video.video)) {
            continue;
        }
        const tal::StudentGrid grid{.fps = proposals.fps.at(video.video),
                                    .windowFrames = golden.hyper().at("num_frames").get<int>(),
                                    .strideFrames = golden.hyper().at("stride").get<int>()};
        std::vector<std::int64_t> isKept;
        for (const tal::ProposalVerdict &verdict : outcome.videos[v].proposals) {
            isKept.push_back(verdict.isKept ? 1 : 0);
        }
        std::string problem = difference(golden.output("kept." + video.video), isKept);
        QVERIFY2(problem.empty(), problem.c_str());

        std::vector<float> segments;
        for (const model::Detection &detection : video.detections) {
            segments.push_back(grid.toGrid(detection.start));
            segments.push_back(grid.toGrid(detection.end));
        }
        problem = difference(golden.output("grid_segments." + video.video), segments,
                             {.rel = golden.tolerance("grid_rel", 1e-6), .abs = 0.0});
        QVERIFY2(problem.empty(), problem.c_str());

        // Labels are numbers of a class table that the case does not hold: compare as a mapping.
        const std::vector<std::int64_t> labels = golden.output("labels." + video.video).integers();
        QCOMPARE(labels.size(), video.detections.size());
        std::map<int, std::int64_t> labelOfClass;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            QCOMPARE(
                labelOfClass.try_emplace(video.detections[i].classIndex, labels[i]).first->second,
                labels[i]);
        }
        ++compared;
    }
    QVERIFY(compared > 0);
}

QTEST_APPLESS_MAIN(TestGoldenFilter)
#include "tst_golden_filter.moc"
