#pragma once

#include <array>

namespace core::model {

// What a network that computes features wants to see: RGB pictures of width × height, values in
// [0, 1] less `mean` over `deviation` (ImageNet's by default).
struct NetworkInput
{
    // Clip: N×3×T×height×width, the frames of a window together. Frame: N×3×height×width, one
    // frame at a time; a snippet is the mean over its window.
    enum class Kind { Clip, Frame };
    // Stretch: the whole picture, its shape changed. Crop: the shorter side fits, the middle of the
    // longer one is taken.
    enum class Fit { Stretch, Crop };

    Kind kind = Kind::Clip;
    Fit fit = Fit::Crop;
    int width = 224;
    int height = 224;
    std::array<double, 3> mean = {0.485, 0.456, 0.406};
    std::array<double, 3> deviation = {0.229, 0.224, 0.225};
    int batch = 8;       // windows, or frames, at a time
    bool useAmp = false; // bfloat16 on CUDA

    bool operator==(const NetworkInput &) const = default;
};

} // namespace core::model
