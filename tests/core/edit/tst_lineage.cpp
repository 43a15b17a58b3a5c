#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/npy_file.h"
#include "core/data/run_config.h"
#include "core/edit/lineage.h"
#include "core/edit/run_results.h"
#include "core/store/track_staging.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::Access;
using edit::Lineage;
using edit::ProjectSession;
using model::Segment;
using model::TrackRole;

// The chain of every segment that a run and a person made, and the segment computed from it again.
class TestLineage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everySegmentOfTheRunIsReproduced();
    void labelKnowsItsWholeChain();
    void verdictsAreThoseOfTheBatch();
    void correctionsAreReproduced();
    void studentsOutputsAreNamed();
    void curvesThatAreGoneAreAGap();
    void otherCurvesAreNoticed();
    void originsThatAreBeingRemovedAreAGap();
    void importsHaveNoRun();
    void unknownSegment();

private:
    // Curves of one video in the run's folder; what the generator stage writes.
    void writeCurves(std::uint64_t seed);
    std::vector<Segment> segmentsOf(TrackRole role) const
    {
        return m_session->segments().segments(role, m_run.name).value();
    }
    void compare(const Segment &stored, const edit::ReplayedSegment &replayed) const;

    static constexpr int kSnippets = 60;
    static constexpr double kStartS = 0.64; // windows of 48 frames every 16
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ProjectSession> m_session;
    model::Run m_run;
    model::RunConfig m_config;
    model::DetectionSet m_proposals;
    tal::FilterOutcome m_outcome;
};

void TestLineage::writeCurves(std::uint64_t seed)
{
    const std::filesystem::path curves = m_session->runFolder(m_run.name) / "stage1/curves";
    QVERIFY(base::makeFolder(curves));
    base::Random random(seed);
    std::vector<float> cas;
    std::vector<float> actionness;
    for (int t = 0; t < kSnippets; ++t) {
        const double phase = t / 6.0;
        for (int c = 0; c < 3; ++c) {
            cas.push_back(static_cast<float>(2.0 * std::sin(phase + c) + random.uniform(0.0, 1.0)));
        }
        actionness.push_back(static_cast<float>(0.5 + 0.4 * std::sin(phase)));
    }
    const std::vector<float> scores = {0.9F, 0.6F, 0.3F};
    const tal::ScoreCurves input{.snippets = kSnippets,
                                 .classes = 3,
                                 .cas = cas,
                                 .actionness = actionness,
                                 .videoScores = scores,
                                 .storedSnippets = 73,
                                 .strideFrames = 16,
                                 .sampleFps = 25.0,
                                 .startS = kStartS};
    const std::array<std::int64_t, 2> shape = {kSnippets, 3};
    QVERIFY(data::writeNpy(curves / "v_000.npy", shape, std::span<const float>(cas)));
    QVERIFY(data::writeNpy(curves / "v_000.actionness.npy", std::span(shape).first(1),
                           std::span<const float>(actionness)));
    const nlohmann::json index = {
        {"classes", {"Run", "Jump", "Throw"}},
        {"grid", {{"sample_fps", 25.0}, {"window_frames", 48}, {"stride_frames", 16}}},
        {"videos",
         {{{"video", "v_000"},
           {"snippets", kSnippets},
           {"stored_snippets", 73},
           {"start_seconds", kStartS},
           {"seconds_per_snippet", 0.7786},
           {"cas", "v_000.npy"},
           {"actionness", "v_000.actionness.npy"},
           {"video_scores", scores}}}}};
    QVERIFY(base::writeFileAtomically(curves / "index.json", index.dump()));
    const std::vector<int> classes = {0, 1, 2};
    m_proposals = {
        .classes = {"Run", "Jump", "Throw"},
        .videos = {
            {.video = "v_000",
             .detections = tal::makeProposals(input, tal::fustalRecipe(m_config.proposals), classes)
                               .value()}}};
}

void TestLineage::init()
{
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = ProjectSession::open(tests::makeProject(m_folder->path().toStdString()),
                                     Access::Write, "test")
                    .value();
    m_config = {};
    m_config.filter.minDensity = 0.5;
    m_config.filter.minScore = 0.6;
    const nlohmann::json toml = {{"toml", data::writeRunConfig(m_config)}};
    m_run = edit::beginRun(*m_session, {.kind = "train", .configJson = toml.dump()}, {}).value();
    writeCurves(5);
    m_outcome = tal::filterProposals(m_proposals, m_config.filter);
    edit::RunResults results{.proposals = m_proposals,
                             .pseudoLabels = tal::keptProposals(m_proposals, m_outcome)};
    for (std::size_t i = 0; i < m_proposals.videos[0].detections.size(); ++i) {
        const tal::ProposalVerdict &verdict = m_outcome.videos[0].proposals[i];
        if (!verdict.isKept) {
            results.rejected.push_back({.video = "v_000",
                                        .detection = m_proposals.videos[0].detections[i],
                                        .reason = tal::verdictReason(verdict, m_config.filter)});
        }
    }
    results.predictions = results.pseudoLabels;
    for (model::Detection &detection : results.predictions->videos[0].detections) {
        detection.end += 0.5;
    }
    const nlohmann::json meta = {{"classes", m_proposals.classes}, {"seconds_per_snippet", 0.7786}};
    results.files.push_back({.kind = "curve",
                             .path = "stage1/curves/v_000.npy",
                             .video = "v_000",
                             .metaJson = meta.dump()});
    m_run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(*m_session, m_run, results));
    QVERIFY(m_outcome.kept > 3 && m_outcome.rejected > 3);
}

