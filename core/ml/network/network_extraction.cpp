#include "core/ml/network/network_extraction.h"

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/npy_file.h"
#include "core/media/video_reader.h"
#include "core/ml/network/stream_network.h"
#include "core/ml/network/stream_samples.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"

namespace core::ml {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr const char *kPhase = "features";
constexpr std::int64_t kParts = 1000; // of a video, in the progress

class Extraction
{
public:
    Extraction(const data::ExtractionJob &job, StreamNetwork &pictures,
               std::optional<StreamNetwork> &motion, JobReporter &reporter,
               const base::CancelToken &cancel)
        : m_job(job)
        , m_pictures(pictures)
        , m_motion(motion)
        , m_reporter(reporter)
        , m_cancel(cancel)
        , m_passes(motion ? 2 : 1)
    {
    }

    Result<void> run()
    {
        for (const data::ExtractionItem &item : m_job.items) {
            if (std::filesystem::exists(item.output)) {
                m_done += kParts * m_passes;
            } else {
                TRY(write(item, TRY(rowsOf(item))));
            }
            report(0.0);
        }
        return {};
    }

private:
    using Rows = std::vector<torch::Tensor>;

    // One stream after the other, each in a pass of its own over the video.
    Result<Rows> rowsOf(const data::ExtractionItem &item)
    {
        Rows rows = TRY(passOver(item, m_pictures, pictureMaker()));
        if (!m_motion) {
            return rows;
        }
        const Rows moving = TRY(motionRows(item));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i] = torch::cat({rows[i], moving[i]});
        }
        return rows;
    }

    GridFrames<torch::Tensor>::Make pictureMaker() const
    {
        return [input = m_pictures.input()](const media::VideoFrame &frame) {
            return pictureSample(frame, input);
        };
    }

    Result<Rows> passOver(const data::ExtractionItem &item, StreamNetwork &network,
                          GridFrames<torch::Tensor>::Make make)
    {
        GridFrames<torch::Tensor> frames(TRY(media::VideoReader::open(item.file)),
                                         m_job.settings.grid, std::move(make));
        return gather(item, network, frames.count(), [&](std::int64_t) { return *frames.next(); });
    }

    Result<Rows> motionRows(const data::ExtractionItem &item)
    {
        const data::FlowStream &flow = *m_job.settings.flow;
        if (flow.given.empty()) {
            auto make = TRY(estimatedMotion(flow.input));
            return passOver(item, *m_motion, std::move(make));
        }
        const media::VideoReader reader = TRY(media::VideoReader::open(item.file));
        const std::int64_t frames = gridFrameCount(reader.table(), m_job.settings.grid);
        const std::filesystem::path given = flow.given / (item.video + ".npy");
        if (TRY(data::hashMotion(given)) != item.motionHash) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = "is another motion than when the job was made",
                         .file = given.string(),
                         .expected = "the same file"});
        }
        const GivenMotion motion = TRY(GivenMotion::open(given, frames));
        return gather(item, *m_motion, frames, [&](std::int64_t frame) -> Result<torch::Tensor> {
            return motion.sample(frame, flow.input);
        });
    }

    template <typename Sample>
    Result<Rows> gather(const data::ExtractionItem &item, StreamNetwork &network,
                        std::int64_t frames, const Sample &sampleOf)
    {
        SnippetRows rows(network, m_job.settings.grid, m_reporter);
        for (std::int64_t frame = 0; frame < frames; ++frame) {
            if (m_cancel.isCancelled()) {
                return fail({.code = ErrorCode::Cancelled,
                             .problem = "stopped while extracting features",
                             .file = item.file.string()});
            }
            TRY(rows.add(TRY(sampleOf(frame))));
            report(static_cast<double>(frame + 1) / static_cast<double>(frames + 1));
        }
        Result<Rows> made = rows.finish();
        m_done += kParts;
        return made;
    }

    // share: of the present pass.
    void report(double share)
    {
        m_reporter.progress(kPhase, m_done + static_cast<std::int64_t>(share * kParts),
                            std::ssize(m_job.items) * kParts * m_passes);
    }

    static Result<void> write(const data::ExtractionItem &item, const Rows &rows)
    {
        const torch::Tensor matrix = torch::stack(rows).contiguous();
        const std::array<std::int64_t, 2> shape = {matrix.size(0), matrix.size(1)};
        return data::writeNpy(item.output, shape,
                              std::span<const float>(matrix.data_ptr<float>(),
                                                     static_cast<std::size_t>(matrix.numel())));
    }

    const data::ExtractionJob &m_job;
    StreamNetwork &m_pictures;
    std::optional<StreamNetwork> &m_motion;
    JobReporter &m_reporter;
    const base::CancelToken &m_cancel;
    std::int64_t m_passes; // over a video
    std::int64_t m_done = 0;
};

Result<void> checkNetwork(const std::filesystem::path &network, const std::string &hash)
{
    if (TRY(base::hashFile(network)) != hash) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "is another network than when the job was made",
                     .file = network.string(),
                     .expected = "the same file"});
    }
    return {};
}

Result<StreamNetwork> loadPictureNetwork(const data::ExtractionJob &job, const Device &device)
{
    TRY(checkNetwork(job.network, job.networkHash));
    const model::NetworkInput &input = job.settings.input;
    const SampleScale scale{.unit = 255.0,
                            .isCutOff = false,
                            .mean = {input.mean.begin(), input.mean.end()},
                            .deviation = {input.deviation.begin(), input.deviation.end()}};
    return StreamNetwork::load(job.network, input, scale, device);
}

Result<std::optional<StreamNetwork>> loadMotionNetwork(const data::ExtractionJob &job,
                                                       const Device &device)
{
    if (!job.settings.flow) {
        return std::nullopt;
    }
    const data::FlowStream &flow = *job.settings.flow;
    TRY(checkNetwork(flow.network, job.flowHash));
    const SampleScale scale{
        .unit = flow.bound, .isCutOff = true, .mean = {0.0, 0.0}, .deviation = {1.0, 1.0}};
    return TRY(StreamNetwork::load(flow.network, flow.input, scale, device));
}

} // namespace

Result<void> runExtraction(const data::ExtractionJob &job, JobReporter &reporter,
                           const base::CancelToken &cancel)
{
    TRY(checkGrid(job.settings.grid));
    const ChosenDevice chosen = TRY(chooseDevice(job.device));
    reporter.message(ReportLevel::Info, chosen.note);
    prepareDeterminism(job.threads);
    StreamNetwork pictures = TRY(loadPictureNetwork(job, chosen.device));
    std::optional<StreamNetwork> motion = TRY(loadMotionNetwork(job, chosen.device));
    return Extraction(job, pictures, motion, reporter, cancel).run();
}

} // namespace core::ml
