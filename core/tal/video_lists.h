#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/annotation.h"

namespace core::tal {

// Named selections of videos on which papers report numbers. Which one is used changes mAP, so a
// number is only comparable to another of the same list.

struct NamedVideoList
{
    std::string_view name;                  // "thumos14-210"
    std::string_view description;           // one line
    std::string_view prefix;                // videos whose names begin with it …
    std::vector<std::string_view> excluded; // … but these
    std::size_t videos = 0;                 // how many the full ground truth has of them
};

// THUMOS'14 test videos: 213, 212, 211, 210.
std::span<const NamedVideoList> namedVideoLists();

// Null for an unknown name.
const NamedVideoList *videoListByName(std::string_view name);

// The list's videos that the ground truth holds, in its order.
std::vector<std::string> videosOfList(const NamedVideoList &list, const model::GroundTruth &truth);

} // namespace core::tal
