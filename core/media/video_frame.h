#pragma once

#include <cstdint>
#include <memory>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/media/picture.h"

namespace core::media {

// One decoded picture in the decoder's own format (planes of YUV as a rule). Immutable; shared
// between threads as shared_ptr<const VideoFrame>. Conversion happens on demand.
class VideoFrame
{
public:
    struct Native; // holds the decoder's frame; defined inside this folder

    VideoFrame(std::unique_ptr<Native> native, std::int64_t index, base::TimeUs timeUs,
               Orientation orientation);
    ~VideoFrame();
    VideoFrame(const VideoFrame &) = delete;
    VideoFrame &operator=(const VideoFrame &) = delete;

    // Which frame this really is, and its time from the table.
    std::int64_t index() const { return m_index; }
    base::TimeUs timeUs() const { return m_timeUs; }
    // Of the stored picture, before it is turned upright.
    int width() const;
    int height() const;
    // Memory that it holds.
    std::int64_t sizeBytes() const;

    // The upright picture, scaled (area averaging when smaller) to width × height; 0 × 0 keeps the
    // upright size without regard to the pixel aspect. Gray is full range (0 … 255) luma. The same
    // frame gives the same bytes every time. Error: Media.
    base::Result<Picture> toPicture(PixelLayout layout, int width = 0, int height = 0) const;

private:
    std::unique_ptr<Native> m_native;
    std::int64_t m_index;
    base::TimeUs m_timeUs;
    Orientation m_orientation;
};

} // namespace core::media