void TestLineage::compare(const Segment &stored, const edit::ReplayedSegment &replayed) const
{
    QCOMPARE(replayed.className, m_session->document().actionClass(*stored.classId)->key);
    QCOMPARE(replayed.range.startUs, stored.range.startUs);
    QCOMPARE(replayed.range.endUs, stored.range.endUs);
    QVERIFY(replayed.score.has_value() == stored.score.has_value());
    QVERIFY(!stored.score || qAbs(*replayed.score - *stored.score) < 1e-6);
    QVERIFY(replayed.state == stored.state);
}

void TestLineage::everySegmentOfTheRunIsReproduced()
{
    for (const TrackRole role : {TrackRole::Proposal, TrackRole::PseudoLabel}) {
        const std::vector<Segment> segments = segmentsOf(role);
        QCOMPARE(segments.size(), m_proposals.videos[0].detections.size());
        for (const Segment &segment : segments) {
            const auto lineage = edit::lineageOf(*m_session, segment.uuid);
            QVERIFY(lineage.has_value());
            QVERIFY2(lineage->gaps.empty(), lineage->gaps.empty() ? "" : lineage->gaps[0].c_str());
            const auto replayed = edit::replay(*lineage);
            QVERIFY(replayed.has_value());
            compare(segment, *replayed);
        }
    }
}

void TestLineage::labelKnowsItsWholeChain()
{
    for (const Segment &segment : segmentsOf(TrackRole::PseudoLabel)) {
        const Lineage lineage = edit::lineageOf(*m_session, segment.uuid).value();
        QCOMPARE(lineage.segment.uuid, segment.uuid);
        QCOMPARE(lineage.segment.video, "v_000");
        QVERIFY(lineage.pseudoLabel && lineage.proposal && lineage.curve && lineage.filter);
        QVERIFY(lineage.proposal->role == TrackRole::Proposal);
        QVERIFY(lineage.proposal->range == segment.range);
        const tal::ProposalOrigin &origin = lineage.curve->origin;
        QCOMPARE(m_proposals.classes[static_cast<std::size_t>(lineage.curve->channel)],
                 lineage.segment.className);
        QVERIFY(origin.threshold >= 0.0 && origin.threshold < 1.0);
        QVERIFY(qAbs(origin.contrast + origin.videoTerm - *segment.score) < 1e-12);
        QVERIFY(origin.segmenting == tal::CurveKind::Cas ? origin.level >= 0.0
                                                         : origin.level <= 0.9 + 1e-6);
        QVERIFY(m_session->document().track(lineage.curve->trackId)->role == TrackRole::Curve);
    }
}

// Density, rules and their limits are those of the filter over the whole set, to the rounding of
// microseconds; the votes add up to the density.
void TestLineage::verdictsAreThoseOfTheBatch()
{
    std::vector<Segment> proposals = segmentsOf(TrackRole::Proposal);
    std::sort(proposals.begin(), proposals.end(),
              [](const Segment &a, const Segment &b) { return a.id < b.id; });
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const Lineage lineage = edit::lineageOf(*m_session, proposals[i].uuid).value();
        const tal::ProposalVerdict &verdict = m_outcome.videos[0].proposals[i];
        QCOMPARE(lineage.filter->isKept, verdict.isKept);
        QVERIFY(qAbs(lineage.filter->density - static_cast<double>(verdict.density)) < 1e-4);
        double votes = 0.0;
        for (const edit::LineageOverlap &vote : lineage.filter->voters) {
            votes += vote.tiou;
        }
        QVERIFY(qAbs(votes - lineage.filter->density) < 1e-3);
        QCOMPARE(lineage.filter->rules.size(), std::size_t{2});
        QCOMPARE(lineage.filter->rules[0].limit, 0.5);
        QVERIFY(qAbs(lineage.filter->rules[1].limit - 0.6) < 1e-6); // compared in float32
    }
}

