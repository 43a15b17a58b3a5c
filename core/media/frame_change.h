#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace core::media {

// How much the picture changes from one frame to the next.
struct FrameDifference
{
    base::TimeUs timeUs = 0; // of the later frame
    double luma = 0.0;       // mean absolute difference of luma at 64 × 36, 0 … 255
};

// Of every frame from the second on; a frame that does not decode counts as unchanged. Reads the
// whole video once, in order. `goesOn` is asked at every frame, with how many are done: false
// stops. Deterministic. Blocking. Errors: as VideoReader::open(), and Cancelled.
base::Result<std::vector<FrameDifference>>
frameDifferences(const std::filesystem::path &path,
                 const std::function<bool(std::int64_t done, std::int64_t total)> &goesOn);

} // namespace core::media
