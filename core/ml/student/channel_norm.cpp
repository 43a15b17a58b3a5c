#include "core/ml/student/channel_norm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace core::ml::student {

namespace {

constexpr double kEpsilon = 1e-5;
// Time steps that one task handles: its channels stay in the second-level cache.
constexpr std::int64_t kBlock = 64;

struct Extent
{
    std::int64_t batch;
    std::int64_t channels;
    std::int64_t time;

    std::int64_t blocks() const { return (time + kBlock - 1) / kBlock; }
};

template <typename T>
using Row = std::array<T, kBlock>;

// Runs task(b, first, count, index) for every block of time of every sample.
template <typename Task>
void forEachBlock(const Extent &extent, const Task &task)
{
    at::parallel_for(
        0, extent.batch * extent.blocks(), 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t index = begin; index < end; ++index) {
                const std::int64_t first = index % extent.blocks() * kBlock;
                task(index / extent.blocks(), first, std::min(kBlock, extent.time - first), index);
            }
        });
}

template <typename T>
void forwardKernel(const Extent &extent, const T *x, const T *weight, const T *bias, bool withRelu,
                   T *mean, T *inverse, T *out)
{
    const T scale = T(1) / static_cast<T>(extent.channels);
    forEachBlock(extent, [&](std::int64_t b, std::int64_t first, std::int64_t count, std::int64_t) {
        const std::int64_t base = b * extent.channels * extent.time + first;
        Row<T> mu{};
        Row<T> variance{};
        for (std::int64_t c = 0; c < extent.channels; ++c) {
            const T *row = x + base + c * extent.time;
            for (std::int64_t t = 0; t < count; ++t) {
                mu[static_cast<std::size_t>(t)] += row[t];
            }
        }
        for (T &value : mu) {
            value *= scale;
        }
        for (std::int64_t c = 0; c < extent.channels; ++c) {
            const T *row = x + base + c * extent.time;
            for (std::int64_t t = 0; t < count; ++t) {
                const T centred = row[t] - mu[static_cast<std::size_t>(t)];
                variance[static_cast<std::size_t>(t)] += centred * centred;
            }
        }
        for (T &value : variance) {
            value = T(1) / std::sqrt(value * scale + static_cast<T>(kEpsilon));
        }
        std::copy_n(mu.begin(), count, mean + b * extent.time + first);
        std::copy_n(variance.begin(), count, inverse + b * extent.time + first);
        const T floor = withRelu ? T(0) : -std::numeric_limits<T>::infinity();
        for (std::int64_t c = 0; c < extent.channels; ++c) {
            const T *row = x + base + c * extent.time;
            T *target = out + base + c * extent.time;
            for (std::int64_t t = 0; t < count; ++t) {
                const auto i = static_cast<std::size_t>(t);
                const T value = (row[t] - mu[i]) * variance[i] * weight[c] + bias[c];
                target[t] = value < floor ? floor : value;
            }
        }
    });
}

// The derivative of one block; partial sums for weight and bias go to row `index` of the two
// partial matrices, which the caller adds up in a fixed order.
template <typename T>
struct BackwardKernel
{
    Extent extent;
    const T *gradient;
    const T *x;
    const T *weight;
    const T *bias;
    const T *mean;
    const T *inverse;
    bool withRelu;
    T *gradX;
    T *gradWeight;
    T *gradBias;

