#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ml/generator.h"

namespace core::ml::ftcl {

// The pairs that FTCL contrasts, spec ftcl §1.

// Pairs i < j of videos, i outer and j inner.
struct PairCandidates
{
    std::vector<VideoPair> positive; // the same weak labels
    std::vector<VideoPair> negative; // none in common; other pairs belong to neither
};

// labels: of each video, in any order, each at most once.
PairCandidates pairCandidates(std::span<const std::vector<int>> labels);

// `count` of `population` different numbers below `population`, in order of drawing: what
// random.sample of Python draws after random.seed(seed), so that the negatives of a seed are those
// of the released code. count <= population.
std::vector<std::size_t> pythonSample(std::size_t population, std::size_t count,
                                      std::uint64_t seed);

// As many negatives as there are positives (all of them where there are fewer), then the positives.
std::vector<VideoPair> pairList(const PairCandidates &candidates, std::uint64_t seed);

} // namespace core::ml::ftcl
