#include "core/media/motion_estimator.h"

#include <algorithm>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "core/media/ffmpeg_ptr.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/motion_vector.h>
}

namespace core::media {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

struct GraphFreer
{
    void operator()(AVFilterGraph *graph) const { avfilter_graph_free(&graph); }
};

base::Error mediaError(int result)
{
    return {.code = ErrorCode::Media,
            .problem = fmt::format("motion cannot be estimated ({})", ffmpegMessage(result))};
}

} // namespace

struct MotionEstimator::Graph
{
    std::unique_ptr<AVFilterGraph, GraphFreer> graph;
    AVFilterContext *source = nullptr; // both owned by the graph
    AVFilterContext *sink = nullptr;
    int width = 0;
    int height = 0;
    std::int64_t pictures = 0; // given so far

    // 0, or FFmpeg's error.
    int connect();
    int give(std::span<const std::uint8_t> gray);
    MotionField fieldOf(const AVFrame &frame) const;
    MotionField still() const;
};

int MotionEstimator::Graph::connect()
{
    const auto add = [this](AVFilterContext **made, const char *filter,
                            const std::string &arguments) {
        return avfilter_graph_create_filter(made, avfilter_get_by_name(filter), filter,
                                            arguments.c_str(), nullptr, graph.get());
    };
    graph->nb_threads = 1;
    AVFilterContext *estimate = nullptr;
    int result = add(&source, "buffer",
                     fmt::format("video_size={}x{}:pix_fmt=gray:time_base=1/1", width, height));
    if (result >= 0) {
        result = add(&estimate, "mestimate",
                     fmt::format("method=epzs:mb_size={}:search_param={}", kBlock, kReach));
    }
    if (result >= 0) {
        result = add(&sink, "buffersink", "");
    }
    if (result >= 0) {
        result = avfilter_link(source, 0, estimate, 0);
    }
    if (result >= 0) {
        result = avfilter_link(estimate, 0, sink, 0);
    }
    return result >= 0 ? avfilter_graph_config(graph.get(), nullptr) : result;
}

int MotionEstimator::Graph::give(std::span<const std::uint8_t> gray)
{
    const FramePtr frame(av_frame_alloc());
    if (!frame) {
        return AVERROR(ENOMEM);
    }
    frame->width = width;
    frame->height = height;
    frame->format = AV_PIX_FMT_GRAY8;
    frame->pts = pictures++;
    if (const int result = av_frame_get_buffer(frame.get(), 0); result < 0) {
        return result;
    }
    for (int row = 0; row < height; ++row) {
        std::memcpy(frame->data[0] + static_cast<std::ptrdiff_t>(row) * frame->linesize[0],
                    gray.data() + static_cast<std::ptrdiff_t>(row) * width,
                    static_cast<std::size_t>(width));
    }
    return av_buffersrc_add_frame(source, frame.get());
}

MotionField MotionEstimator::Graph::still() const
{
    MotionField field{.columns = width / kBlock, .rows = height / kBlock, .x = {}, .y = {}};
    field.x.resize(static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows));
    field.y = field.x;
    return field;
}

// The filter tells for every block where it was before (source < 0) and where it goes (> 0).
MotionField MotionEstimator::Graph::fieldOf(const AVFrame &frame) const
{
    MotionField field = still();
    const AVFrameSideData *data = av_frame_get_side_data(&frame, AV_FRAME_DATA_MOTION_VECTORS);
    const std::size_t count = data == nullptr ? 0 : data->size / sizeof(AVMotionVector);
    for (std::size_t i = 0; i < count; ++i) {
        AVMotionVector vector;
        std::memcpy(&vector, data->data + i * sizeof vector, sizeof vector);
        const int column = vector.dst_x / kBlock;
        const int row = vector.dst_y / kBlock;
        if (vector.source > 0 && column < field.columns && row < field.rows) {
            const auto block =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(field.columns) +
                static_cast<std::size_t>(column);
            field.x[block] = static_cast<float>(vector.src_x - vector.dst_x);
            field.y[block] = static_cast<float>(vector.src_y - vector.dst_y);
        }
    }
    return field;
}

MotionEstimator::MotionEstimator(std::unique_ptr<Graph> graph)
    : m_graph(std::move(graph))
{
}

MotionEstimator::~MotionEstimator() = default;
MotionEstimator::MotionEstimator(MotionEstimator &&) noexcept = default;
MotionEstimator &MotionEstimator::operator=(MotionEstimator &&) noexcept = default;

Result<MotionEstimator> MotionEstimator::create(int width, int height)
{
    auto made = std::make_unique<Graph>();
    made->graph.reset(avfilter_graph_alloc());
    made->width = width;
    made->height = height;
    const int result = made->graph ? made->connect() : AVERROR(ENOMEM);
    if (result < 0) {
        return fail(mediaError(result));
    }
    return MotionEstimator(std::move(made));
}

Result<MotionField> MotionEstimator::next(std::span<const std::uint8_t> gray)
{
    const auto bytes =
        static_cast<std::size_t>(m_graph->width) * static_cast<std::size_t>(m_graph->height);
    if (gray.size() != bytes) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "the picture has another size than those before",
                     .expected = fmt::format("{} x {} bytes", m_graph->width, m_graph->height)});
    }
    if (const int result = m_graph->give(gray); result < 0) {
        return fail(mediaError(result));
    }
    // What comes out is the picture before, as it goes over into this one.
    const FramePtr before(av_frame_alloc());
    const int result =
        before ? av_buffersink_get_frame(m_graph->sink, before.get()) : AVERROR(ENOMEM);
    if (result == AVERROR(EAGAIN)) {
        return m_graph->still();
    }
    return result < 0 ? Result<MotionField>(fail(mediaError(result))) : m_graph->fieldOf(*before);
}

} // namespace core::media
