#include "core/ml/network/network_extraction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/serialization/import.h>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/npy_file.h"
#include "core/media/video_frame.h"
#include "core/ml/common/mixed_precision.h"
#include "core/ml/extract/grid_frames.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"

namespace core::ml {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::NetworkInput;

namespace {

constexpr const char *kPhase = "features";
constexpr std::int64_t kParts = 1000; // of a video, in the progress

// Channels × height × width of bytes, as the network's settings want the picture.
Result<torch::Tensor> pictureTensor(const media::VideoFrame &frame, const NetworkInput &input)
{
    const media::Picture upright = TRY(frame.toPicture(media::PixelLayout::Rgb24));
    int width = input.width;
    int height = input.height;
    if (input.fit == NetworkInput::Fit::Crop) {
        const double scale =
            std::max(static_cast<double>(input.width) / static_cast<double>(upright.width),
                     static_cast<double>(input.height) / static_cast<double>(upright.height));
        width = std::max(static_cast<int>(std::lround(scale * upright.width)), input.width);
        height = std::max(static_cast<int>(std::lround(scale * upright.height)), input.height);
    }
    media::Picture picture = width == upright.width && height == upright.height
                                 ? upright
                                 : TRY(frame.toPicture(media::PixelLayout::Rgb24, width, height));
    const torch::Tensor whole =
        torch::from_blob(picture.pixels.data(), {height, width, 3}, torch::kUInt8);
    return whole.narrow(0, (height - input.height) / 2, input.height)
        .narrow(1, (width - input.width) / 2, input.width)
        .permute({2, 0, 1})
        .contiguous();
}

// A network that maps a batch of pictures or clips of bytes to one row each.
class Network
{
public:
    static Result<Network> load(const data::ExtractionJob &job, const Device &device)
    {
        return catchTorch(job.network.string(), [&]() -> Result<Network> {
            Network network(job.settings.input, device);
            try {
                network.m_module = torch::jit::load(job.network.string(), network.m_device);
            } catch (const c10::Error &) {
                return fail({.code = ErrorCode::BadFormat,
                             .problem = "is no network that can be loaded",
                             .file = job.network.string(),
                             .expected = "a TorchScript file, as torch.jit.save writes it"});
            }
            network.m_module.eval();
            return network;
        });
    }

    // N × D, on the CPU. OutOfMemory where the batch is too large.
    Result<torch::Tensor> run(const std::vector<torch::Tensor> &items)
    {
        return catchTorch("the network", [&]() -> Result<torch::Tensor> {
            const torch::NoGradGuard noGrad;
            const MixedPrecisionScope precision(m_input.useAmp && m_device.is_cuda());
            torch::Tensor batch = torch::stack(items).to(m_device).to(torch::kFloat).div_(255.0);
            std::vector<std::int64_t> channelShape(static_cast<std::size_t>(batch.dim()), 1);
            channelShape[1] = 3;
            batch.sub_(m_mean.view(channelShape)).div_(m_deviation.view(channelShape));
            torch::jit::IValue output;
            try {
                output = m_module.forward({batch});
            } catch (const c10::OutOfMemoryError &) {
                throw;
            } catch (const std::exception &problem) {
                return refusal(batch, firstLine(problem.what()));
            }
            if (!output.isTensor() || output.toTensor().dim() < 2 ||
                output.toTensor().size(0) != batch.size(0)) {
                return refusal(batch, "it does not give one row for each");
            }
            return output.toTensor().flatten(1).to(torch::kFloat).cpu();
        });
    }

private:
    Network(const NetworkInput &input, const Device &device)
        : m_input(input)
        , m_device(torchDevice(device))
        , m_mean(torch::tensor(std::vector<double>(input.mean.begin(), input.mean.end()),
                               torch::kFloat)
                     .to(m_device))
        , m_deviation(
              torch::tensor(std::vector<double>(input.deviation.begin(), input.deviation.end()),
                            torch::kFloat)
                  .to(m_device))
    {
    }

    static std::string firstLine(const std::string &text)
    {
        const std::size_t start = text.find_last_of('\n', text.size() - 2);
        return text.substr(start == std::string::npos ? 0 : start + 1);
    }

    static Result<torch::Tensor> refusal(const torch::Tensor &batch, const std::string &why)
    {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "the network does not work on this input: " + why,
                     .expected = fmt::format("a network for {} values, as its settings say",
                                             fmt::join(batch.sizes(), " x "))});
    }

    NetworkInput m_input;
    torch::Device m_device;
    torch::Tensor m_mean;
    torch::Tensor m_deviation;
    torch::jit::Module m_module;
};

// Gathers inputs to batches and gives their rows in order; halves the batch where memory is short.
class BatchRunner
{
public:
    BatchRunner(Network &network, int batch, const Device &device, JobReporter &reporter)
        : m_network(network)
        , m_batch(static_cast<std::size_t>(batch))
        , m_device(device)
        , m_reporter(reporter)
    {
    }

    // Rows that are finished with this; most often none.
    Result<std::vector<torch::Tensor>> add(torch::Tensor input)
    {
        m_waiting.push_back(std::move(input));
        return m_waiting.size() < m_batch ? Result<std::vector<torch::Tensor>>({}) : flush();
    }

