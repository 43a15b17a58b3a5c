#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>

#include "core/base/result.h"
#include "core/media/frame_index.h"

namespace core::media {

// Tables of the videos that were read last, so that several readers of a video, and those who come
// back to it, do not read the file through again. Any thread; who asks for a table that somebody
// reads just now waits for it.
class FrameTables
{
public:
    // Of the best video stream of the file as it is now: a file that changed is read again.
    // Blocking. Errors: as readFrameTable().
    base::Result<std::shared_ptr<const FrameTable>> table(const std::filesystem::path &path);

private:
    struct Entry
    {
        std::filesystem::path path;
        std::uintmax_t size = 0;
        std::filesystem::file_time_type changed;
        std::shared_ptr<const FrameTable> table;
    };

    std::mutex m_mutex;
    std::deque<Entry> m_entries; // the newest first
};

} // namespace core::media
