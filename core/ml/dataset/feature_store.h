#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/model/run_config.h"
#include "core/model/training_set.h"

namespace core::ml {

// The generator features of a training set, both streams or one of them (RGB: the first file, or
// the first half of the columns of a single one). All of them are read and checked once, so that a
// bad file stops a run before it trains; as many as fit stay in memory, the others are read again
// each time. Immutable after open(): any number of threads.
class FeatureStore
{
public:
    // Bytes of features that stay in memory.
    static constexpr std::int64_t kMemoryBytes = std::int64_t{2} << 30;

    // `set` must outlive the store. Errors: what data::loadFeatures() gives; Cancelled.
    static base::Result<FeatureStore> open(const model::TrainingSet &set, model::Modality modality,
                                           const base::CancelToken &cancel,
                                           std::int64_t memoryBytes = kMemoryBytes);

    std::int64_t dim() const { return m_dim; }
    // Stored snippets (L) of video `index` of the set.
    std::int64_t snippets(std::size_t index) const { return m_snippets[index]; }
    // Its features; an error only where a file changed since open().
    base::Result<std::shared_ptr<const model::FeatureMatrix>> features(std::size_t index) const;

private:
    explicit FeatureStore(const model::TrainingSet &set)
        : m_set(&set)
    {
    }

    const model::TrainingSet *m_set;
    model::Modality m_modality = model::Modality::All;
    std::int64_t m_dim = 0;
    std::vector<std::int64_t> m_snippets;
    std::vector<std::shared_ptr<const model::FeatureMatrix>> m_kept; // null: not in memory
};

} // namespace core::ml
