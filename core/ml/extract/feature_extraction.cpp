#include "core/ml/extract/feature_extraction.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "core/data/npy_file.h"
#include "core/ml/extract/builtin_descriptor.h"
#include "core/ml/extract/grid_frames.h"

namespace core::ml {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

constexpr auto kProgressInterval = std::chrono::milliseconds(250);

// Turns samples, in order, into snippets.
class SnippetWriter
{
public:
    SnippetWriter(const BuiltinDescriptor &descriptor, const model::FeatureGrid &grid,
                  model::FeatureMatrix &matrix)
        : m_descriptor(descriptor)
        , m_matrix(matrix)
        , m_window(grid)
    {
    }

    void add(FrameSample sample)
    {
        if (m_window.skips()) {
            return;
        }
        m_window.add(measureFrame(sample, m_previous ? &*m_previous : nullptr));
        m_previous = std::move(sample);
        if (m_window.isFull()) {
            write();
            m_window.advance();
        }
    }

    void finish()
    {
        if (m_window.items().empty()) {
            return;
        }
        FrameMeasures still = m_window.items().back();
        std::fill(still.motion.begin(), still.motion.end(), 0.0F);
        if (m_window.fillUp(still)) {
            write();
        }
    }

private:
    void write()
    {
        std::vector<const FrameMeasures *> window;
        for (const FrameMeasures &measures : m_window.items()) {
            window.push_back(&measures);
        }
        const auto dim = static_cast<std::size_t>(m_matrix.dim);
        m_descriptor.describe(
            window,
            std::span(m_matrix.values).subspan(static_cast<std::size_t>(m_next) * dim, dim));
        ++m_next;
    }

    const BuiltinDescriptor &m_descriptor;
    model::FeatureMatrix &m_matrix;
    SnippetWindow<FrameMeasures> m_window;
    std::optional<FrameSample> m_previous;
    std::int64_t m_next = 0; // snippet
};

} // namespace

Result<model::FeatureMatrix> extractFeatures(const std::filesystem::path &video,
                                             const model::FeatureGrid &grid,
                                             const ExtractionProgress &progress,
                                             const base::CancelToken &cancel)
{
    TRY(checkGrid(grid));
    const BuiltinDescriptor descriptor = TRY(BuiltinDescriptor::create(grid.dim));
    media::VideoReader reader = TRY(media::VideoReader::open(video));
    GridFrames<FrameSample> samples(std::move(reader), grid, sampleFrame);
    const std::int64_t frames = samples.count();
    model::FeatureMatrix matrix{
        .snippets = snippetCount(frames, grid), .dim = grid.dim, .values = {}};
    matrix.values.resize(static_cast<std::size_t>(matrix.snippets * matrix.dim));
    SnippetWriter writer(descriptor, grid, matrix);
    auto lastProgress = std::chrono::steady_clock::now();
    std::int64_t done = 0;
    while (std::optional<Result<FrameSample>> sample = samples.next()) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled,
                         .problem = "stopped while extracting features",
                         .file = video.string()});
        }
        writer.add(TRY(*std::move(sample)));
        ++done;
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
