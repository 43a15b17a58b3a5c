#include "core/edit/lineage.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/data/read_any.h"
#include "core/data/run_config.h"
#include "core/data/run_folder.h"
#include "core/edit/collect.h"
#include "core/edit/curves.h"
#include "core/tal/class_matching.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Segment;
using model::TrackRole;

namespace {

double overlapOf(base::TimeRange a, base::TimeRange b)
{
    return tal::tiou(base::usToSeconds(a.startUs), base::usToSeconds(a.endUs),
                     base::usToSeconds(b.startUs), base::usToSeconds(b.endUs));
}

void sortByOverlap(std::vector<LineageOverlap> &overlaps)
{
    std::stable_sort(
        overlaps.begin(), overlaps.end(),
        [](const LineageOverlap &a, const LineageOverlap &b) { return a.tiou > b.tiou; });
}

// Segments of one track in the order in which they were written.
Result<std::vector<Segment>> inFileOrder(const ProjectSession &session, std::int64_t trackId)
{
    std::vector<Segment> segments = TRY(session.segments().segments(trackId));
    std::sort(segments.begin(), segments.end(),
              [](const Segment &a, const Segment &b) { return a.id < b.id; });
    return segments;
}

// The links of one segment, each found from the ones before.
class Tracer
{
public:
    Tracer(const ProjectSession &session, Lineage &lineage)
        : m_session(session)
        , m_document(session.document())
        , m_lineage(lineage)
    {
    }

    Result<void> trace(const std::string &uuid)
    {
        for (const model::Run &run : TRY(m_session.runs().runs())) {
            m_runs.emplace(run.id, run);
        }
        for (const model::ActionClass &actionClass : m_document.classes()) {
            m_classIndex.emplace(actionClass.id, static_cast<int>(m_classIndex.size()));
        }
        const Segment asked = TRY(m_document.segment(uuid));
        m_lineage.segment = describe(asked);
        m_video = m_document.track(asked.trackId)->videoId;
        TRY(traceEdits(uuid));
        const Segment root = TRY(traceCopies(asked));
        const model::Track &track = *m_document.track(root.trackId);
        std::optional<std::int64_t> filterRun; // whose labels and configuration
        if (track.role == TrackRole::PseudoLabel || track.role == TrackRole::Proposal) {
            filterRun = TRY(traceLabel(root, track));
        }
        if (m_proposal) {
            TRY(traceCurve());
            TRY(traceFilter(filterRun));
        }
        if (track.role == TrackRole::Prediction) {
            m_lineage.gaps.emplace_back("a network predicted it; its weights are the run's");
            return traceTeachers(root, track);
        }
        return traceTaught(asked);
    }

private:
    LineageSegment describe(const Segment &segment) const
    {
        // Those of the history may be gone.
        const model::Track *track = m_document.track(segment.trackId);
        const model::ActionClass *actionClass =
            segment.classId ? m_document.actionClass(*segment.classId) : nullptr;
        return {.uuid = segment.uuid,
                .video = track != nullptr ? m_document.video(track->videoId)->name : "",
                .role = track != nullptr ? track->role : TrackRole::Manual,
                .track = track != nullptr ? track->name : "",
                .className = actionClass != nullptr ? actionClass->key : "",
                .range = segment.range,
                .score = segment.score,
                .state = segment.state,
                .note = segment.note};
    }

    static const Segment *segmentOf(const std::optional<store::Row> &row)
    {
        return row ? std::get_if<Segment>(&*row) : nullptr;
    }

    Result<void> traceEdits(const std::string &uuid)
    {
        for (const std::int64_t id : TRY(m_session.revisions().historyOf(uuid))) {
            const auto revision = TRY(m_session.revisions().revision(id));
            for (const store::RowChange &change : TRY(m_session.revisions().changes(id))) {
                if (!revision || change.uuid() != uuid) {
                    continue;
                }
                LineageEdit step{.revision = *revision};
                if (const auto *before = segmentOf(change.before)) {
                    step.before = describe(*before);
                }
                if (const auto *after = segmentOf(change.after)) {
                    step.after = describe(*after);
                }
                m_lineage.edits.push_back(std::move(step));
            }
        }
        return {};
    }

