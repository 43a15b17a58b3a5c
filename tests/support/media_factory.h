#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/media/video_encoder.h"

namespace tests {

// A made video whose every picture says which frame it is.
struct CounterVideo
{
    int frames = 300;
    core::media::VideoEncoderOptions encoder{.width = 160, .height = 120};
    bool isVfr = false; // gaps of one to four ticks, from a fixed seed
};

// Picture n of a counter video: 16 black or white blocks that spell n, over a moving background
// that gives the encoder something to predict.
core::media::Picture counterPicture(std::int64_t number, int width, int height);

// The number that a decoded picture spells; robust against lossy coding.
std::int64_t readCounter(const core::media::Picture &picture);

// The tick of each frame: 0, 1, 2 … or with gaps.
std::vector<std::int64_t> counterTicks(const CounterVideo &video);

// Encodes it. Pictures are numbered 0 … frames - 1.
core::base::Result<void> writeCounterVideo(const std::filesystem::path &path,
                                           const CounterVideo &video);

} // namespace tests
