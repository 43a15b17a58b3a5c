#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace core::media {

// By what a decoded picture is recognised as frame n of the table.
enum class FrameIdentity {
    Timestamp, // its presentation timestamp: the usual case
    Position,  // the byte position of its packet: containers without presentation times (AVI)
    Order,     // only by counting from the start: exact, but every step back starts again there
};

// A place to begin decoding.
struct Keyframe
{
    std::int64_t frame = 0;         // the first frame at or after it, in display order
    std::int64_t identity = 0;      // as FrameTable::identities
    std::int64_t seekTimestamp = 0; // what to ask the container for, in the stream's time base
};

// Every shown frame of one video stream in display order, with its time. Times are microseconds
// from frame 0 (a start offset of the container is kept apart in startUs), rounded once, here, and
// strictly increasing: frameAt(timeOf(i)) == i for every i. Immutable after it was built; any
// thread may read it.
struct FrameTable
{
    std::vector<base::TimeUs> timesUs; // never empty
    base::TimeUs durationUs = 0;       // end of the last frame
    base::TimeUs startUs = 0;          // container time of frame 0
    base::Rational fps;                // average; exact (30000/1001) where the rate is constant
    bool isVfr = false;                // some gap between frames differs from the usual one

    // For VideoReader.
    int stream = 0;
    FrameIdentity identity = FrameIdentity::Timestamp;
    std::vector<std::int64_t> identities; // of each frame; empty for Order
    std::vector<std::int64_t> byIdentity; // frames sorted by identity; empty: already sorted
    std::vector<Keyframe> keyframes;      // ascending by frame
    std::int64_t declaredFrames = 0;      // what the container's header says; 0: nothing

    std::int64_t frameCount() const { return static_cast<std::int64_t>(timesUs.size()); }
    // Time of a frame; 0 <= frame < frameCount().
    base::TimeUs timeOf(std::int64_t frame) const
    {
        return timesUs[static_cast<std::size_t>(frame)];
    }
    // The frame that is shown at a time: the last one that starts at or before it. Times outside
    // give the first or the last frame.
    std::int64_t frameAt(base::TimeUs time) const;
    // The frame with this identity, or -1.
    std::int64_t frameOfIdentity(std::int64_t identity) const;
    // Position in `keyframes` of the last one at or before a frame, or -1.
    std::int64_t keyframeBefore(std::int64_t frame) const;
};

// Reads all packets of a stream (no decoding: about 50 ms for ten minutes of MP4) and makes the
// table. Where the container has no presentation times but its pictures are reordered, it decodes
// the stream once. stream: -1 for the best video stream. Blocking. Errors: as MediaSource::open(),
// and Media where the stream holds no picture.
base::Result<FrameTable> readFrameTable(const std::filesystem::path &path, int stream = -1);

} // namespace core::media