    // To the segment that no person made, or as far as it goes.
    Result<Segment> traceCopies(Segment segment)
    {
        std::size_t steps = 0;
        constexpr std::size_t kMostSteps = 1000; // splits of splits end long before
        while (!segment.originSegmentUuid.empty() && steps++ < kMostSteps) {
            const auto origin = TRY(m_session.segments().segment(segment.originSegmentUuid));
            if (!origin) {
                m_lineage.gaps.emplace_back("the segment that it was made from is deleted");
                return segment;
            }
            segment = *origin;
            m_lineage.copiedFrom.push_back(describe(segment));
        }
        return segment;
    }

    const model::Track *trackOf(TrackRole role, std::int64_t runId) const
    {
        for (const model::Track &track : m_document.tracks()) {
            if (track.role == role && track.videoId == m_video && track.sourceRunId == runId) {
                return &track;
            }
        }
        return nullptr;
    }

    // The segment of a run's track with the class and range of another.
    Result<std::optional<Segment>> twin(TrackRole role, std::int64_t runId, const Segment &of)
    {
        const model::Track *track = trackOf(role, runId);
        if (track == nullptr) {
            return std::nullopt;
        }
        for (const Segment &segment : TRY(inFileOrder(m_session, track->id))) {
            if (segment.classId == of.classId && segment.range == of.range) {
                return segment;
            }
        }
        return std::nullopt;
    }

    // Finds proposal and pseudo-label of a segment that is one of them. Returns the run whose
    // filter judged.
    Result<std::optional<std::int64_t>> traceLabel(const Segment &root, const model::Track &track)
    {
        std::optional<std::int64_t> run = track.sourceRunId;
        if (!run) {
            m_lineage.gaps.push_back(
                fmt::format("'{}' was imported: no run says how it came about", track.name));
        }
        if (track.role == TrackRole::Proposal) {
            m_proposal = root;
            const auto label = run ? TRY(twin(TrackRole::PseudoLabel, *run, root)) : std::nullopt;
            if (label) {
                m_pseudoLabel = *label;
                m_lineage.pseudoLabel = describe(*label);
            }
        } else {
            m_pseudoLabel = root;
            m_lineage.pseudoLabel = describe(root);
            // A run of the filter alone has its proposals from the run before.
            std::optional<std::int64_t> source = run;
            while (source && !m_proposal) {
                m_proposal = TRY(twin(TrackRole::Proposal, *source, root));
                source = m_runs.at(*source).parentRunId;
            }
            if (run && !m_proposal) {
                m_lineage.gaps.emplace_back("no proposal of the run has its class and bounds");
            }
        }
        if (m_proposal) {
            m_lineage.proposal = describe(*m_proposal);
        }
        return run;
    }

    Result<model::RunConfig> configOf(std::int64_t runId) const
    {
        const nlohmann::json json =
            nlohmann::json::parse(m_runs.at(runId).configJson, nullptr, false);
        const bool hasText = json.is_object() && json.contains("toml") && json["toml"].is_string();
        if (!hasText) {
            return fail(
                {.code = ErrorCode::BadFormat,
                 .problem = fmt::format("run '{}' has no configuration", m_runs.at(runId).name)});
        }
        return data::parseRunConfig(json["toml"].get<std::string>());
    }

