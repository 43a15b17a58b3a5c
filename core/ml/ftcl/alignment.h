#pragma once

#include "core/ml/torch.h"

namespace core::ml::ftcl {

// The two dynamic programs of FTCL with the gradients of spec ftcl §6: path marginals instead of a
// graph over the cells. All take a batch of P tables of L×W cells, in float32 or float64, on any
// device; tables of scores have a row and a column of zeros in front.

// Loops: plain loops, for tensors of the CPU. Wavefront: the cells of an anti-diagonal at once in
// ATen operations, on any device. Automatic: loops on the CPU, wavefront elsewhere. Both compute
// the same sums in the same order.
enum class AlignmentKernel { Automatic, Loops, Wavefront };

// Fine-grained sequence distance (§4): C_ij = m_ij + t·ln Σ exp(z/t) over the three ways into a
// cell, diagonal, and from above or left with g_ij.
struct SoftAlignment
{
    torch::Tensor scores;        // P: C_LW
    torch::Tensor table;         // P×(L+1)×(W+1)
    torch::Tensor matchGradient; // P×L×W: dC_LW/dm, the chance that a path visits the cell
    torch::Tensor gapGradient;   // P×L×W: dC_LW/dg
};
SoftAlignment alignSoftly(const torch::Tensor &match, const torch::Tensor &gap, double smoothing,
                          AlignmentKernel kernel = AlignmentKernel::Automatic);

// Longest common subsequence (§5): a cell above the threshold (strictly, in the tensor's type)
// continues the diagonal whatever the others hold; else the greater of above and left, above where
// they are equal. Only the cells matched on the path back have a gradient, of 1.
struct HardAlignment
{
    torch::Tensor scores;   // P
    torch::Tensor table;    // P×(L+1)×(W+1)
    torch::Tensor gradient; // P×L×W of 0 and 1
};
HardAlignment alignByMatches(const torch::Tensor &similarity, double threshold,
                             AlignmentKernel kernel = AlignmentKernel::Automatic);

// The scores alone, for autograd: P.
torch::Tensor softScores(const torch::Tensor &match, const torch::Tensor &gap, double smoothing,
                         AlignmentKernel kernel = AlignmentKernel::Automatic);
torch::Tensor matchScores(const torch::Tensor &similarity, double threshold,
                          AlignmentKernel kernel = AlignmentKernel::Automatic);

} // namespace core::ml::ftcl