void TestLineage::correctionsAreReproduced()
{
    edit::Document &document = m_session->document();
    const Segment label = segmentsOf(TrackRole::PseudoLabel).front();
    const std::string copy = document.apply({edit::CopySegment{.uuid = label.uuid}})->segment;
    const base::TimeRange moved = {label.range.startUs + 1000, label.range.endUs + 2000};
    QVERIFY(document.apply({edit::MoveSegment{.uuid = copy, .range = moved}}));
    QVERIFY(
        document.apply({edit::RelabelSegment{.uuid = copy, .classId = document.classes()[1].id}}));
    QVERIFY(document.undo());
    QVERIFY(document.redo());
    QVERIFY(document.apply({edit::SetNote{.uuid = copy, .note = "why"}}));
    const Lineage lineage = edit::lineageOf(*m_session, copy).value();
    QCOMPARE(lineage.copiedFrom.size(), std::size_t{1});
    QCOMPARE(lineage.copiedFrom[0].uuid, label.uuid);
    QVERIFY(lineage.pseudoLabel && lineage.proposal && lineage.curve && lineage.filter);
    QCOMPARE(lineage.edits.size(), std::size_t{6});
    QVERIFY(lineage.edits[0].after->range == label.range);
    QVERIFY(lineage.edits[1].after->range == moved);
    QVERIFY(lineage.edits[3].revision.kind == store::RevisionKind::Undo);
    compare(document.segment(copy).value(), edit::replay(lineage).value());

    Lineage holed = lineage;
    holed.edits.erase(holed.edits.begin() + 1);
    QCOMPARE(edit::replay(holed).error().code, base::ErrorCode::Conflict);

    const auto split = document.apply(
        {edit::SplitSegment{.uuid = copy, .atUs = (moved.startUs + moved.endUs) / 2}});
    QVERIFY(split);
    const std::vector<Segment> parts =
        m_session->segments().segments(TrackRole::Manual, std::nullopt).value();
    QCOMPARE(parts.size(), std::size_t{2});
    for (const Segment &part : parts) {
        compare(part, edit::replay(edit::lineageOf(*m_session, part.uuid).value()).value());
    }
    QVERIFY(document.apply({edit::DeleteSegment{.uuid = copy}}));
    QCOMPARE(edit::lineageOf(*m_session, copy).error().code, base::ErrorCode::NotFound);
}

void TestLineage::studentsOutputsAreNamed()
{
    const std::vector<Segment> labels = segmentsOf(TrackRole::PseudoLabel);
    for (const Segment &label : labels) {
        const Lineage lineage = edit::lineageOf(*m_session, label.uuid).value();
        QCOMPARE(lineage.taught.empty(), label.state == model::SegmentState::Rejected);
        for (const edit::LineageOverlap &output : lineage.taught) {
            QVERIFY(output.segment.role == TrackRole::Prediction);
            QCOMPARE(output.segment.className, lineage.segment.className);
            QVERIFY(output.tiou > 0.0);
        }
    }
    const Segment prediction = segmentsOf(TrackRole::Prediction).front();
    const Lineage lineage = edit::lineageOf(*m_session, prediction.uuid).value();
    QVERIFY(!lineage.teachers.empty());
    QVERIFY(lineage.teachers[0].tiou > 0.5);
    QCOMPARE(edit::replay(lineage).error().code, base::ErrorCode::Unsupported);
}

void TestLineage::curvesThatAreGoneAreAGap()
{
    std::filesystem::remove_all(m_session->runFolder(m_run.name));
    const Lineage lineage =
        edit::lineageOf(*m_session, segmentsOf(TrackRole::PseudoLabel).front().uuid).value();
    QVERIFY(!lineage.curve && lineage.filter);
    QCOMPARE(lineage.gaps.size(), std::size_t{1});
    QCOMPARE(edit::replay(lineage).error().code, base::ErrorCode::Unsupported);
}

void TestLineage::otherCurvesAreNoticed()
{
    writeCurves(6);
    const Lineage lineage =
        edit::lineageOf(*m_session, segmentsOf(TrackRole::PseudoLabel).front().uuid).value();
    QVERIFY(!lineage.curve);
    QCOMPARE(lineage.gaps.size(), std::size_t{1});
}

// New results of a run take the place of the old ones, which are removed in slices.
void TestLineage::originsThatAreBeingRemovedAreAGap()
{
    const Segment label = segmentsOf(TrackRole::PseudoLabel).front();
    const std::string copy =
        m_session->document().apply({edit::CopySegment{.uuid = label.uuid}})->segment;
    QVERIFY(!store::TrackStaging(m_session->database())
                 .withdraw(m_run.id, TrackRole::PseudoLabel)
                 ->empty());
    QVERIFY(m_session->document().reload());
    QCOMPARE(m_session->document().segment(label.uuid).error().code, base::ErrorCode::NotFound);
    const Lineage lineage = edit::lineageOf(*m_session, copy).value();
    QVERIFY(lineage.copiedFrom.empty() && !lineage.pseudoLabel);
    QCOMPARE(lineage.gaps.size(), std::size_t{1});
}

void TestLineage::importsHaveNoRun()
{
    const Segment label =
        m_session->segments().segments(TrackRole::PseudoLabel, std::string("base"))->front();
    const Lineage lineage = edit::lineageOf(*m_session, label.uuid).value();
    QVERIFY(lineage.pseudoLabel && !lineage.proposal && !lineage.curve && !lineage.filter);
    QVERIFY(!lineage.gaps.empty());
}

void TestLineage::unknownSegment()
{
    QCOMPARE(edit::lineageOf(*m_session, "nothing").error().code, base::ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestLineage)
#include "tst_lineage.moc"
