#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace core::media {
class VideoFrame;
}

namespace core::ml {

// The built-in features of a snippet, computed from its pixels with fixed arithmetic: no weights,
// no training, the same values on every machine. They are a baseline, there so that Taloscope works
// without downloads; features of a trained network (I3D and its like) say far more about real
// videos.
//
// A snippet has two halves of dim / 2 values, as two-stream features have:
//   appearance  what is seen: colour on a grid, histograms of gradient orientations, and the edges
//               that move, on a grid over the picture and on one centred on the movement
//   motion      what moves: direction and energy of the movement on the same grids, early and late
//               in the snippet, and its rhythm. A movement of the whole picture (the camera's) is
//               estimated and taken out first.
// Each part takes the signed square root of its raw values, is scaled to a length that grows with
// the movement but is bounded, and each half is projected to its dimension by a fixed random matrix
// (which keeps lengths and angles).

// What is kept of a frame, so that frames may be decoded in one thread and measured in another.
struct FrameSample
{
    std::vector<std::uint8_t> gray;   // kSampleWidth × kSampleHeight
    std::vector<std::uint8_t> colour; // kColourColumns × kColourRows × 3
};

inline constexpr int kSampleWidth = 80;
inline constexpr int kSampleHeight = 60;
inline constexpr int kColourColumns = 8;
inline constexpr int kColourRows = 6;

// Scales a frame down. Error: Media.
base::Result<FrameSample> sampleFrame(const media::VideoFrame &frame);

// Measurements of one frame and of the movement since the frame before.
struct FrameMeasures
{
    std::vector<float> appearance;
    std::vector<float> motion; // cells × channels; all zero where there was no frame before
};

// previous: null for the first frame of a video.
FrameMeasures measureFrame(const FrameSample &frame, const FrameSample *previous);

// Stateless after construction; any thread.
class BuiltinDescriptor
{
public:
    static constexpr int kMinDim = 256;
    static constexpr int kMaxDim = 2048;

    // Values a snippet: even, kMinDim … kMaxDim. Error: BadValue.
    static base::Result<BuiltinDescriptor> create(int dim);

    int dim() const { return m_dim; }

    // Describes a snippet from the measures of its frames (at least one) into dim() values:
    // appearance first, then motion.
    void describe(std::span<const FrameMeasures *const> window, std::span<float> out) const;

private:
    explicit BuiltinDescriptor(int dim);

    int m_dim;
    std::vector<float> m_appearanceProjection; // dim / 2 rows
    std::vector<float> m_motionProjection;
};

} // namespace core::ml
