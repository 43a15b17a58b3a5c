#include "core/edit/training_input.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/hash.h"
#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_session.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// One feature set with the sources of each video.
struct Features
{
    model::FeatureSet set;
    std::unordered_map<std::int64_t, model::FeatureSource> sources; // by video id
    std::string hash;
};

tl::unexpected<base::Error> notReady(const ProjectSession &session, std::string problem,
                                     std::string expected)
{
    return fail({.code = ErrorCode::NotFound,
                 .problem = std::move(problem),
                 .file = session.path().string(),
                 .expected = std::move(expected)});
}

Result<model::FeatureSet> chooseFeatureSet(const ProjectSession &session, const std::string &name)
{
    const std::vector<model::FeatureSet> sets = TRY(session.project().featureSets());
    if (sets.empty()) {
        return notReady(session, "has no features",
                        "features from 'talo extract P' or 'talo import P --kind features'");
    }
    if (name.empty() && sets.size() == 1) {
        return sets.front();
    }
    std::vector<std::string> names;
    for (const model::FeatureSet &set : sets) {
        if (set.name == name) {
            return set;
        }
        names.push_back(set.name);
    }
    return fail({.code = name.empty() ? ErrorCode::Usage : ErrorCode::NotFound,
                 .problem = name.empty() ? "has several feature sets"
                                         : fmt::format("has no feature set '{}'", name),
                 .file = session.path().string(),
                 .expected = fmt::format("one of: {}", fmt::join(names, ", "))});
}

Result<Features> loadFeatures(const ProjectSession &session, const std::string &name)
{
    Features features;
    features.set = TRY(chooseFeatureSet(session, name));
    std::unordered_map<std::int64_t, std::filesystem::path> roots;
    for (const model::MediaRoot &root : TRY(session.project().mediaRoots())) {
        roots.emplace(root.id, (session.folder() / root.path).lexically_normal());
    }
    base::Hasher hasher;
    for (const model::Feature &feature : TRY(session.project().features(features.set.id))) {
        model::FeatureSource source{.parts = {}, .isTransposed = features.set.isTransposed};
        for (const model::FeaturePart &part : feature.parts) {
            source.parts.push_back((roots.at(part.rootId) / part.path).lexically_normal());
            hasher.add(part.contentHash);
        }
        features.sources.emplace(feature.videoId, std::move(source));
    }
    features.hash = hasher.hex();
    return features;
}

std::string hashOf(const model::GroundTruth &set)
{
    base::Hasher hasher;
    for (const model::VideoGroundTruth &video : set.videos) {
        hasher.add(video.video);
        for (const model::Instance &instance : video.instances) {
            hasher.add(fmt::format("{} {} {}\n",
                                   set.classes.at(static_cast<std::size_t>(instance.classIndex)),
                                   instance.start, instance.end));
        }
    }
    return hasher.hex();
}

Result<void> addVideos(const ProjectSession &session, const Features &generator,
                       const Features &student, TrainingInput &input,
                       std::vector<std::string> &warnings)
{
    const tal::WeakLabels labels = TRY(collectWeakLabels(session));
    const std::vector<model::Video> &videos = session.document().videos();
    const std::vector<std::optional<model::Split>> splits = splitsOf(videos);
    int training = 0;
    int without = 0;
    for (std::size_t i = 0; i < videos.size(); ++i) {
        const model::Video &video = videos[i];
        if (!splits[i]) {
            continue;
        }
        if (!generator.sources.contains(video.id) || !student.sources.contains(video.id)) {
            ++without;
            continue;
        }
        model::TrainingVideo item{.name = video.name,
                                  .isTraining = splits[i] == model::Split::Training,
                                  .weakLabels = {},
                                  .fps = video.fps.value(),
                                  .durationS = std::nullopt,
                                  .generatorFeatures = generator.sources.at(video.id),
                                  .studentFeatures = student.sources.at(video.id)};
        if (const auto found = labels.find(video.name); found != labels.end()) {
            item.weakLabels = found->second;
        }
        if (video.durationUs > 0) {
            item.durationS = base::usToSeconds(video.durationUs);
        }
        if (item.isTraining && item.weakLabels.empty()) {
            return notReady(session, fmt::format("training video {} has no weak label", video.name),
                            "at least one class, from 'talo import P --kind weak-labels' or "
                            "ground truth");
        }
        training += item.isTraining ? 1 : 0;
        input.set.videos.push_back(std::move(item));
    }
    if (training == 0) {
        return notReady(session, "has no training video with features",
                        "videos in a training subset or split, with features");
    }
    if (without > 0) {
        warnings.push_back(fmt::format("{} videos have no features and are left out", without));
    }
    return {};
}