    Result<std::vector<torch::Tensor>> flush()
    {
        std::vector<torch::Tensor> rows;
        while (!m_waiting.empty()) {
            const std::size_t count = std::min(m_batch, m_waiting.size());
            const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(count);
            Result<torch::Tensor> made = m_network.run({m_waiting.begin(), end});
            if (!made && made.error().code == ErrorCode::OutOfMemory && count > 1) {
                m_batch = (count + 1) / 2;
                releaseCachedMemory(m_device);
                m_reporter.message(ReportLevel::Warning,
                                   fmt::format("memory is short: {} inputs at a time", m_batch));
                continue;
            }
            const torch::Tensor all = TRY(std::move(made));
            for (std::int64_t i = 0; i < all.size(0); ++i) {
                rows.push_back(all[i].clone());
            }
            m_waiting.erase(m_waiting.begin(), end);
        }
        return rows;
    }

private:
    Network &m_network;
    std::size_t m_batch;
    Device m_device;
    JobReporter &m_reporter;
    std::vector<torch::Tensor> m_waiting;
};

// The rows of one video's snippets.
class SnippetRows
{
public:
    SnippetRows(BatchRunner &runner, const data::NetworkSettings &settings)
        : m_runner(runner)
        , m_isClip(settings.input.kind == NetworkInput::Kind::Clip)
        , m_window(settings.grid)
    {
    }

    Result<void> add(torch::Tensor picture)
    {
        if (m_isClip) {
            return addToWindow(std::move(picture));
        }
        return take(TRY(m_runner.add(std::move(picture))));
    }

    Result<std::vector<torch::Tensor>> finish()
    {
        TRY(take(TRY(m_runner.flush())));
        if (!m_window.items().empty()) {
            const torch::Tensor still = m_window.items().back();
            if (m_window.fillUp(still)) {
                TRY(addSnippet());
            }
        }
        if (m_isClip) {
            TRY(take(TRY(m_runner.flush())));
        }
        return std::move(m_rows);
    }

private:
    // Rows of clips are snippets; rows of frames go into the window.
    Result<void> take(std::vector<torch::Tensor> rows)
    {
        for (torch::Tensor &row : rows) {
            if (m_isClip) {
                m_rows.push_back(std::move(row));
            } else {
                TRY(addToWindow(std::move(row)));
            }
        }
        return {};
    }

    Result<void> addToWindow(torch::Tensor item)
    {
        if (m_window.skips()) {
            return {};
        }
        m_window.add(std::move(item));
        if (m_window.isFull()) {
            TRY(addSnippet());
            m_window.advance();
        }
        return {};
    }

    Result<void> addSnippet()
    {
        const std::vector<torch::Tensor> items(m_window.items().begin(), m_window.items().end());
        if (!m_isClip) {
            m_rows.push_back(torch::stack(items).mean(0));
            return {};
        }
        return take(TRY(m_runner.add(torch::stack(items, 1)))); // channels × T × height × width
    }

    BatchRunner &m_runner;
    bool m_isClip;
    SnippetWindow<torch::Tensor> m_window; // pictures of a clip, or rows of frames
    std::vector<torch::Tensor> m_rows;
};

class Extraction
{
public:
    Extraction(const data::ExtractionJob &job, Network &network, const Device &device,
               JobReporter &reporter, const base::CancelToken &cancel)
        : m_job(job)
        , m_reporter(reporter)
        , m_cancel(cancel)
        , m_runner(network, job.settings.input.batch, device, reporter)
    {
    }

    Result<void> run()
    {
        const auto total = std::ssize(m_job.items) * kParts;
        for (const data::ExtractionItem &item : m_job.items) {
            if (!std::filesystem::exists(item.output)) {
                TRY(write(item, TRY(rowsOf(item, total))));
            }
            m_done += kParts;
            m_reporter.progress(kPhase, m_done, total);
        }
        return {};
    }

private:
    Result<std::vector<torch::Tensor>> rowsOf(const data::ExtractionItem &item, std::int64_t total)
    {
        const NetworkInput &input = m_job.settings.input;
        GridFrames<torch::Tensor> frames(
            TRY(media::VideoReader::open(item.file)), m_job.settings.grid,
            [&input](const media::VideoFrame &frame) { return pictureTensor(frame, input); });
        SnippetRows rows(m_runner, m_job.settings);
        std::int64_t done = 0;
        while (std::optional<Result<torch::Tensor>> picture = frames.next()) {
            if (m_cancel.isCancelled()) {
                return fail({.code = ErrorCode::Cancelled,
                             .problem = "stopped while extracting features",
                             .file = item.file.string()});
            }
            TRY(rows.add(TRY(*std::move(picture))));
            m_reporter.progress(kPhase, m_done + kParts * ++done / (frames.count() + 1), total);
        }
        return rows.finish();
    }

    static Result<void> write(const data::ExtractionItem &item,
                              const std::vector<torch::Tensor> &rows)
    {
        const torch::Tensor matrix = torch::stack(rows).contiguous();
        const std::array<std::int64_t, 2> shape = {matrix.size(0), matrix.size(1)};
        return data::writeNpy(item.output, shape,
                              std::span<const float>(matrix.data_ptr<float>(),
                                                     static_cast<std::size_t>(matrix.numel())));
    }

    const data::ExtractionJob &m_job;
    JobReporter &m_reporter;
    const base::CancelToken &m_cancel;
    BatchRunner m_runner;
    std::int64_t m_done = 0;
};

} // namespace

Result<void> runExtraction(const data::ExtractionJob &job, JobReporter &reporter,
                           const base::CancelToken &cancel)
{
    TRY(checkGrid(job.settings.grid));
    if (TRY(base::hashFile(job.network)) != job.networkHash) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "is another network than when the job was made",
                     .file = job.network.string(),
                     .expected = "the same file"});
    }
    const ChosenDevice chosen = TRY(chooseDevice(job.device));
    reporter.message(ReportLevel::Info, chosen.note);
    prepareDeterminism(job.threads);
    Network network = TRY(Network::load(job, chosen.device));
    return Extraction(job, network, chosen.device, reporter, cancel).run();
}

} // namespace core::ml
