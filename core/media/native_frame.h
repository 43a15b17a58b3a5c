#pragma once

#include "core/media/ffmpeg_ptr.h"
#include "core/media/video_frame.h"

namespace core::media {

struct VideoFrame::Native
{
    FramePtr frame;
};

} // namespace core::media
