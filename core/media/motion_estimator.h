#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace core::media {

// How far the blocks of a picture move, in pixels: x to the right, y downwards, row by row.
struct MotionField
{
    int columns = 0;
    int rows = 0;
    std::vector<float> x;
    std::vector<float> y;
};

// Motion from one picture to the next, by FFmpeg's block matching (libavfilter's mestimate, EPZS):
// whole pixels, up to kReach of them, the same for the same pictures every time. A coarse stand-in
// for optical flow that needs no card and no other library. One thread.
class MotionEstimator
{
public:
    static constexpr int kBlock = 8; // pixels of a block's side; what does not fill one has none
    static constexpr int kReach = 24;

    // Of pictures of width × height, kBlock at least. Error: Media.
    static base::Result<MotionEstimator> create(int width, int height);
    ~MotionEstimator();
    MotionEstimator(MotionEstimator &&) noexcept;
    MotionEstimator &operator=(MotionEstimator &&) noexcept;

    // The motion that led to this picture from the one of the call before; none for the first.
    // gray: width × height bytes, rows from the top. Errors: BadValue (another size), Media.
    base::Result<MotionField> next(std::span<const std::uint8_t> gray);

private:
    struct Graph;
    explicit MotionEstimator(std::unique_ptr<Graph> graph);

    std::unique_ptr<Graph> m_graph;
};

} // namespace core::media
