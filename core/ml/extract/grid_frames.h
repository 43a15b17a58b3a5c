#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/bounded_queue.h"
#include "core/base/result.h"
#include "core/media/video_reader.h"
#include "core/model/feature.h"

namespace core::ml {

// Frames that a grid looks at: frame k of the grid is the video's frame nearest to k / sampleFps
// seconds (at sampleFps 0: the video's own average rate). Snippet t covers grid frames
// t × strideFrames … + windowFrames - 1; a snippet that would reach past the video's end is left
// out, except that every video has one, the last frame repeated.
std::int64_t gridFrameCount(const media::FrameTable &table, const model::FeatureGrid &grid);
std::int64_t snippetCount(std::int64_t gridFrames, const model::FeatureGrid &grid);
// The video's frame that grid frame k shows.
std::int64_t videoFrameOf(const media::FrameTable &table, const model::FeatureGrid &grid,
                          std::int64_t k);
// BadValue where window, stride or rate are out of range.
base::Result<void> checkGrid(const model::FeatureGrid &grid);

// What `make` makes of every frame of a grid, in order, decoded ahead in a thread of its own. Grid
// frames that show the same frame of the video share what was made. Frames of a damaged file that
// do not decode are replaced by the frame before.
template <typename Sample>
class GridFrames
{
public:
    using Make = std::function<base::Result<Sample>(const media::VideoFrame &)>; // in that thread

    GridFrames(media::VideoReader reader, const model::FeatureGrid &grid, Make make)
        : m_reader(std::move(reader))
        , m_grid(grid)
        , m_make(std::move(make))
        , m_count(gridFrameCount(m_reader.table(), grid))
        , m_thread([this] { decode(); })
    {
    }
    ~GridFrames() { m_queue.close(); } // the thread's next push ends it
    GridFrames(const GridFrames &) = delete;
    GridFrames &operator=(const GridFrames &) = delete;

    std::int64_t count() const { return m_count; }
    // Nothing at the end; an error is the last one.
    std::optional<base::Result<Sample>> next() { return m_queue.pop(); }

private:
    static constexpr std::size_t kQueueFrames = 32; // that decoding may be ahead

    void decode()
    {
        std::int64_t last = -1;
        std::optional<Sample> sample;
        for (std::int64_t k = 0; k < m_count; ++k) {
            const std::int64_t frame = videoFrameOf(m_reader.table(), m_grid, k);
            if (frame != last) {
                const auto decoded = m_reader.read(frame);
                base::Result<Sample> made =
                    decoded ? m_make(**decoded) : base::Result<Sample>(base::fail(decoded.error()));
                if (!made) {
                    m_queue.push(std::move(made));
                    break;
                }
                sample = *std::move(made);
                last = frame;
            }
            if (!m_queue.push(*sample)) {
                return;
            }
        }
        m_queue.close();
    }

    media::VideoReader m_reader;
    model::FeatureGrid m_grid;
    Make m_make;
    std::int64_t m_count;
    base::BoundedQueue<base::Result<Sample>> m_queue{kQueueFrames};
    std::jthread m_thread; // last: it uses everything above
};

// The items of a grid's frames that the current snippet sees.
template <typename Item>
class SnippetWindow
{
public:
    explicit SnippetWindow(const model::FeatureGrid &grid)
        : m_grid(grid)
    {
    }

    // Whether the next frame lies between two windows, where the stride is longer than a window;
    // it is then not to be added.
    bool skips()
    {
        if (m_skip == 0) {
            return false;
        }
        --m_skip;
        return true;
    }
    void add(Item item) { m_items.push_back(std::move(item)); }
    bool isFull() const { return std::ssize(m_items) == m_grid.windowFrames; }
    // Leaves a full window for the next one.
    void advance()
    {
        const auto gone = std::min<std::ptrdiff_t>(m_grid.strideFrames, std::ssize(m_items));
        m_items.erase(m_items.begin(), m_items.begin() + gone);
        m_skip = m_grid.strideFrames - gone;
        m_isFirst = false;
    }
    // At the end of a video that is shorter than a window: fills it with `still`. Otherwise, and
    // where there is no frame at all, false.
    bool fillUp(const Item &still)
    {
        if (!m_isFirst || m_items.empty()) {
            return false;
        }
        m_items.resize(static_cast<std::size_t>(m_grid.windowFrames), still);
        return true;
    }
    const std::deque<Item> &items() const { return m_items; }

private:
    const model::FeatureGrid m_grid;
    std::deque<Item> m_items;
    std::ptrdiff_t m_skip = 0;
    bool m_isFirst = true;
};

} // namespace core::ml