// Corrections of the label set, and the pseudo-labels that nobody touched.
void addLabels(const ProjectSession &session, const model::LabelSetContent &labels,
               TrainingInput &input)
{
    const Document &document = session.document();
    std::unordered_map<std::int64_t, int> indices;
    for (const model::ActionClass &actionClass : document.classes()) {
        indices.emplace(actionClass.id, static_cast<int>(indices.size()));
    }
    std::map<std::int64_t, model::CorrectedVideo> corrected;
    std::set<std::string> trainingNames;
    for (const model::TrainingVideo &video : input.set.videos) {
        if (video.isTraining) {
            trainingNames.insert(video.name);
        }
    }
    model::LabelSetContent untouched = labels;
    untouched.segments.clear();
    for (const model::LabelSetVideo &video : labels.videos) {
        if (video.state == model::VideoState::Done) {
            corrected[video.videoId].isDone = true;
        }
    }
    for (const model::LabelSetSegment &segment : labels.segments) {
        if (segment.source == model::LabelSource::PseudoLabel) {
            untouched.segments.push_back(segment);
        } else {
            corrected[segment.videoId].segments.push_back({indices.at(segment.classId),
                                                           base::usToSeconds(segment.range.startUs),
                                                           base::usToSeconds(segment.range.endUs)});
        }
    }
    for (auto &[videoId, video] : corrected) {
        video.video = document.video(videoId)->name;
        if (trainingNames.contains(video.video)) {
            input.corrections.push_back(std::move(video));
        }
    }
    if (!labels.set.baseTrack.empty()) {
        input.pseudoLabels = labelsAsDetections(session, untouched, trainingNames);
    }
}

} // namespace

Result<TrainingInput> buildTrainingInput(ProjectSession &session,
                                         const TrainingInputOptions &options,
                                         std::vector<std::string> *warnings)
{
    std::vector<std::string> unheard;
    const Features generator = TRY(loadFeatures(session, options.generatorFeatures));
    const Features student =
        options.studentFeatures.empty() || options.studentFeatures == generator.set.name
            ? generator
            : TRY(loadFeatures(session, options.studentFeatures));
    TrainingInput input;
    for (const model::ActionClass &actionClass : session.document().classes()) {
        input.set.classes.push_back(actionClass.key);
    }
    input.set.generatorGrid = generator.set.grid;
    input.set.studentGrid = student.set.grid;
    TRY(addVideos(session, generator, student, input, warnings == nullptr ? unheard : *warnings));

    std::set<std::string> testNames;
    for (const model::TrainingVideo &video : input.set.videos) {
        if (!video.isTraining) {
            testNames.insert(video.name);
        }
    }
    input.testGroundTruth = TRY(collectGroundTruth(session, testNames));
    input.inputs = {{.role = "generator features",
                     .entity = "feature_set",
                     .entityUuid = generator.set.name,
                     .contentHash = generator.hash},
                    {.role = "student features",
                     .entity = "feature_set",
                     .entityUuid = student.set.name,
                     .contentHash = student.hash},
                    {.role = "test ground truth",
                     .entity = "track",
                     .entityUuid = model::kGroundTruthTrackName,
                     .contentHash = hashOf(input.testGroundTruth)}};
    if (!options.labelSet.empty()) {
        const model::LabelSetContent labels = options.labelSet == kCurrentLabels
                                                  ? TRY(takeLabelSet(session, ""))
                                                  : TRY(findLabelSet(session, options.labelSet));
        addLabels(session, labels, input);
        input.inputs.push_back({.role = "labels",
                                .entity = "label_set",
                                .entityUuid = labels.set.uuid,
                                .contentHash = labels.set.contentHash});
    }
    return input;
}

} // namespace core::edit