    Result<void> traceCurve()
    {
        const model::Track &proposals = *m_document.track(m_proposal->trackId);
        const model::Track *track =
            proposals.sourceRunId ? trackOf(TrackRole::Curve, *proposals.sourceRunId) : nullptr;
        if (track == nullptr || !m_proposal->classId) {
            m_lineage.gaps.emplace_back("the project has no curve that the proposal came from");
            return {};
        }
        const auto config = configOf(*proposals.sourceRunId);
        const auto output = readGeneratorOutput(m_session, *track);
        if (!config || !output) {
            m_lineage.gaps.push_back("the curve cannot be read: " +
                                     (config ? output.error() : config.error()).sentence());
            return {};
        }
        const auto recipe = tal::recipeOfGenerator(config->generator, config->proposals);
        const std::string &key = m_document.actionClass(*m_proposal->classId)->key;
        const auto place = std::find(output->classes.begin(), output->classes.end(), key);
        if (!recipe || place == output->classes.end()) {
            m_lineage.gaps.emplace_back("the run does not say how it made proposals of its curves");
            return {};
        }
        const auto channel = static_cast<int>(place - output->classes.begin());
        const auto origin =
            TRY(tal::findOrigin(scoreCurves(*output), *recipe, channel, m_proposal->range));
        if (!origin) {
            m_lineage.gaps.emplace_back("the stored curve does not give this proposal");
            return {};
        }
        m_lineage.curve = LineageCurve{.trackId = track->id, .channel = channel, .origin = *origin};
        return {};
    }

    // What the density counts where it is not the proposals themselves.
    Result<std::optional<model::VideoDetections>> beforeNms(const model::RunConfig &config,
                                                            std::int64_t runId) const
    {
        if (config.filter.densityStage == model::DensityStage::AfterNms) {
            return std::nullopt;
        }
        data::ReadOptions options{.mayAddClasses = true};
        for (const model::ActionClass &actionClass : m_document.classes()) {
            options.classes.push_back(actionClass.key);
        }
        const std::filesystem::path folder =
            TRY(m_session.resolve(std::nullopt, m_runs.at(runId).folder));
        const auto file = TRY(data::readDetections(
            data::stageFolder(folder, data::TrainingStage::Generator) / data::kBeforeNmsFile,
            options));
        const std::string &name = m_document.video(m_video)->name;
        for (const model::VideoDetections &video : file.detections.videos) {
            if (video.video == name) {
                return video;
            }
        }
        return model::VideoDetections{.video = name, .detections = {}};
    }

    model::Detection detectionOf(const Segment &segment) const
    {
        return {.classIndex = m_classIndex.at(*segment.classId),
                .start = base::usToSeconds(segment.range.startUs),
                .end = base::usToSeconds(segment.range.endUs),
                .score = segment.score.value_or(1.0)};
    }

    Result<void> traceFilter(std::optional<std::int64_t> filterRun)
    {
        if (!filterRun || !m_pseudoLabel) {
            m_lineage.gaps.emplace_back("no filter judged the proposal");
            return {};
        }
        const model::RunConfig config = TRY(configOf(*filterRun));
        const model::Track &track = *m_document.track(m_proposal->trackId);
        std::vector<Segment> proposals = TRY(inFileOrder(m_session, track.id));
        std::erase_if(proposals, [](const Segment &segment) { return !segment.classId; });
        model::VideoDetections video{.video = m_document.video(m_video)->name, .detections = {}};
        std::size_t own = 0;
        for (const Segment &proposal : proposals) {
            own = proposal.uuid == m_proposal->uuid ? video.detections.size() : own;
            video.detections.push_back(detectionOf(proposal));
        }
        const auto before = beforeNms(config, *track.sourceRunId);
        if (!before) {
            m_lineage.gaps.push_back("the proposals before NMS cannot be read: " +
                                     before.error().sentence());
            return {};
        }
        const tal::WeakLabels weakLabels = TRY(collectWeakLabels(m_session));
        const auto labels = weakLabels.find(video.video);
        const tal::VideoVerdicts verdicts = tal::filterVideo(
            video, config.filter, labels == weakLabels.end() ? nullptr : &labels->second,
            *before ? &**before : nullptr);
        const tal::ProposalVerdict &verdict = verdicts.proposals[own];
        LineageFilter filter{.isKept = verdict.isKept,
                             .isRescued = verdict.isRescued,
                             .density = static_cast<double>(verdict.density),
                             .rules = tal::ruleChecks(verdict, config.filter)};
        for (std::size_t i = 0; i < proposals.size(); ++i) {
            const double tiou = overlapOf(proposals[i].range, m_proposal->range);
            const bool counts = config.filter.neighbours == model::DensityNeighbours::AllClasses ||
                                proposals[i].classId == m_proposal->classId;
            if (i != own && counts && tiou > 0.0) {
                filter.voters.push_back({.segment = describe(proposals[i]), .tiou = tiou});
            }
        }
        sortByOverlap(filter.voters);
        m_lineage.filter = std::move(filter);
        return {};
    }

