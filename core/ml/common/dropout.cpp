#include "core/ml/common/dropout.h"

namespace core::ml {

torch::Tensor dropoutMask(at::IntArrayRef shape, double p, const torch::TensorOptions &options)
{
    if (p <= 0.0) {
        return {};
    }
    torch::Tensor mask = torch::empty(shape, options).bernoulli_(1.0 - p);
    return p < 1.0 ? mask.div_(1.0 - p) : mask;
}

torch::Tensor rowsOf(const torch::Tensor &tensor, std::int64_t first, std::int64_t count)
{
    return tensor.defined() ? tensor.narrow(0, first, count) : tensor;
}

} // namespace core::ml
