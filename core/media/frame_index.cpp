#include "core/media/frame_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/media/media_source.h"

namespace core::media {

namespace {

using base::ErrorCode;
using base::fail;
using base::Rational;
using base::Result;
using base::TimeUs;

constexpr AVRational kMicroseconds = {1, 1000000};
constexpr std::int64_t kNone = AV_NOPTS_VALUE;

// What the container says about one packet of the stream.
struct PacketRow
{
    std::int64_t pts = kNone;
    std::int64_t dts = kNone;
    std::int64_t position = -1;
    std::int64_t duration = 0;
    bool isKey = false;
    bool isShown = true;
};

// One frame of the table while it is put together; times in the stream's time base.
struct FrameRow
{
    std::int64_t time = 0;
    std::int64_t identity = 0;
    std::int64_t duration = 0;
};

Result<std::vector<PacketRow>> readPackets(MediaSource &source)
{
    const PacketPtr packet(av_packet_alloc());
    const AVCodecID codec = source.stream()->codecpar->codec_id;
    std::vector<PacketRow> rows;
    while (source.readPacket(*packet)) {
        rows.push_back({.pts = packet->pts,
                        .dts = packet->dts,
                        .position = packet->pos,
                        .duration = packet->duration,
                        .isKey = (packet->flags & AV_PKT_FLAG_KEY) != 0,
                        .isShown = isShown(*packet, codec)});
    }
    if (rows.empty()) {
        return fail({.code = ErrorCode::Media,
                     .problem = "its video stream holds no picture",
                     .file = source.path().string(),
                     .expected = "a file that is complete"});
    }
    return rows;
}

template <typename Member>
bool areUnique(const std::vector<PacketRow> &rows, Member member, std::int64_t missing)
{
    std::vector<std::int64_t> values;
    values.reserve(rows.size());
    for (const PacketRow &row : rows) {
        if (row.isShown) {
            values.push_back(row.*member);
        }
    }
    std::sort(values.begin(), values.end());
    return !values.empty() && values.front() != missing &&
           std::adjacent_find(values.begin(), values.end()) == values.end();
}

// Frames from packets alone: each shown packet is a frame, in the order of its presentation time.
std::vector<FrameRow> framesFromPackets(const std::vector<PacketRow> &packets)
{
    std::vector<FrameRow> frames;
    frames.reserve(packets.size());
    for (const PacketRow &packet : packets) {
        if (packet.isShown) {
            frames.push_back(
                {.time = packet.pts, .identity = packet.pts, .duration = packet.duration});
        }
    }
    std::sort(frames.begin(), frames.end(),
              [](const FrameRow &a, const FrameRow &b) { return a.time < b.time; });
    return frames;
}

// Frames from one decode pass, in the order in which the decoder gives them.
Result<std::vector<FrameRow>> framesFromDecoding(MediaSource &source)
{
    const CodecPtr decoder = TRY(source.openDecoder(0));
    const PacketPtr packet(av_packet_alloc());
    const FramePtr frame(av_frame_alloc());
    std::vector<FrameRow> frames;
    bool isDrained = false;
    while (!isDrained) {
        const bool hasPacket = source.readPacket(*packet);
        avcodec_send_packet(decoder.get(), hasPacket ? packet.get() : nullptr);
        isDrained = !hasPacket;
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
            frames.push_back({.time = frame->best_effort_timestamp,
                              .identity = frame->pkt_pos,
                              .duration = frame->pkt_duration});
        }
    }
    return frames;
}

// Gives decoded frames their times: the decoder's own where they are complete and in order.
// Otherwise the container has no presentation times (AVI) and shows one frame a tick, so the n-th
// shown frame belongs to the n-th decoding time.
void timeDecodedFrames(std::vector<FrameRow> &frames, const std::vector<PacketRow> &packets)
{
    const auto isOutOfOrder = [](const FrameRow &a, const FrameRow &b) { return a.time >= b.time; };
    if (frames.front().time != kNone &&
        std::adjacent_find(frames.begin(), frames.end(), isOutOfOrder) == frames.end()) {
        return;
    }
    std::vector<std::int64_t> ticks;
    for (const PacketRow &packet : packets) {
        if (packet.isShown && packet.dts != kNone) {
            ticks.push_back(packet.dts);
        }
    }
    std::sort(ticks.begin(), ticks.end());
    ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
    if (ticks.size() >= frames.size()) {
        for (std::size_t i = 0; i < frames.size(); ++i) {
            frames[i].time = ticks[i];
        }
        return;
    }
    std::int64_t next = 0;
    for (FrameRow &frame : frames) {
        if (frame.time == kNone || frame.time < next) {
            frame.time = next;
        }
        next = frame.time + std::max<std::int64_t>(frame.duration, 1);
    }
}

// What to ask the container for to land on this keyframe. Matroska and MP4 compare with
// presentation times, all others with decoding times: the wrong one lands a group of pictures too
// early or too late.
std::int64_t seekTimestamp(const PacketRow &packet, std::string_view container)
{
    const bool isByPresentation =
        container == "matroska,webm" || container == "mov,mp4,m4a,3gp,3g2,mj2";
    if (packet.dts != kNone && !(isByPresentation && packet.pts != kNone)) {
        return packet.dts;
    }
    return packet.pts != kNone ? packet.pts : 0;
}

// Times of the frames' starts in microseconds, rounded once.
void setTimes(FrameTable &table, const std::vector<FrameRow> &frames, AVRational timeBase)
{
    table.timesUs.reserve(frames.size());
    for (const FrameRow &frame : frames) {
        const TimeUs time = av_rescale_q(frame.time - frames.front().time, timeBase, kMicroseconds);
        table.timesUs.push_back(table.timesUs.empty() ? 0
                                                      : std::max(time, table.timesUs.back() + 1));
    }
    table.startUs = av_rescale_q(frames.front().time, timeBase, kMicroseconds);
}

bool isPositive(AVRational rate)
{
    return rate.num > 0 && rate.den > 0;
}

// The container's own rate where it agrees with the times; otherwise the rate of the times.
Rational averageRate(const FrameTable &table, const AVStream &stream)
{
    const std::array<AVRational, 2> declared = {stream.avg_frame_rate, stream.r_frame_rate};
    const double span = base::usToSeconds(table.timesUs.back());
    if (table.frameCount() < 2) {
        for (const AVRational rate : declared) {
            if (isPositive(rate)) {
                return {rate.num, rate.den};
            }
        }
        return {25, 1};
    }
    const double measured = static_cast<double>(table.frameCount() - 1) / span;
    const double tolerance = 1e-4 + 2.0 * av_q2d(stream.time_base) / span;
    for (const AVRational rate : declared) {
        if (isPositive(rate) && std::abs(av_q2d(rate) / measured - 1.0) <= tolerance) {
            return {rate.num, rate.den};
        }
    }
    int num = 0;
    int den = 1;
    av_reduce(&num, &den, (table.frameCount() - 1) * 1000000, table.timesUs.back(), 1000000);
    return {num, den};
}

// Sets rate, variability and duration from the times.
void measureTimes(FrameTable &table, const std::vector<FrameRow> &frames, const AVStream &stream)
{
    table.fps = averageRate(table, stream);
    std::vector<TimeUs> gaps(table.timesUs.size());
    std::adjacent_difference(table.timesUs.begin(), table.timesUs.end(), gaps.begin());
    gaps.erase(gaps.begin());
    auto usual = static_cast<TimeUs>(std::llround(1e6 / table.fps.value()));
    if (!gaps.empty()) {
        const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
        std::nth_element(gaps.begin(), middle, gaps.end());
        usual = *middle;
        // Containers round times to their ticks: two of them are no variation.
        const TimeUs tick = av_rescale_q_rnd(1, stream.time_base, kMicroseconds, AV_ROUND_UP);
        const TimeUs allowed = std::max(2 * tick, usual / 50) + 2;
        table.isVfr = std::any_of(gaps.begin(), gaps.end(),
                                  [&](TimeUs gap) { return std::abs(gap - usual) > allowed; });
    }
    const std::int64_t last = frames.back().duration;
    const TimeUs lastUs = last > 0 ? av_rescale_q(last, stream.time_base, kMicroseconds) : usual;
    table.durationUs = table.timesUs.back() + std::max<TimeUs>(lastUs, 1);
}

void setKeyframes(FrameTable &table, const std::vector<PacketRow> &packets,
                  std::string_view container)
{
    if (table.identity == FrameIdentity::Order) {
        return;
    }
    const bool isByTime = table.identity == FrameIdentity::Timestamp;
    for (const PacketRow &packet : packets) {
        if (!packet.isKey) {
            continue;
        }
        const std::int64_t identity = isByTime ? packet.pts : packet.position;
        std::int64_t frame = table.frameOfIdentity(identity);
        if (frame < 0 && isByTime && identity != kNone) {
            // Not shown itself (before the start of an edit list): the first frame after it.
            frame = std::lower_bound(table.identities.begin(), table.identities.end(), identity) -
                    table.identities.begin();
        }
        if (frame >= 0 && frame < table.frameCount()) {
            table.keyframes.push_back({.frame = frame,
                                       .identity = identity,
                                       .seekTimestamp = seekTimestamp(packet, container)});
        }
    }
    std::stable_sort(table.keyframes.begin(), table.keyframes.end(),
                     [](const Keyframe &a, const Keyframe &b) { return a.frame < b.frame; });
}

// Takes over the frames' identities; leaves the table at Order where they are not unique.
void setIdentities(FrameTable &table, const std::vector<FrameRow> &frames, FrameIdentity identity)
{
    std::vector<std::int64_t> order(frames.size());
    std::iota(order.begin(), order.end(), 0);
    const auto identityOf = [&](std::int64_t i) {
        return frames[static_cast<std::size_t>(i)].identity;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int64_t a, std::int64_t b) { return identityOf(a) < identityOf(b); });
    const bool isUnique =
        std::adjacent_find(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
            return identityOf(a) == identityOf(b);
        }) == order.end();
    const bool isKnown = identity == FrameIdentity::Timestamp || identityOf(order.front()) >= 0;
    if (!isUnique || !isKnown) {
        table.identity = FrameIdentity::Order;
        return;
    }
    table.identity = identity;
    table.identities.reserve(frames.size());
    for (const FrameRow &frame : frames) {
        table.identities.push_back(frame.identity);
    }
    if (!std::is_sorted(order.begin(), order.end())) {
        table.byIdentity = std::move(order);
    }
}

} // namespace

