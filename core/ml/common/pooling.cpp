#include "core/ml/common/pooling.h"

#include <algorithm>

namespace core::ml {

torch::Tensor topIndices(const torch::Tensor &scores, std::int64_t k)
{
    // A stable sort rather than topk, whose choice among equal scores is unspecified.
    return std::get<1>(scores.detach().sort(/*stable=*/true, /*dim=*/1, /*descending=*/true))
        .narrow(1, 0, k);
}

torch::Tensor topMean(const torch::Tensor &curves, std::int64_t k)
{
    return std::get<0>(curves.topk(k, /*dim=*/1)).mean(1);
}

torch::Tensor gatherSnippets(const torch::Tensor &sequence, const torch::Tensor &indices)
{
    return sequence.gather(1, indices.unsqueeze(2).expand({-1, -1, sequence.size(2)}));
}

std::int64_t shareOf(std::int64_t snippets, std::int64_t divisor)
{
    return std::max<std::int64_t>(1, snippets / divisor);
}

} // namespace core::ml
