#pragma once

#include <functional>
#include <vector>

#include "core/ml/runtime/ranks.h"
#include "core/ml/torch.h"

namespace core::ml {

// The backward pass of a step whose losses couple the rows of a batch, with the network seeing at
// most `part` rows at a time: first forward in parts without a graph, then losses and their
// gradient with respect to the outputs over the whole batch, then each part again with its graph,
// fed that gradient. Saves memory, costs a second forward, and changes the result by rounding only.
// Where several processes train together, each has its rows of the network, all know the outputs,
// and each computes the whole loss; Ranks::sumGradients() then gives the gradients of the batch.
struct PartialStep
{
    // The network's outputs for rows first … first+count-1, each with these rows in dimension 0;
    // the same whenever it is called.
    std::function<std::vector<torch::Tensor>(std::int64_t first, std::int64_t count)> forward;
    // The total loss of the outputs of all rows, a scalar; may have gradients to parameters too.
    // Undefined: there is nothing to learn from this batch.
    std::function<torch::Tensor(const std::vector<torch::Tensor> &outputs)> loss;
};

// Adds the gradients; in one go where all rows fit into a part. Those of parameters that the loss
// reaches by itself are the leader's alone.
void backwardInParts(const PartialStep &step, std::int64_t rows, const BatchSplit &split);

} // namespace core::ml