    // Segments of a track of the same class that overlap, without the rejected ones.
    Result<void> addOverlaps(const model::Track &track, const Segment &of,
                             std::vector<LineageOverlap> &overlaps) const
    {
        for (const Segment &segment : TRY(m_session.segments().segments(track.id))) {
            const double tiou = overlapOf(segment.range, of.range);
            if (segment.classId == of.classId && tiou > 0.0 &&
                segment.state != model::SegmentState::Rejected) {
                overlaps.push_back({.segment = describe(segment), .tiou = tiou});
            }
        }
        return {};
    }

    Result<void> traceTeachers(const Segment &prediction, const model::Track &track)
    {
        const model::Track *labels =
            track.sourceRunId ? trackOf(TrackRole::PseudoLabel, *track.sourceRunId) : nullptr;
        if (labels != nullptr) {
            TRY(addOverlaps(*labels, prediction, m_lineage.teachers));
        }
        sortByOverlap(m_lineage.teachers);
        return {};
    }

    // Whether a run was given a label set that holds one of these segments.
    Result<bool> learnedFrom(std::int64_t runId, const std::vector<std::string> &uuids) const
    {
        for (const model::RunInput &input : TRY(m_session.runs().inputs(runId))) {
            if (input.entity != "label_set") {
                continue;
            }
            for (const model::LabelSet &set : TRY(m_session.labelSets().labelSets())) {
                if (set.uuid != input.entityUuid) {
                    continue;
                }
                const model::LabelSetContent content = TRY(m_session.labelSets().content(set));
                return std::any_of(content.segments.begin(), content.segments.end(),
                                   [&](const model::LabelSetSegment &segment) {
                                       return std::find(uuids.begin(), uuids.end(),
                                                        segment.segmentUuid) != uuids.end();
                                   });
            }
        }
        return false;
    }

    Result<void> traceTaught(const Segment &asked)
    {
        std::vector<std::string> uuids = {asked.uuid};
        std::optional<std::int64_t> ownRun;
        if (m_pseudoLabel && m_pseudoLabel->state != model::SegmentState::Rejected) {
            uuids.push_back(m_pseudoLabel->uuid);
            ownRun = m_pseudoLabel->originRunId;
        }
        for (const model::Track &track : m_document.tracks()) {
            if (track.role == TrackRole::Prediction && track.videoId == m_video &&
                track.sourceRunId &&
                (track.sourceRunId == ownRun || TRY(learnedFrom(*track.sourceRunId, uuids)))) {
                TRY(addOverlaps(track, asked, m_lineage.taught));
            }
        }
        sortByOverlap(m_lineage.taught);
        return {};
    }

    const ProjectSession &m_session;
    const Document &m_document;
    Lineage &m_lineage;
    std::unordered_map<std::int64_t, model::Run> m_runs;
    std::unordered_map<std::int64_t, int> m_classIndex;
    std::int64_t m_video = 0;
    std::optional<Segment> m_proposal;
    std::optional<Segment> m_pseudoLabel;
};

} // namespace

Result<Lineage> lineageOf(const ProjectSession &session, const std::string &uuid)
{
    Lineage lineage;
    TRY(Tracer(session, lineage).trace(uuid));
    return lineage;
}

} // namespace core::edit
