#include "core/media/video_reader.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "core/media/media_source.h"
#include "core/media/native_device.h"
#include "core/media/native_frame.h"

namespace core::media {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using FrameHandle = std::shared_ptr<const VideoFrame>;

// Decoding this many frames costs less than a seek.
constexpr std::int64_t kNearFrames = 8;
// A decoder may give frames out of order by so many (H.264's largest reordering) before a frame
// that has not come counts as lost.
constexpr std::size_t kReorderFrames = 16;
// Packets to look through for a keyframe after a seek.
constexpr int kMaxPacketsToKeyframe = 5000;

// The most recently decoded frames within a budget of bytes; never fewer than are decoded ahead
// while a lost frame is waited for.
class RecentFrames
{
public:
    explicit RecentFrames(std::int64_t budgetBytes)
        : m_budgetBytes(budgetBytes)
    {
    }

    FrameHandle find(std::int64_t frame) const
    {
        const auto found = m_frames.find(frame);
        return found == m_frames.end() ? nullptr : found->second;
    }

    void add(const FrameHandle &frame)
    {
        if (!m_frames.emplace(frame->index(), frame).second) {
            return;
        }
        m_order.push_back(frame->index());
        m_bytes += frame->sizeBytes();
        while (m_bytes > m_budgetBytes && m_order.size() > kReorderFrames + 2) {
            const auto oldest = m_frames.find(m_order.front());
            m_bytes -= oldest->second->sizeBytes();
            m_frames.erase(oldest);
            m_order.pop_front();
        }
    }

    std::vector<FrameStretch> stretches() const
    {
        std::vector<FrameStretch> found;
        for (const auto &[frame, handle] : m_frames) {
            if (found.empty() || found.back().last + 1 != frame) {
                found.push_back({frame, frame});
            } else {
                found.back().last = frame;
            }
        }
        return found;
    }

private:
    std::int64_t m_budgetBytes;
    std::int64_t m_bytes = 0;
    std::map<std::int64_t, FrameHandle> m_frames;
    std::deque<std::int64_t> m_order; // oldest first
};

} // namespace

// The decoder is always in a *run*: it began at a keyframe (or at the start) and gives frames in
// display order. Frames before m_trustFrom are leftovers of an open group of pictures whose
// references are missing; they are dropped.
class VideoReader::Impl
{
public:
    Impl(MediaSource source, CodecPtr decoder, std::shared_ptr<const FrameTable> table,
         const VideoReaderOptions &options)
        : m_source(std::move(source))
        , m_decoder(std::move(decoder))
        , m_packet(av_packet_alloc())
        , m_frame(av_frame_alloc())
        , m_table(std::move(table))
        , m_threads(options.threads)
        , m_hardware(options.hardware)
        , m_recent(options.cacheBytes)
        , m_orientation(orientationOf(*m_source.stream()))
    {
    }

    const FrameTable &table() const { return *m_table; }
    VideoInfo info() const { return describeVideo(m_source, *m_table); }
    std::vector<FrameStretch> kept() const { return m_recent.stretches(); }
    const std::set<std::int64_t> &gaps() const { return m_gaps; }
    const ReaderStatistics &statistics() const { return m_statistics; }

    Result<FrameHandle> read(std::int64_t frame)
    {
        Result<FrameHandle> found = readNow(frame);
        const bool isThere = found && (*found)->index() == frame;
        if (m_hardware == nullptr || (isThere && !m_isHardwareLost)) {
            return found;
        }
        TRY(goOnInSoftware());
        return readNow(frame);
    }

private:
    Result<FrameHandle> readNow(std::int64_t frame)
    {
        std::int64_t target = frame;
        while (target >= 0 && m_gaps.contains(target)) {
            --target;
        }
        if (target >= 0) {
            if (FrameHandle known = m_recent.find(target)) {
                return known;
            }
            if (FrameHandle found = TRY(readAtOrBefore(target))) {
                return found;
            }
        }
        return readFirstAfter(frame);
    }

    // What looks like damage may be the hardware's alone.
    Result<void> goOnInSoftware()
    {
        m_decoder = TRY(m_source.openDecoder(m_threads));
        m_hardware = nullptr;
        m_isHardwareLost = false;
        m_gaps.clear();
        beginRun(0);
        m_isAtEnd = true; // until a seek
        return {};
    }

    // The target, or where it does not decode the last frame before it that does; null where none
    // does.
    Result<FrameHandle> readAtOrBefore(std::int64_t target)
    {
        if (canContinueTo(target)) {
            if (FrameHandle found = decodeTo(target)) {
                return found;
            }
        }
        const std::int64_t entry = m_table->keyframeBefore(target);
        for (std::int64_t back = 0; back <= entry; back = back == 0 ? 1 : back * 2) {
            const Keyframe &keyframe = m_table->keyframes[static_cast<std::size_t>(entry - back)];
            if (seekTo(keyframe, target)) {
                if (FrameHandle found = decodeTo(target)) {
                    return found;
                }
            }
            ++m_statistics.backOffs;
        }
        TRY(restart());
        return decodeTo(target);
    }

