#include "core/tal/video_lists.h"

#include <algorithm>
#include <array>

namespace core::tal {

namespace {

constexpr std::string_view kThumosTest = "video_test_";
// Falsely annotated: segments beyond the end of the video.
constexpr std::string_view kFalse1 = "video_test_0000270";
constexpr std::string_view kFalse2 = "video_test_0001496";
constexpr std::string_view kOnlyAmbiguous = "video_test_0001292";

} // namespace

std::span<const NamedVideoList> namedVideoLists()
{
    static const std::array<NamedVideoList, 4> kLists = {{
        {.name = "thumos14-213",
         .description = "all test videos with temporal annotation, one of them Ambiguous only",
         .prefix = kThumosTest,
         .excluded = {},
         .videos = 213},
        {.name = "thumos14-212",
         .description = "without video_test_0001292, which has Ambiguous segments only",
         .prefix = kThumosTest,
         .excluded = {kOnlyAmbiguous},
         .videos = 212},
        {.name = "thumos14-211",
         .description = "without the falsely annotated video_test_0000270 and video_test_0001496",
         .prefix = kThumosTest,
         .excluded = {kFalse1, kFalse2},
         .videos = 211},
        {.name = "thumos14-210",
         .description = "without all three: what most weakly-supervised papers use",
         .prefix = kThumosTest,
         .excluded = {kFalse1, kFalse2, kOnlyAmbiguous},
         .videos = 210},
    }};
    return kLists;
}

const NamedVideoList *videoListByName(std::string_view name)
{
    const std::span<const NamedVideoList> lists = namedVideoLists();
    const auto found = std::find_if(lists.begin(), lists.end(),
                                    [name](const auto &list) { return list.name == name; });
    return found == lists.end() ? nullptr : &*found;
}

std::vector<std::string> videosOfList(const NamedVideoList &list, const model::GroundTruth &truth)
{
    std::vector<std::string> videos;
    for (const model::VideoGroundTruth &video : truth.videos) {
        const bool isExcluded = std::find(list.excluded.begin(), list.excluded.end(),
                                          video.video) != list.excluded.end();
        if (video.video.starts_with(list.prefix) && !isExcluded) {
            videos.push_back(video.video);
        }
    }
    return videos;
}

} // namespace core::tal
