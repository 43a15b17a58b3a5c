// Steps forward, steps back and random seeks of our exact reader beside FFmpeg's own way on the
// same files: its libraries (seek to the keyframe before, decode until the picture comes; a step
// forward decodes on), and its program (ffmpeg -ss, where installed). Processor time of one thread.
// Every picture of ours is checked to be the one that was asked for. Prints; not a pass/fail test.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "core/base/random.h"
#include "core/media/video_reader.h"

#include "tests/support/media_factory.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace {

using core::media::FrameTable;
using core::media::VideoReader;

constexpr int kFrames = 600;
constexpr int kSeeks = 150;
constexpr int kProgramSeeks = 12;

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

// FFmpeg's libraries as their examples use them.
class PlainReader
{
public:
    explicit PlainReader(const std::string &path)
    {
        if (avformat_open_input(&m_format, path.c_str(), nullptr, nullptr) < 0 ||
            avformat_find_stream_info(m_format, nullptr) < 0) {
            std::abort();
        }
        const AVCodec *codec = nullptr;
        m_stream = av_find_best_stream(m_format, AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
        m_decoder = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(m_decoder, m_format->streams[m_stream]->codecpar);
        m_decoder->thread_count = 1;
        if (avcodec_open2(m_decoder, codec, nullptr) < 0) {
            std::abort();
        }
    }
    ~PlainReader()
    {
        av_frame_free(&m_frame);
        av_packet_free(&m_packet);
        avcodec_free_context(&m_decoder);
        avformat_close_input(&m_format);
    }
    PlainReader(const PlainReader &) = delete;
    PlainReader &operator=(const PlainReader &) = delete;

    void seek(std::int64_t timestamp)
    {
        av_seek_frame(m_format, m_stream, timestamp, AVSEEK_FLAG_BACKWARD);
        avcodec_flush_buffers(m_decoder);
        while (next() && m_frame->pts < timestamp) {
        }
    }

    bool next()
    {
        while (avcodec_receive_frame(m_decoder, m_frame) < 0) {
            if (av_read_frame(m_format, m_packet) < 0) {
                return false;
            }
            if (m_packet->stream_index == m_stream) {
                avcodec_send_packet(m_decoder, m_packet);
            }
            av_packet_unref(m_packet);
        }
        return true;
    }

private:
    AVFormatContext *m_format = nullptr;
    AVCodecContext *m_decoder = nullptr;
    AVPacket *m_packet = av_packet_alloc();
    AVFrame *m_frame = av_frame_alloc();
    int m_stream = -1;
};

// Milliseconds an item.
double measure(int count, const std::function<void(int)> &item)
{
    const double start = processorMs();
    for (int i = 0; i < count; ++i) {
        item(i);
    }
    return (processorMs() - start) / count;
}

// Of ffmpeg -ss, its start included; negative where it is not installed.
double programMs(const std::string &path, const FrameTable &table)
{
    core::base::Random random(2);
    const auto spent = [] {
        rusage usage{};
        getrusage(RUSAGE_CHILDREN, &usage);
        const auto ms = [](const timeval &time) {
            return 1e3 * static_cast<double>(time.tv_sec) +
                   1e-3 * static_cast<double>(time.tv_usec);
        };
        return ms(usage.ru_utime) + ms(usage.ru_stime);
    };
    const double start = spent();
    for (int i = 0; i < kProgramSeeks; ++i) {
        const double time =
            core::base::usToSeconds(table.timeOf(random.uniformInt(0, kFrames - 1)));
        const std::string command = fmt::format(
            "ffmpeg -nostdin -loglevel quiet -threads 1 -ss {:.6f} -i '{}' -frames:v 1 -f null -",
            time, path);
        if (std::system(command.c_str()) != 0) {
            return -1;
        }
    }
    return (spent() - start) / kProgramSeeks;
}

void show(VideoReader &reader, std::int64_t frame)
{
    const auto picture = reader.read(frame);
    if (!picture || (*picture)->index() != frame) {
        fmt::print(stderr, "frame {} is not shown\n", frame);
        std::abort();
    }
}

void compare(const char *what, const std::string &path)
{
    VideoReader ours = VideoReader::open(path, {.cacheBytes = 256 << 20}).value();
    const FrameTable &table = ours.table();
    const auto stampOf = [&](std::int64_t frame) {
        return table.identities[static_cast<std::size_t>(frame)];
    };
    PlainReader plain(path);

    show(ours, 0);
    const double forward = measure(kFrames - 1, [&](int i) { show(ours, i + 1); });
    VideoReader again = VideoReader::open(path, {.cacheBytes = 256 << 20}).value();
    show(again, kFrames - 1);
    const double back = measure(kFrames - 1, [&](int i) { show(again, kFrames - 2 - i); });
    VideoReader cold = VideoReader::open(path).value();
    core::base::Random random(1);
    const double seek =
        measure(kSeeks, [&](int) { show(cold, random.uniformInt(0, kFrames - 1)); });

    plain.seek(stampOf(0));
    const double plainForward = measure(kFrames - 1, [&](int) { plain.next(); });
    const double plainBack = measure(kSeeks, [&](int i) { plain.seek(stampOf(kFrames - 2 - i)); });
    core::base::Random same(1);
    const double plainSeek =
        measure(kSeeks, [&](int) { plain.seek(stampOf(same.uniformInt(0, kFrames - 1))); });
    const double program = programMs(path, table);

    fmt::print("{}\n", what);
    fmt::print("  step forward {:6.2f} ms, FFmpeg's {:6.2f}, ratio {:.2f}\n", forward, plainForward,
               forward / plainForward);
    fmt::print(
        "  step back    {:6.2f} ms, FFmpeg's {:6.2f}, ratio {:.2f}; back to forward {:.2f}\n", back,
        plainBack, back / plainBack, back / forward);
    fmt::print("  random seek  {:6.2f} ms, FFmpeg's {:6.2f}, ratio {:.2f}", seek, plainSeek,
               seek / plainSeek);
    if (program >= 0) {
        fmt::print("; ffmpeg -ss {:.0f} ms", program);
    }
    fmt::print("\n");
}

} // namespace

int main()
{
    std::string folder = (std::filesystem::temp_directory_path() / "bench_seek_XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return 1;
    }
    struct Film
    {
        const char *what;
        const char *name;
        int width;
        int height;
        int interval;
    };
    for (const Film &film : {Film{"H.264 640x360, keyframe every 12", "a.mp4", 640, 360, 12},
                             Film{"H.264 640x360, keyframe every 250", "b.mp4", 640, 360, 250},
                             Film{"H.264 1280x720, keyframe every 50", "c.mkv", 1280, 720, 50}}) {
        tests::CounterVideo video{.frames = kFrames};
        video.encoder.width = film.width;
        video.encoder.height = film.height;
        video.encoder.keyframeInterval = film.interval;
        video.encoder.bFrames = 2;
        const std::string path = folder + "/" + film.name;
        if (!tests::writeCounterVideo(path, video)) {
            return 1;
        }
        compare(film.what, path);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