    void operator()(std::int64_t b, std::int64_t first, std::int64_t count,
                    std::int64_t index) const
    {
        const std::int64_t base = b * extent.channels * extent.time + first;
        const T *mu = mean + b * extent.time + first;
        const T *inv = inverse + b * extent.time + first;
        Row<T> sum{};
        Row<T> dot{};
        for (std::int64_t c = 0; c < extent.channels; ++c) {
            const T *row = x + base + c * extent.time;
            const T *grad = gradient + base + c * extent.time;
            T *target = gradX + base + c * extent.time;
            T weightSum = 0;
            T biasSum = 0;
            for (std::int64_t t = 0; t < count; ++t) {
                const T normal = (row[t] - mu[t]) * inv[t];
                const bool isCut = withRelu && !(normal * weight[c] + bias[c] > T(0));
                const T g = isCut ? T(0) : grad[t];
                weightSum += g * normal;
                biasSum += g;
                const T scaled = g * weight[c];
                sum[static_cast<std::size_t>(t)] += scaled;
                dot[static_cast<std::size_t>(t)] += scaled * normal;
                target[t] = scaled;
            }
            gradWeight[index * extent.channels + c] = weightSum;
            gradBias[index * extent.channels + c] = biasSum;
        }
        const T scale = T(1) / static_cast<T>(extent.channels);
        for (std::int64_t c = 0; c < extent.channels; ++c) {
            const T *row = x + base + c * extent.time;
            T *target = gradX + base + c * extent.time;
            for (std::int64_t t = 0; t < count; ++t) {
                const auto i = static_cast<std::size_t>(t);
                const T normal = (row[t] - mu[t]) * inv[t];
                target[t] = (target[t] - (sum[i] + normal * dot[i]) * scale) * inv[t];
            }
        }
    }
};

class FusedChannelNorm : public torch::autograd::Function<FusedChannelNorm>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &x,
                                 const torch::Tensor &weight, const torch::Tensor &bias,
                                 bool withRelu)
    {
        const torch::Tensor input = x.contiguous();
        const Extent extent{input.size(0), input.size(1), input.size(2)};
        torch::Tensor out = torch::empty_like(input);
        torch::Tensor mean = torch::empty({extent.batch, extent.time}, input.options());
        torch::Tensor inverse = torch::empty_like(mean);
        AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "channelNorm", [&] {
            forwardKernel<scalar_t>(
                extent, input.const_data_ptr<scalar_t>(), weight.const_data_ptr<scalar_t>(),
                bias.const_data_ptr<scalar_t>(), withRelu, mean.data_ptr<scalar_t>(),
                inverse.data_ptr<scalar_t>(), out.data_ptr<scalar_t>());
        });
        context->save_for_backward({input, weight, bias, mean, inverse});
        context->saved_data["relu"] = withRelu;
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor gradient = gradients[0].contiguous();
        const torch::Tensor &x = saved[0];
        const Extent extent{x.size(0), x.size(1), x.size(2)};
        torch::Tensor gradX = torch::empty_like(x);
        torch::Tensor partial =
            torch::empty({2, extent.batch * extent.blocks(), extent.channels}, x.options());
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "channelNormBackward", [&] {
            auto *sums = partial.data_ptr<scalar_t>();
            forEachBlock(
                extent,
                BackwardKernel<scalar_t>{
                    extent, gradient.const_data_ptr<scalar_t>(), x.const_data_ptr<scalar_t>(),
                    saved[1].const_data_ptr<scalar_t>(), saved[2].const_data_ptr<scalar_t>(),
                    saved[3].const_data_ptr<scalar_t>(), saved[4].const_data_ptr<scalar_t>(),
                    context->saved_data["relu"].toBool(), gradX.data_ptr<scalar_t>(), sums,
                    sums + partial.stride(0)});
        });
        const torch::Tensor sums = partial.sum(1);
        return {gradX, sums[0].view_as(saved[1]), sums[1].view_as(saved[2]), torch::Tensor()};
    }
};

} // namespace

torch::Tensor channelNorm(const torch::Tensor &x, const torch::Tensor &weight,
                          const torch::Tensor &bias, bool withRelu)
{
    if (x.is_cpu()) {
        return FusedChannelNorm::apply(x, weight, bias, withRelu);
    }
    // Half-precision input (mixed precision) is normalised in single precision.
    const torch::Tensor wide = x.scalar_type() == torch::kDouble ? x : x.to(torch::kFloat);
    const torch::Tensor centred = wide - wide.mean(1, true);
    const torch::Tensor variance = centred.square().mean(1, true);
    const torch::Tensor out = centred / (variance + kEpsilon).sqrt() * weight + bias;
    return withRelu ? torch::relu(out) : out;
}

} // namespace core::ml::student