    // Damaged from the start up to `frame`: the first frame after it that decodes.
    Result<FrameHandle> readFirstAfter(std::int64_t frame)
    {
        TRY(restart());
        while (FrameHandle next = decodeNext()) {
            if (next->index() >= frame) {
                return next;
            }
        }
        return fail({.code = ErrorCode::Media,
                     .problem = "none of its pictures decodes",
                     .file = m_source.path().string(),
                     .expected = "a file that is complete"});
    }

    bool canContinueTo(std::int64_t target) const
    {
        if (m_isAtEnd || target < m_nextFrame) {
            return false;
        }
        if (m_table->keyframes.empty() || target - m_nextFrame < kNearFrames) {
            return true;
        }
        const auto entry = static_cast<std::size_t>(m_table->keyframeBefore(target));
        return entry >= m_table->keyframes.size() || m_table->keyframes[entry].frame <= m_nextFrame;
    }

    // Decodes on until the target or, where it does not come, gives the last frame before it in
    // this run and notes the gap. Null: the run began after the target.
    FrameHandle decodeTo(std::int64_t target)
    {
        FrameHandle best =
            m_last != nullptr && m_last->index() <= target && m_last->index() >= m_trustFrom
                ? m_last
                : nullptr;
        bool isFirst = best == nullptr;
        std::int64_t firstAfter = m_table->frameCount();
        while (FrameHandle next = decodeNext()) {
            if (next->index() == target) {
                return next;
            }
            if (next->index() < target) {
                best = next;
            } else {
                firstAfter = std::min(firstAfter, next->index());
                if (isFirst || next->index() > target + std::int64_t{kReorderFrames}) {
                    break;
                }
            }
            isFirst = false;
        }
        if (best != nullptr) {
            for (std::int64_t gap = best->index() + 1; gap < firstAfter; ++gap) {
                if (m_recent.find(gap) == nullptr) {
                    m_gaps.insert(gap);
                }
            }
        }
        return best;
    }

    // The next frame of the run that can be trusted; null at the end of the stream.
    FrameHandle decodeNext()
    {
        while (!m_isAtEnd && !m_isHardwareLost) {
            const int result = avcodec_receive_frame(m_decoder.get(), m_frame.get());
            if (result == AVERROR_EOF) {
                m_isAtEnd = true;
            } else if (result >= 0) {
                if (FrameHandle frame = takeFrame()) {
                    return frame;
                }
            } else {
                feed();
            }
        }
        return nullptr;
    }

    // Gives the decoder its next packet. Its complaints are not looked at: what it cannot decode
    // shows as a frame that does not come.
    void feed()
    {
        if (m_hasPending) {
            m_hasPending = false;
        } else if (!m_source.readPacket(*m_packet)) {
            avcodec_send_packet(m_decoder.get(), nullptr);
            return;
        }
        avcodec_send_packet(m_decoder.get(), m_packet.get());
    }

    // Recognises the decoder's frame; null where it is not to be shown.
    FrameHandle takeFrame()
    {
        ++m_statistics.decodedFrames;
        std::int64_t index = -1;
        switch (m_table->identity) {
        case FrameIdentity::Timestamp:
            index = m_table->frameOfIdentity(m_frame->pts);
            break;
        case FrameIdentity::Position:
            index = m_table->frameOfIdentity(m_frame->pkt_pos);
            break;
        case FrameIdentity::Order:
            index = m_outputs < m_table->frameCount() ? m_outputs : -1;
            break;
        }
        ++m_outputs;
        if (index < m_trustFrom || isWrongEntry() || !fetch()) {
            return nullptr;
        }
        m_isEntryPending = false;
        auto native = std::make_unique<VideoFrame::Native>(FramePtr(av_frame_alloc()));
        av_frame_move_ref(native->frame.get(), m_frame.get());
        m_last = std::make_shared<const VideoFrame>(std::move(native), index,
                                                    m_table->timeOf(index), m_orientation);
        m_nextFrame = index + 1;
        m_gaps.erase(index);
        m_recent.add(m_last);
        return m_last;
    }

    // Brings the decoder's picture into ordinary memory; false where the hardware does not give it.
    bool fetch()
    {
        if (m_frame->hw_frames_ctx == nullptr) {
            return true;
        }
        const FramePtr fetched(av_frame_alloc());
        if (fetched == nullptr || av_hwframe_transfer_data(fetched.get(), m_frame.get(), 0) < 0 ||
            av_frame_copy_props(fetched.get(), m_frame.get()) < 0) {
            m_isHardwareLost = true;
            return false;
        }
        av_frame_unref(m_frame.get());
        av_frame_move_ref(m_frame.get(), fetched.get());
        ++m_statistics.hardwareFrames;
        return true;
    }

