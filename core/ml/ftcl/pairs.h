#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/ml/generator.h"

namespace core::ml::ftcl {

// The pairs i < j of videos that FTCL contrasts, spec ftcl §1, i outer and j inner: positive with
// the same weak labels, negative with none in common; other pairs are neither. Keeps labels and
// counts, no pairs: there are as many as the square of the videos.
class PairCandidates
{
public:
    // labels: of each video, in any order, each at most once; none is below 0.
    explicit PairCandidates(std::span<const std::vector<int>> labels);

    std::vector<VideoPair> positives() const;
    std::size_t negativeCount() const { return m_negativesBefore.back(); }

    // The negatives of these numbers below negativeCount(), in the order of `numbers`.
    std::vector<VideoPair> negatives(std::span<const std::size_t> numbers) const;

private:
    std::vector<std::size_t> relatedBehind(std::size_t video) const;

    std::vector<std::vector<int>> m_labels;           // sorted; never empty
    std::map<int, std::vector<std::size_t>> m_videos; // by label
    std::vector<std::size_t> m_negativesBefore = {0}; // the first negative of each video; the count
};

// `count` of `population` different numbers below `population`, in order of drawing: what
// random.sample of Python draws after random.seed(seed), so that the negatives of a seed are those
// of the released code. count <= population.
std::vector<std::size_t> pythonSample(std::size_t population, std::size_t count,
                                      std::uint64_t seed);

// As many negatives as there are positives (all of them where there are fewer), then the positives.
std::vector<VideoPair> pairList(const PairCandidates &candidates, std::uint64_t seed);

} // namespace core::ml::ftcl
