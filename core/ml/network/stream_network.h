#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/ml/extract/grid_frames.h"
#include "core/ml/runtime/device.h"
#include "core/ml/torch.h"
#include "core/ml/train/job_reporter.h"
#include "core/model/feature.h"
#include "core/model/network_input.h"

namespace core::ml {

// How the samples of a stream become what its network sees: value / unit, cut off at -1 and 1 where
// asked for, less mean over deviation, one of each a channel.
struct SampleScale
{
    double unit = 255.0;
    bool isCutOff = false;
    std::vector<double> mean;
    std::vector<double> deviation;
};

// One stream's network: maps a batch of pictures or clips to one row each. Not thread-safe.
class StreamNetwork
{
public:
    // Errors: BadFormat (no TorchScript file).
    static base::Result<StreamNetwork> load(const std::filesystem::path &path,
                                            const model::NetworkInput &input,
                                            const SampleScale &scale, const Device &device);

    // items: channels × (T ×) height × width, all alike. Gives N × D float32 on the CPU. Errors:
    // BadValue (it does not take them, or does not give rows), OutOfMemory (the batch is too
    // large).
    base::Result<torch::Tensor> run(const std::vector<torch::Tensor> &items);

    const model::NetworkInput &input() const { return m_input; }
    const Device &device() const { return m_ourDevice; }

private:
    StreamNetwork(const model::NetworkInput &input, const SampleScale &scale, const Device &device);

    model::NetworkInput m_input;
    SampleScale m_scale;
    Device m_ourDevice;
    torch::Device m_device;
    torch::Tensor m_mean;
    torch::Tensor m_deviation;
    torch::jit::Module m_module;
};

// The rows of one video's snippets, from its samples in the grid's order. Inputs are gathered to
// batches; where memory is short these are halved, with a warning.
class SnippetRows
{
public:
    // Everything must outlive this.
    SnippetRows(StreamNetwork &network, const model::FeatureGrid &grid, JobReporter &reporter);

    base::Result<void> add(torch::Tensor sample); // channels × height × width
    base::Result<std::vector<torch::Tensor>> finish();

private:
    base::Result<std::vector<torch::Tensor>> give(torch::Tensor input);
    base::Result<std::vector<torch::Tensor>> flush();
    base::Result<void> take(std::vector<torch::Tensor> rows);
    base::Result<void> addToWindow(torch::Tensor item);
    base::Result<void> addSnippet();

    StreamNetwork &m_network;
    JobReporter &m_reporter;
    std::size_t m_batch;
    bool m_isClip;
    std::vector<torch::Tensor> m_waiting;  // inputs of the next batch
    SnippetWindow<torch::Tensor> m_window; // samples of a clip, or rows of frames
    std::vector<torch::Tensor> m_rows;
};

} // namespace core::ml
