#pragma once

#include "core/ml/sal/targets.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::sal {

// Training objective, spec sal §4.

// Cross-entropy of video logits (B×C) with the labels (B×C multi-hot), normalised and offset as
// published.
torch::Tensor videoCrossEntropy(const torch::Tensor &logits, const torch::Tensor &labels);

// Masked generalised cross-entropy of actionness: all B×T; positives of 0 and 1.
torch::Tensor generalisedCrossEntropy(const torch::Tensor &actionness,
                                      const torch::Tensor &positives, const torch::Tensor &weights,
                                      double exponent);

// Video logits of the main embedding and of both branches: B×C.
struct VideoLogits
{
    torch::Tensor main; // sc
    torch::Tensor flow; // sc_f
    torch::Tensor rgb;  // sc_r
};

// Scalars, each with a gradient and without its weight.
struct Losses
{
    torch::Tensor mil;
    torch::Tensor consistency; // mc
    torch::Tensor background;  // bg
    torch::Tensor actionness;  // act
    torch::Tensor semantic;    // se
    torch::Tensor mixed;       // mix
    torch::Tensor total;       // with the configuration's weights
};

// Mean over the chosen positions of every class: B×T×C at B×k×C gives B×C.
torch::Tensor meanAt(const torch::Tensor &map, const torch::Tensor &positions);

Losses trainingLosses(const Curves &curves, const VideoLogits &logits, const Targets &targets,
                      const torch::Tensor &labels, const model::SalConfig &config);

} // namespace core::ml::sal
