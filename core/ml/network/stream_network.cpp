#include "core/ml/network/stream_network.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/serialization/import.h>

#include "core/ml/common/mixed_precision.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"

namespace core::ml {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::string lastLine(const std::string &text)
{
    const std::size_t start = text.find_last_of('\n', text.size() - 2);
    return text.substr(start == std::string::npos ? 0 : start + 1);
}

base::Error refusal(const torch::Tensor &batch, const std::string &why)
{
    return {.code = ErrorCode::BadValue,
            .problem = "the network does not work on this input: " + why,
            .expected = fmt::format("a network for {} values, as its settings say",
                                    fmt::join(batch.sizes(), " x "))};
}

} // namespace

StreamNetwork::StreamNetwork(const model::NetworkInput &input, const SampleScale &scale,
                             const Device &device)
    : m_input(input)
    , m_scale(scale)
    , m_ourDevice(device)
    , m_device(torchDevice(device))
    , m_mean(torch::tensor(scale.mean, torch::kFloat).to(m_device))
    , m_deviation(torch::tensor(scale.deviation, torch::kFloat).to(m_device))
{
}

Result<StreamNetwork> StreamNetwork::load(const std::filesystem::path &path,
                                          const model::NetworkInput &input,
                                          const SampleScale &scale, const Device &device)
{
    return catchTorch(path.string(), [&]() -> Result<StreamNetwork> {
        StreamNetwork network(input, scale, device);
        try {
            network.m_module = torch::jit::load(path.string(), network.m_device);
        } catch (const c10::Error &) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "is no network that can be loaded",
                         .file = path.string(),
                         .expected = "a TorchScript file, as torch.jit.save writes it"});
        }
        network.m_module.eval();
        return network;
    });
}

Result<torch::Tensor> StreamNetwork::run(const std::vector<torch::Tensor> &items)
{
    return catchTorch("the network", [&]() -> Result<torch::Tensor> {
        const torch::NoGradGuard noGrad;
        const MixedPrecisionScope precision(m_input.useAmp && m_device.is_cuda());
        torch::Tensor batch = torch::stack(items).to(m_device).to(torch::kFloat).div_(m_scale.unit);
        if (m_scale.isCutOff) {
            batch.clamp_(-1.0, 1.0);
        }
        std::vector<std::int64_t> channelShape(static_cast<std::size_t>(batch.dim()), 1);
        channelShape[1] = batch.size(1);
        batch.sub_(m_mean.view(channelShape)).div_(m_deviation.view(channelShape));
        torch::jit::IValue output;
        try {
            output = m_module.forward({batch});
        } catch (const c10::OutOfMemoryError &) {
            throw;
        } catch (const std::exception &problem) {
            return fail(refusal(batch, lastLine(problem.what())));
        }
        if (!output.isTensor() || output.toTensor().dim() < 2 ||
            output.toTensor().size(0) != batch.size(0)) {
            return fail(refusal(batch, "it does not give one row for each"));
        }
        return output.toTensor().flatten(1).to(torch::kFloat).cpu();
    });
}

SnippetRows::SnippetRows(StreamNetwork &network, const model::FeatureGrid &grid,
                         JobReporter &reporter)
    : m_network(network)
    , m_reporter(reporter)
    , m_batch(static_cast<std::size_t>(network.input().batch))
    , m_isClip(network.input().kind == model::NetworkInput::Kind::Clip)
    , m_window(grid)
{
}

Result<void> SnippetRows::add(torch::Tensor sample)
{
    if (m_isClip) {
        return addToWindow(std::move(sample));
    }
    return take(TRY(give(std::move(sample))));
}

Result<std::vector<torch::Tensor>> SnippetRows::finish()
{
    TRY(take(TRY(flush())));
    if (!m_window.items().empty()) {
        const torch::Tensor still = m_window.items().back();
        if (m_window.fillUp(still)) {
            TRY(addSnippet());
        }
    }
    if (m_isClip) {
        TRY(take(TRY(flush())));
    }
    return std::move(m_rows);
}

// Rows that are finished with this; most often none.
Result<std::vector<torch::Tensor>> SnippetRows::give(torch::Tensor input)
{
    m_waiting.push_back(std::move(input));
    return m_waiting.size() < m_batch ? Result<std::vector<torch::Tensor>>({}) : flush();
}

Result<std::vector<torch::Tensor>> SnippetRows::flush()
{
    std::vector<torch::Tensor> rows;
    while (!m_waiting.empty()) {
        const std::size_t count = std::min(m_batch, m_waiting.size());
        const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(count);
        Result<torch::Tensor> made = m_network.run({m_waiting.begin(), end});
        if (!made && made.error().code == ErrorCode::OutOfMemory && count > 1) {
            m_batch = (count + 1) / 2;
            releaseCachedMemory(m_network.device());
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

// Rows of clips are snippets; rows of frames go into the window.
Result<void> SnippetRows::take(std::vector<torch::Tensor> rows)
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

Result<void> SnippetRows::addToWindow(torch::Tensor item)
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

Result<void> SnippetRows::addSnippet()
{
    const std::vector<torch::Tensor> items(m_window.items().begin(), m_window.items().end());
    if (!m_isClip) {
        m_rows.push_back(torch::stack(items).mean(0));
        return {};
    }
    return take(TRY(give(torch::stack(items, 1)))); // channels × T × height × width
}

} // namespace core::ml
