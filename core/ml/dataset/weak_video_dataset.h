#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/random.h"
#include "core/ml/dataset/feature_store.h"
#include "core/ml/generator.h"

namespace core::ml {

// Training batches of a generator: bags of snippets with the weak labels of their videos (spec
// fustal-stage1-2 §1.4, §3.5). What batch number n holds is a function of (seed, n) alone: every
// epoch's order and every sample's perturbation come from random streams of their own, whichever
// thread makes the batch and wherever a run was resumed. Immutable; any thread.
class WeakVideoDataset
{
public:
    using Sampler = std::function<std::vector<std::int64_t>(std::int64_t, base::Random &)>;

    // videos: indices into the set, of training videos; samples are as long as `sampler` makes
    // them, all of them the same. `set` and `store` must outlive the data set. Errors: BadValue for
    // no videos, a batch size below 1, a video without weak labels (its loss would be 0/0) or with
    // a class that the set lacks.
    static base::Result<WeakVideoDataset> open(const model::TrainingSet &set,
                                               const FeatureStore &store,
                                               std::vector<std::size_t> videos, int batchSize,
                                               std::uint64_t seed, Sampler sampler);

    std::int64_t stepsPerEpoch() const;
    // Videos of step number `step` (from 1), in order; the last batch of an epoch may be smaller.
    std::vector<std::size_t> videosOf(std::int64_t step) const;
    // The batch on the CPU, in pinned memory where asked for (CUDA only).
    base::Result<GeneratorBatch> batch(std::int64_t step, bool isPinned) const;

private:
    WeakVideoDataset(const model::TrainingSet &set, const FeatureStore &store)
        : m_set(&set)
        , m_store(&store)
    {
    }

    const model::TrainingSet *m_set;
    const FeatureStore *m_store;
    std::vector<std::size_t> m_videos;
    std::size_t m_batchSize = 1;
    std::uint64_t m_seed = 0;
    Sampler m_sampler;
};

} // namespace core::ml
