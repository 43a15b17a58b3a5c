#include "core/ml/extract/feature_extraction.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <deque>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/data/npy_file.h"
#include "core/media/video_reader.h"
#include "core/ml/extract/builtin_descriptor.h"

namespace core::ml {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

// Samples that decoding may be ahead.
constexpr std::size_t kQueueFrames = 32;
constexpr auto kProgressInterval = std::chrono::milliseconds(250);

double gridRate(const media::FrameTable &table, const model::FeatureGrid &grid)
{
    return grid.sampleFps > 0.0 ? grid.sampleFps : table.fps.value();
}

// The video's frame that starts nearest to grid frame k.
std::int64_t videoFrame(const media::FrameTable &table, double rate, std::int64_t k)
{
    const auto time = static_cast<base::TimeUs>(std::llround(static_cast<double>(k) * 1e6 / rate));
    const std::int64_t shown = table.frameAt(time);
    const std::int64_t next = std::min(shown + 1, table.frameCount() - 1);
    return table.timeOf(next) - time < time - table.timeOf(shown) ? next : shown;
}

Result<void> checkGrid(const model::FeatureGrid &grid)
{
    if (grid.windowFrames < 1 || grid.strideFrames < 1 || !(grid.sampleFps >= 0.0) ||
        grid.sampleFps > 1000.0) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "the feature grid is not usable",
                     .expected = "window and stride of at least one frame, 0 to 1000 frames a "
                                 "second"});
    }
    return {};
}

using SampleQueue = base::BoundedQueue<Result<FrameSample>>;

// Decodes the grid's frames into the queue, until the end, an error or the queue's closing.
void decodeInto(SampleQueue &queue, media::VideoReader &reader, double rate,
                std::int64_t gridFrames)
{
    std::int64_t last = -1;
    std::optional<FrameSample> sample;
    for (std::int64_t k = 0; k < gridFrames; ++k) {
        const std::int64_t frame = videoFrame(reader.table(), rate, k);
        if (frame != last) {
            const auto decoded = reader.read(frame);
            Result<FrameSample> made =
                decoded ? sampleFrame(**decoded) : Result<FrameSample>(fail(decoded.error()));
            if (!made) {
                queue.push(std::move(made));
                break;
            }
            sample = *std::move(made);
            last = frame;
        }
        if (!queue.push(*sample)) {
            return;
        }
    }
    queue.close();
}

// Turns samples, in order, into snippets.
class SnippetWriter
{
public:
    SnippetWriter(const BuiltinDescriptor &descriptor, const model::FeatureGrid &grid,
                  model::FeatureMatrix &matrix)
        : m_descriptor(descriptor)
        , m_grid(grid)
        , m_matrix(matrix)
    {
    }

    void add(FrameSample sample)
    {
        m_measures.push_back(measureFrame(sample, m_previous ? &*m_previous : nullptr));
        m_previous = std::move(sample);
        if (std::ssize(m_measures) == m_grid.windowFrames) {
            write();
            const auto gone = std::min<std::ptrdiff_t>(m_grid.strideFrames, std::ssize(m_measures));
            m_measures.erase(m_measures.begin(), m_measures.begin() + gone);
            m_skip = m_grid.strideFrames - gone;
        }
    }

    // The frames between windows when the stride is longer than the window.
    bool skips()
    {
        if (m_skip == 0) {
            return false;
        }
        --m_skip;
        return true;
    }

    // A video shorter than a window: its frames and the last one repeated.
    void finish()
    {
        if (m_next == 0 && !m_measures.empty()) {
            FrameMeasures still = m_measures.back();
            std::fill(still.motion.begin(), still.motion.end(), 0.0F);
            m_measures.resize(static_cast<std::size_t>(m_grid.windowFrames), still);
            write();
        }
    }

private:
    void write()
    {
        std::vector<const FrameMeasures *> window;
        for (const FrameMeasures &measures : m_measures) {
            window.push_back(&measures);
        }
        const auto dim = static_cast<std::size_t>(m_matrix.dim);
        m_descriptor.describe(
            window,
            std::span(m_matrix.values).subspan(static_cast<std::size_t>(m_next) * dim, dim));
        ++m_next;
    }

    const BuiltinDescriptor &m_descriptor;
    const model::FeatureGrid &m_grid;
    model::FeatureMatrix &m_matrix;
    std::deque<FrameMeasures> m_measures;
    std::optional<FrameSample> m_previous;
    std::int64_t m_next = 0; // snippet
    std::ptrdiff_t m_skip = 0;
};

} // namespace

std::int64_t gridFrameCount(const media::FrameTable &table, const model::FeatureGrid &grid)
{
    if (grid.sampleFps <= 0.0 && !table.isVfr) {
        return table.frameCount();
    }
    const double frames = base::usToSeconds(table.durationUs) * gridRate(table, grid);
    return std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(frames + 1e-3)), 1);
}

std::int64_t snippetCount(std::int64_t gridFrames, const model::FeatureGrid &grid)
{
    return gridFrames < grid.windowFrames
               ? 1
               : (gridFrames - grid.windowFrames) / grid.strideFrames + 1;
}

Result<model::FeatureMatrix> extractFeatures(const std::filesystem::path &video,
                                             const model::FeatureGrid &grid,
                                             const ExtractionProgress &progress,
                                             const base::CancelToken &cancel)
{
    TRY(checkGrid(grid));
    const BuiltinDescriptor descriptor = TRY(BuiltinDescriptor::create(grid.dim));
    media::VideoReader reader = TRY(media::VideoReader::open(video));
    const std::int64_t frames = gridFrameCount(reader.table(), grid);
    const double rate = gridRate(reader.table(), grid);
    model::FeatureMatrix matrix{
        .snippets = snippetCount(frames, grid), .dim = grid.dim, .values = {}};
    matrix.values.resize(static_cast<std::size_t>(matrix.snippets * matrix.dim));

    SampleQueue queue(kQueueFrames);
    const std::jthread decoder([&] { decodeInto(queue, reader, rate, frames); });
    SnippetWriter writer(descriptor, grid, matrix);
    auto lastProgress = std::chrono::steady_clock::now();
    std::int64_t done = 0;
    while (std::optional<Result<FrameSample>> sample = queue.pop()) {
        if (!*sample || cancel.isCancelled()) {
            queue.close(); // the decoder's next push ends it
            return fail(!*sample ? (*sample).error()
                                 : base::Error{.code = ErrorCode::Cancelled,
                                               .problem = "stopped while extracting features",
                                               .file = video.string()});
        }
        ++done;
        if (!writer.skips()) {
            writer.add(**std::move(sample));
        }
        const auto now = std::chrono::steady_clock::now();
        if (now - lastProgress >= kProgressInterval || done == frames) {
            progress(done, frames);
            lastProgress = now;
        }
    }
    writer.finish();
    return matrix;
}

Result<std::int64_t> extractFeaturesTo(const std::filesystem::path &output,
                                       const std::filesystem::path &video,
                                       const model::FeatureGrid &grid,
                                       const ExtractionProgress &progress,
                                       const base::CancelToken &cancel)
{
    const model::FeatureMatrix matrix = TRY(extractFeatures(video, grid, progress, cancel));
    const std::array<std::int64_t, 2> shape = {matrix.snippets, matrix.dim};
    TRY(data::writeNpy(output, shape, std::span<const float>(matrix.values)));
    return matrix.snippets;
}

} // namespace core::ml
