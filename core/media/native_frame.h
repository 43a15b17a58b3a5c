#pragma once

#include "core/media/ffmpeg_ptr.h"
#include "core/media/video_frame.h"

namespace core::media {

// A frame as FFmpeg decoded it: private to core/media, so that video_frame.h needs none of its
// headers.
struct VideoFrame::Native
{
    FramePtr frame;
};

} // namespace core::media
