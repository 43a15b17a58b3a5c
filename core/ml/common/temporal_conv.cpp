#include "core/ml/common/temporal_conv.h"

#include <cmath>
#include <vector>

namespace core::ml {

torch::Tensor temporalConvolution(const torch::Tensor &x, const torch::Tensor &weight,
                                  const torch::Tensor &bias)
{
    const std::int64_t snippets = x.size(1);
    const std::int64_t width = weight.size(1);
    const std::int64_t reach = width / 2;
    // Every snippet with its neighbours side by side, zeros beyond the ends.
    const torch::Tensor padded = torch::constant_pad_nd(x, {0, 0, reach, reach});
    std::vector<torch::Tensor> shifted;
    for (std::int64_t k = 0; k < width; ++k) {
        shifted.push_back(k == reach ? x : padded.narrow(1, k, snippets));
    }
    return torch::addmm(bias, torch::cat(shifted, 2).flatten(0, 1), weight.flatten(1).t())
        .view({x.size(0), snippets, weight.size(0)});
}

torch::Tensor uniformWeight(at::IntArrayRef shape, std::int64_t fanIn)
{
    const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn));
    return torch::empty(shape).uniform_(-bound, bound);
}

} // namespace core::ml
