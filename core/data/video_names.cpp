#include "core/data/video_names.h"

#include <fmt/format.h>

namespace core::data {

std::optional<std::string> knownVideoName(std::string_view name, const VideoNames &known)
{
    std::string own(name);
    if (known.contains(own)) {
        return own;
    }
    own.insert(0, "v_");
    return known.contains(own) ? std::optional(std::move(own)) : std::nullopt;
}

std::size_t adoptKnownNames(model::DetectionSet &set, const VideoNames &known)
{
    std::size_t changed = 0;
    for (model::VideoDetections &video : set.videos) {
        std::optional<std::string> name = knownVideoName(video.video, known);
        if (name && *name != video.video) {
            video.video = std::move(*name);
            ++changed;
        }
    }
    return changed;
}

std::string unprefixedNote(std::size_t count)
{
    return fmt::format("{} videos are named without ActivityNet's \"v_\"", count);
}

} // namespace core::data