std::int64_t FrameTable::frameAt(TimeUs time) const
{
    const auto after = std::upper_bound(timesUs.begin(), timesUs.end(), time);
    return std::max<std::int64_t>(after - timesUs.begin() - 1, 0);
}

std::int64_t FrameTable::frameOfIdentity(std::int64_t wanted) const
{
    if (byIdentity.empty()) {
        const auto found = std::lower_bound(identities.begin(), identities.end(), wanted);
        const bool isFound = found != identities.end() && *found == wanted;
        return isFound ? found - identities.begin() : -1;
    }
    const auto identityOf = [this](std::int64_t i) {
        return identities[static_cast<std::size_t>(i)];
    };
    const auto found =
        std::lower_bound(byIdentity.begin(), byIdentity.end(), wanted,
                         [&](std::int64_t i, std::int64_t value) { return identityOf(i) < value; });
    return found != byIdentity.end() && identityOf(*found) == wanted ? *found : -1;
}

std::int64_t FrameTable::keyframeBefore(std::int64_t frame) const
{
    const auto after = std::upper_bound(
        keyframes.begin(), keyframes.end(), frame,
        [](std::int64_t value, const Keyframe &keyframe) { return value < keyframe.frame; });
    return after - keyframes.begin() - 1;
}

Result<FrameTable> readFrameTable(const std::filesystem::path &path, int stream)
{
    MediaSource source = TRY(MediaSource::open(path, stream));
    const std::vector<PacketRow> packets = TRY(readPackets(source));
    FrameTable table;
    table.stream = source.streamIndex();
    table.declaredFrames = source.stream()->nb_frames;

    std::vector<FrameRow> frames;
    FrameIdentity identity = FrameIdentity::Timestamp;
    if (areUnique(packets, &PacketRow::pts, kNone)) {
        frames = framesFromPackets(packets);
    } else {
        source = TRY(MediaSource::open(path, table.stream));
        frames = TRY(framesFromDecoding(source));
        identity = FrameIdentity::Position;
        if (!frames.empty()) {
            timeDecodedFrames(frames, packets);
        }
    }
    if (frames.empty()) {
        return fail({.code = ErrorCode::Media,
                     .problem = "none of its pictures decodes",
                     .file = path.string(),
                     .expected = "a file that is complete"});
    }
    setIdentities(table, frames, identity);
    setTimes(table, frames, source.stream()->time_base);
    measureTimes(table, frames, *source.stream());
    setKeyframes(table, packets, source.format()->iformat->name);
    return table;
}

} // namespace core::media
