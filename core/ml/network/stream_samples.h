#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/data/network_settings.h"
#include "core/media/video_frame.h"
#include "core/ml/extract/grid_frames.h"
#include "core/ml/torch.h"
#include "core/model/network_input.h"

namespace core::ml {

// What a network sees at one frame of a grid.

// Colours: 3 × height × width bytes.
base::Result<torch::Tensor> pictureSample(const media::VideoFrame &frame,
                                          const model::NetworkInput &input);

// For the frames of one video in order: the motion that led to each from the one before, none for
// the first, by media::MotionEstimator on the pictures as the network would see them.
// 2 × height × width float32, pixels, x before y; blocks go over into each other.
base::Result<GridFrames<torch::Tensor>::Make> estimatedMotion(const model::NetworkInput &input);

// Motion that somebody computed: an array F × 2 × H × W of pixels, entry k for grid frame k.
class GivenMotion
{
public:
    // frames: of the grid; F is that, or one less, as for pairs of frames. Errors: those of
    // data::readNpy, BadFormat (another shape), BadValue (another number of frames).
    static base::Result<GivenMotion> open(const std::filesystem::path &path, std::int64_t frames);

    // Of a grid frame, scaled and cut as pictures are; its values stay. 2 × height × width.
    torch::Tensor sample(std::int64_t frame, const model::NetworkInput &input) const;

private:
    explicit GivenMotion(torch::Tensor motion)
        : m_motion(std::move(motion))
    {
    }

    torch::Tensor m_motion;
};

} // namespace core::ml
