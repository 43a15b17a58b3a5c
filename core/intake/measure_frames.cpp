#include "core/intake/measure_frames.h"

#include <array>
#include <system_error>

#include "core/data/npy_file.h"
#include "core/edit/evidence.h"
#include "core/media/frame_change.h"

namespace core::intake {

using base::Result;

namespace fs = std::filesystem;

bool areFramesMeasured(const edit::ProjectSession &session, std::int64_t videoId)
{
    const model::Video *video = session.document().video(videoId);
    if (video == nullptr || !video->rootId) {
        return false;
    }
    const auto media = session.resolve(video->rootId, video->path);
    std::error_code code;
    const fs::file_time_type kept =
        fs::last_write_time(edit::frameChangeFile(session, *video), code);
    if (code || !media) {
        return false;
    }
    const fs::file_time_type made = fs::last_write_time(*media, code);
    return code || made <= kept; // a file that is away has not changed
}

Result<void> measureFrames(const edit::ProjectSession &session, std::int64_t videoId,
                           const std::function<bool(std::int64_t done, std::int64_t total)> &goesOn)
{
    const model::Video *video = session.document().video(videoId);
    if (video == nullptr || !video->rootId) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "has no video file for this video",
                           .file = session.path().string(),
                           .place = video == nullptr ? "" : video->name,
                           .expected = "talo import P --kind videos FILE"});
    }
    const fs::path media = TRY(session.resolve(video->rootId, video->path));
    const auto differences = TRY(media::frameDifferences(media, goesOn));
    std::vector<double> values;
    for (const media::FrameDifference &difference : differences) {
        values.push_back(base::usToSeconds(difference.timeUs));
        values.push_back(difference.luma);
    }
    const fs::path target = edit::frameChangeFile(session, *video);
    std::error_code code;
    fs::create_directories(target.parent_path(), code); // writing says what is wrong
    const std::array<std::int64_t, 2> shape = {static_cast<std::int64_t>(differences.size()), 2};
    return data::writeNpy(target, shape, values);
}

} // namespace core::intake
