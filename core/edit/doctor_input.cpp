#include "core/edit/doctor_input.h"

#include <unordered_set>

#include "core/data/features.h"
#include "core/edit/collect.h"

namespace core::edit {

namespace {

base::Result<void> readValues(const ProjectSession &session, const model::FeatureSet &set,
                              const model::Feature &feature, tal::FeatureFacts &facts)
{
    model::FeatureSource source{.parts = {}, .isTransposed = set.isTransposed};
    for (const model::FeaturePart &part : feature.parts) {
        source.parts.push_back(TRY(session.resolve(part.rootId, part.path)));
    }
    const base::Result<model::FeatureMatrix> matrix = data::loadFeatures(source);
    facts.hasNonFinite = !matrix.has_value();
    if (!matrix) {
        return {};
    }
    tal::examineValues(*matrix, facts);
    return {};
}

base::Result<void> addFeatures(const ProjectSession &session, bool wantsValues,
                               tal::DoctorInput &input)
{
    for (const model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const model::Feature &feature : TRY(session.project().features(set.id))) {
            const model::Video *video = session.document().video(feature.videoId);
            if (video == nullptr) {
                continue;
            }
            tal::FeatureFacts facts{.video = video->name,
                                    .contentHash = {},
                                    .snippets = feature.snippets,
                                    .strideFrames = set.grid.strideFrames,
                                    .sampleFps = set.grid.sampleFps,
                                    .set = set.name};
            for (const model::FeaturePart &part : feature.parts) {
                facts.contentHash += part.contentHash;
            }
            if (!facts.contentHash.empty()) {
                facts.contentHash += set.name; // the same file in two sets is no leak
            }
            if (wantsValues) {
                TRY(readValues(session, set, feature, facts));
            }
            input.features.push_back(std::move(facts));
        }
    }
    return {};
}

} // namespace

base::Result<tal::DoctorInput> doctorInput(const ProjectSession &session, bool wantsValues)
{
    tal::DoctorInput input;
    input.truth = TRY(collectGroundTruth(session));
    TRY(addFeatures(session, wantsValues, input));
    std::unordered_set<std::int64_t> labelled;
    for (const model::WeakLabel &label : TRY(session.project().weakLabels())) {
        labelled.insert(label.videoId);
    }
    const std::vector<model::Video> &videos = session.document().videos();
    const std::vector<std::optional<model::Split>> splits = splitsOf(videos);
    for (std::size_t i = 0; i < videos.size(); ++i) {
        if (splits[i] == model::Split::Training && !labelled.contains(videos[i].id)) {
            input.unlabelled.push_back(videos[i].name);
        }
    }
    return input;
}

} // namespace core::edit
