#include "core/edit/fix_first_input.h"

#include <set>
#include <unordered_set>

namespace core::edit {

namespace {

std::set<std::string> doneVideos(const ProjectSession &session)
{
    std::set<std::string> done;
    for (const model::Video &video : session.document().videos()) {
        if (video.state == model::VideoState::Done) {
            done.insert(video.name);
        }
    }
    return done;
}

} // namespace

base::Result<FixFirstInput> fixFirstInput(const ProjectSession &session,
                                          const std::string &trackName)
{
    FixFirstInput input;
    input.track = trackName;
    const std::vector<std::string> tracks = trackNames(session, model::TrackRole::PseudoLabel);
    if (trackName.empty() && !tracks.empty()) {
        input.track = tracks.back();
    }
    input.labels = TRY(collectTracked(session, model::TrackRole::PseudoLabel, input.track));
    for (const model::TrackRole role : {model::TrackRole::Proposal, model::TrackRole::Prediction}) {
        for (const std::string &name : trackNames(session, role)) {
            input.stages.push_back(TRY(collectDetections(session, role, name)));
        }
    }
    const std::unordered_set<std::string> reviewed = TRY(reviewedSegments(session));
    const std::set<std::string> done = doneVideos(session);
    for (std::size_t v = 0; v < input.labels.uuids.size(); ++v) {
        const bool isDone = done.contains(input.labels.set.videos[v].video);
        std::vector<bool> settled;
        for (const std::string &uuid : input.labels.uuids[v]) {
            settled.push_back(isDone || reviewed.contains(uuid));
        }
        input.isSettled.push_back(std::move(settled));
    }
    return input;
}

} // namespace core::edit