    // A run that a seek began must give an intra picture first; otherwise the container called a
    // keyframe what is none, and the pictures up to the next one are broken.
    bool isWrongEntry() const
    {
        return m_isEntryPending && m_frame->key_frame == 0 &&
               m_frame->pict_type != AV_PICTURE_TYPE_I &&
               m_frame->pict_type != AV_PICTURE_TYPE_SI &&
               m_frame->pict_type != AV_PICTURE_TYPE_NONE;
    }

    // Seeks and begins a run at the first keyframe that is found there. False where that keyframe
    // lies after the target: the seek landed too late.
    bool seekTo(const Keyframe &keyframe, std::int64_t target)
    {
        ++m_statistics.seeks;
        m_hasPending = false;
        if (!m_source.seek(keyframe.seekTimestamp)) {
            return false;
        }
        const bool isByTime = m_table->identity == FrameIdentity::Timestamp;
        for (int i = 0; i < kMaxPacketsToKeyframe && m_source.readPacket(*m_packet); ++i) {
            if ((m_packet->flags & AV_PKT_FLAG_KEY) == 0) {
                continue;
            }
            const std::int64_t identity = isByTime ? m_packet->pts : m_packet->pos;
            const auto landed = std::find_if(
                m_table->keyframes.begin(), m_table->keyframes.end(),
                [&](const Keyframe &candidate) { return candidate.identity == identity; });
            if (landed == m_table->keyframes.end()) {
                continue;
            }
            if (landed->frame > target) {
                return false;
            }
            beginRun(landed->frame);
            m_hasPending = true;
            m_isEntryPending = true;
            return true;
        }
        return false;
    }

    Result<void> restart()
    {
        ++m_statistics.restarts;
        m_source = TRY(MediaSource::open(m_source.path(), m_table->stream));
        m_hasPending = false;
        m_isEntryPending = false;
        beginRun(0);
        return {};
    }

    void beginRun(std::int64_t firstFrame)
    {
        avcodec_flush_buffers(m_decoder.get());
        m_isAtEnd = false;
        m_outputs = 0;
        m_trustFrom = firstFrame;
        m_nextFrame = firstFrame;
        m_last = nullptr;
    }

    MediaSource m_source;
    CodecPtr m_decoder;
    PacketPtr m_packet;
    FramePtr m_frame;
    std::shared_ptr<const FrameTable> m_table;
    int m_threads;
    std::shared_ptr<const HardwareDevice> m_hardware; // null: software
    bool m_isHardwareLost = false;
    RecentFrames m_recent;
    Orientation m_orientation;

    FrameHandle m_last;            // of this run
    std::int64_t m_nextFrame = 0;  // the decoder's next frame
    std::int64_t m_trustFrom = 0;  // of this run
    std::int64_t m_outputs = 0;    // frames out of the decoder in this run
    bool m_hasPending = false;     // m_packet was read but not yet decoded
    bool m_isEntryPending = false; // no frame has come since a seek
    bool m_isAtEnd = false;        // the decoder is drained
    std::set<std::int64_t> m_gaps;
    ReaderStatistics m_statistics;
};

VideoReader::VideoReader(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader &&) noexcept = default;
VideoReader &VideoReader::operator=(VideoReader &&) noexcept = default;

Result<VideoReader> VideoReader::open(const std::filesystem::path &path,
                                      const VideoReaderOptions &options)
{
    auto table = std::make_shared<const FrameTable>(TRY(readFrameTable(path, options.stream)));
    return open(path, std::move(table), options);
}

Result<VideoReader> VideoReader::open(const std::filesystem::path &path,
                                      std::shared_ptr<const FrameTable> table,
                                      const VideoReaderOptions &options)
{
    MediaSource source = TRY(MediaSource::open(path, table->stream));
    CodecPtr decoder = TRY(source.openDecoder(options.threads, options.hardware.get()));
    return VideoReader(
        std::make_unique<Impl>(std::move(source), std::move(decoder), std::move(table), options));
}

const FrameTable &VideoReader::table() const
{
    return m_impl->table();
}

VideoInfo VideoReader::info() const
{
    return m_impl->info();
}

Result<FrameHandle> VideoReader::read(std::int64_t frame)
{
    if (frame < 0 || frame >= table().frameCount()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "there is no frame " + std::to_string(frame),
                     .expected = "0 to " + std::to_string(table().frameCount() - 1)});
    }
    return m_impl->read(frame);
}

std::vector<FrameStretch> VideoReader::kept() const
{
    return m_impl->kept();
}

std::vector<std::int64_t> VideoReader::gaps() const
{
    return {m_impl->gaps().begin(), m_impl->gaps().end()};
}

const ReaderStatistics &VideoReader::statistics() const
{
    return m_impl->statistics();
}

} // namespace core::media
