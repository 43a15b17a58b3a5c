#include "core/edit/evidence.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random.h"
#include "core/data/features.h"
#include "core/data/file_name.h"
#include "core/data/npy_file.h"
#include "core/edit/curves.h"

namespace core::edit {

using base::Result;
using model::TrackRole;
using tal::Evidence;

namespace {

constexpr double kUsualRate = 25.0;
// Two frames to either side are reached by nudging as fast as by another jump.
constexpr double kFramesApart = 5.0;

double rateOf(const model::Video &video)
{
    return video.fps.num > 0 ? video.fps.value() : kUsualRate;
}

void append(std::vector<Evidence> &all, std::vector<Evidence> more)
{
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

void addCurves(const ProjectSession &session, const model::Track &track, int ordinal,
               const EvidenceOptions &options, std::vector<Evidence> &evidence)
{
    const auto curves = readCurves(session, track);
    if (!curves) {
        return; // the run's files are gone
    }
    const auto channel =
        std::find(curves->channelClasses.begin(), curves->channelClasses.end(), ordinal);
    if (channel == curves->channelClasses.end()) {
        return;
    }
    const auto c = static_cast<int>(channel - curves->channelClasses.begin());
    std::vector<float> values;
    for (std::int64_t t = 0; t < curves->curve->snippets(); ++t) {
        values.push_back(curves->curve->value(t, c));
    }
    append(evidence, tal::curveEvidence({.values = values,
                                         .firstS = curves->curve->timeUs(0.0) / 1e6,
                                         .stepS = curves->curve->stepUs() / 1e6},
                                        options.thresholds, track.name));
}

Result<void> addEdges(const ProjectSession &session, const model::Track &track,
                      std::int64_t classId, const EvidenceOptions &options,
                      std::vector<Evidence> &evidence)
{
    for (const model::Segment &segment : TRY(session.segments().segments(track.id))) {
        if (segment.classId == classId && segment.score.value_or(1.0) >= options.minScore) {
            for (const base::TimeUs edge : {segment.range.startUs, segment.range.endUs}) {
                evidence.push_back(
                    {base::usToSeconds(edge), tal::EvidenceKind::OtherEdge, track.name});
            }
        }
    }
    return {};
}

// The change of the first feature set: row t + 1 against row t lies between their centres.
Result<void> addFeatures(const ProjectSession &session, const model::Video &video,
                         std::vector<Evidence> &evidence)
{
    for (const model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const model::Feature &feature : TRY(session.project().features(set.id))) {
            if (feature.videoId != video.id) {
                continue;
            }
            model::FeatureSource source;
            source.isTransposed = set.isTransposed;
            for (const model::FeaturePart &part : feature.parts) {
                source.parts.push_back(TRY(session.resolve(part.rootId, part.path)));
            }
            const auto matrix = data::loadFeatures(source);
            const double fps = set.grid.sampleFps > 0.0 ? set.grid.sampleFps : rateOf(video);
            if (matrix) {
                const double step = set.grid.strideFrames / fps;
                const std::vector<float> change =
                    tal::featureChange(matrix->values, static_cast<std::size_t>(matrix->dim));
                append(evidence, tal::changeEvidence(
                                     {.values = change,
                                      .firstS = step / 2.0 + set.grid.windowFrames / fps / 2.0,
                                      .stepS = step}));
            }
            return {};
        }
    }
    return {};
}

// None where they were not measured, or the file is of something else.
std::vector<tal::FrameChange> frameChanges(const ProjectSession &session, const model::Video &video)
{
    std::vector<tal::FrameChange> changes;
    const auto array = data::readNpy(frameChangeFile(session, video));
    if (array && array->shape().size() == 2 && array->shape()[1] == 2) {
        const std::vector<double> values = array->toDoubles();
        for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
            changes.push_back({values[i], values[i + 1]});
        }
    }
    return changes;
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double meanOf(const std::vector<double> &values)
{
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

} // namespace

std::filesystem::path frameChangeFile(const ProjectSession &session, const model::Video &video)
{
    std::filesystem::path folder = session.path();
    folder += ".motion";
    return folder / (data::plainFileName(video.uuid) + ".npy");
}

Result<std::vector<Evidence>> boundaryEvidence(const ProjectSession &session, std::int64_t videoId,
                                               std::int64_t classId, const EvidenceOptions &options)
{
    const Document &document = session.document();
    const model::ActionClass *actionClass = document.actionClass(classId);
    const model::Video *video = document.video(videoId);
    std::vector<Evidence> evidence;
    for (const model::Track &track : document.tracks()) {
        if (track.videoId != videoId || track.role == TrackRole::GroundTruth) {
            continue;
        }
        if (track.kind == model::TrackKind::Curve) {
            addCurves(session, track, actionClass->ordinal, options, evidence);
        } else {
            TRY(addEdges(session, track, classId, options, evidence));
        }
    }
    if (options.withFeatures) {
        TRY(addFeatures(session, *video, evidence));
    }
    if (options.withFrames) {
        append(evidence, tal::frameEvidence(frameChanges(session, *video)));
    }
    return tal::ordered(std::move(evidence), kFramesApart / rateOf(*video));
}

Result<SnapTrial> simulateSnapping(const ProjectSession &session, double jitterS,
                                   std::uint64_t seed, const EvidenceOptions &options)
{
    const Document &document = session.document();
    base::Random random(seed);
    std::vector<double> nudging;
    std::vector<double> fiveFrames;
    std::vector<double> snapping;
    SnapTrial trial;
    std::set<std::int64_t> withCurves; // videos
    for (const model::Track &track : document.tracks()) {
        if (track.kind == model::TrackKind::Curve) {
            withCurves.insert(track.videoId);
        }
    }
    for (const model::Track &track : document.tracks()) {
        if (track.role != TrackRole::GroundTruth || !withCurves.contains(track.videoId)) {
            continue;
        }
        ++trial.videos;
        trial.videosWithFrames +=
            frameChanges(session, *document.video(track.videoId)).empty() ? 0 : 1;
        std::map<std::int64_t, std::vector<Evidence>> byClass;
        for (const model::Segment &segment : TRY(session.segments().segments(track.id))) {
            if (!segment.classId) {
                continue;
            }
            const auto [entry, isNew] = byClass.emplace(*segment.classId, std::vector<Evidence>());
            if (isNew) {
                entry->second =
                    TRY(boundaryEvidence(session, track.videoId, *segment.classId, options));
            }
            for (const base::TimeUs edge : {segment.range.startUs, segment.range.endUs}) {
                const double wanted = base::usToSeconds(edge);
                const tal::KeyCount keys =
                    tal::keysToReach(entry->second, wanted + random.uniform(-jitterS, jitterS),
                                     wanted, rateOf(*document.video(track.videoId)));
                nudging.push_back(static_cast<double>(keys.nudging));
                fiveFrames.push_back(static_cast<double>(keys.fiveFrames));
                snapping.push_back(static_cast<double>(keys.snapping));
            }
        }
    }
    if (nudging.empty()) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "has no ground truth in videos with score curves",
                           .file = session.path().string(),
                           .expected = "a run with curves, and ground truth"});
    }
    trial.edges = nudging.size();
    trial.medianNudging = medianOf(nudging);
    trial.medianFiveFrames = medianOf(fiveFrames);
    trial.medianSnapping = medianOf(snapping);
    trial.meanNudging = meanOf(nudging);
    trial.meanFiveFrames = meanOf(fiveFrames);
    trial.meanSnapping = meanOf(snapping);
    return trial;
}

} // namespace core::edit
