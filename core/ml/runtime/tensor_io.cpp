#include "core/ml/runtime/tensor_io.h"

#include <cstring>

namespace core::ml {

namespace {

template <typename T>
std::vector<T> elementsOf(const torch::Tensor &tensor, torch::ScalarType type)
{
    const torch::Tensor flat = tensor.detach().to(torch::kCPU, type).contiguous();
    const T *data = flat.data_ptr<T>();
    return std::vector<T>(data, data + flat.numel());
}

} // namespace

torch::Tensor viewOf(std::span<const float> values, at::IntArrayRef shape)
{
    // from_blob asks for a pointer it may write through; the views of this file are only read.
    return torch::from_blob(const_cast<float *>(values.data()), shape, torch::kFloat32);
}

torch::Tensor viewOf(const model::FeatureMatrix &matrix)
{
    return viewOf(std::span<const float>(matrix.values), {matrix.snippets, matrix.dim});
}

torch::Tensor tensorOf(std::span<const std::int64_t> values)
{
    torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(values.size())}, torch::kInt64);
    if (!values.empty()) {
        std::memcpy(tensor.data_ptr<std::int64_t>(), values.data(), values.size_bytes());
    }
    return tensor;
}

torch::Tensor gatherRows(const model::FeatureMatrix &matrix, std::span<const std::int64_t> indices,
                         torch::Tensor out)
{
    const auto count = static_cast<std::int64_t>(indices.size());
    if (!out.defined()) {
        out = torch::empty({count, matrix.dim}, torch::kFloat32);
    }
    TORCH_CHECK(out.is_contiguous() && out.numel() == count * matrix.dim,
                "gatherRows: the target has the wrong shape");
    auto *target = out.data_ptr<float>();
    const std::size_t rowBytes = static_cast<std::size_t>(matrix.dim) * sizeof(float);
    for (const std::int64_t index : indices) {
        std::memcpy(target, matrix.row(index).data(), rowBytes);
        target += matrix.dim;
    }
    return out;
}

std::vector<float> floatsOf(const torch::Tensor &tensor)
{
    return elementsOf<float>(tensor, torch::kFloat32);
}

std::vector<double> doublesOf(const torch::Tensor &tensor)
{
    return elementsOf<double>(tensor, torch::kFloat64);
}

std::vector<std::int64_t> integersOf(const torch::Tensor &tensor)
{
    return elementsOf<std::int64_t>(tensor, torch::kInt64);
}

} // namespace core::ml
