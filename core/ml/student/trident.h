#pragma once

#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"

namespace core::ml::student {

// Where decoded offsets are wanted: (sample, point, class) triples, each tensor int64 [K] on the
// network's device; points count over all levels.
struct PointClass
{
    torch::Tensor sample;
    torch::Tensor point;
    torch::Tensor cls;
};

// Distances to start and end [K, 2], in strides of each point's level (spec fustal-stage3-student
// §3.8): the mean bin under the softmax of boundary logits plus bin logits. Positions before a
// level's start and after its end count with logit 0. Only the asked places are computed, which in
// training are the positive ones. Differentiable.
torch::Tensor decodeOffsets(const NetworkOutput &output, const PointClass &where);

} // namespace core::ml::student
