#include "core/ml/dataset/feature_store.h"

#include <fmt/format.h>

#include "core/data/features.h"

namespace core::ml {

namespace {

// Columns first … first + count of every row.
model::FeatureMatrix columnsOf(const model::FeatureMatrix &matrix, std::int64_t first,
                               std::int64_t count)
{
    model::FeatureMatrix out{.snippets = matrix.snippets, .dim = count, .values = {}};
    out.values.reserve(static_cast<std::size_t>(matrix.snippets * count));
    for (std::int64_t row = 0; row < matrix.snippets; ++row) {
        const auto values = matrix.row(row).subspan(static_cast<std::size_t>(first),
                                                    static_cast<std::size_t>(count));
        out.values.insert(out.values.end(), values.begin(), values.end());
    }
    return out;
}

// One stream alone: its own file where RGB and flow lie in two, else its half of the columns.
base::Result<model::FeatureMatrix> loadStream(const model::FeatureSource &source, std::int64_t dim,
                                              model::Modality modality)
{
    if (modality == model::Modality::All) {
        return data::loadFeatures(source, dim);
    }
    const bool isFlow = modality == model::Modality::Flow;
    if (source.parts.size() == 2) {
        return data::loadFeatures(
            {.parts = {source.parts[isFlow ? 1 : 0]}, .isTransposed = source.isTransposed},
            dim / 2);
    }
    const model::FeatureMatrix both = TRY(data::loadFeatures(source, dim));
    return columnsOf(both, isFlow ? dim - dim / 2 : 0, dim / 2);
}

} // namespace

base::Result<FeatureStore> FeatureStore::open(const model::TrainingSet &set,
                                              model::Modality modality,
                                              const base::CancelToken &cancel,
                                              std::int64_t memoryBytes)
{
    FeatureStore store(set);
    store.m_modality = modality;
    store.m_dim =
        modality == model::Modality::All ? set.generatorGrid.dim : set.generatorGrid.dim / 2;
    for (const model::TrainingVideo &video : set.videos) {
        if (cancel.isCancelled()) {
            return base::fail(
                {.code = base::ErrorCode::Cancelled, .problem = "stopped on request"});
        }
        auto matrix = loadStream(video.generatorFeatures, set.generatorGrid.dim, modality);
        if (!matrix) {
            return base::fail(std::move(matrix).error().at("features of " + video.name));
        }
        store.m_snippets.push_back(matrix->snippets);
        memoryBytes -= static_cast<std::int64_t>(matrix->values.size() * sizeof(float));
        store.m_kept.push_back(
            memoryBytes < 0 ? nullptr
                            : std::make_shared<const model::FeatureMatrix>(std::move(*matrix)));
    }
    return store;
}

base::Result<std::shared_ptr<const model::FeatureMatrix>>
FeatureStore::features(std::size_t index) const
{
    if (m_kept[index] != nullptr) {
        return m_kept[index];
    }
    const model::TrainingVideo &video = m_set->videos[index];
    model::FeatureMatrix matrix =
        TRY(loadStream(video.generatorFeatures, m_set->generatorGrid.dim, m_modality));
    if (matrix.snippets != m_snippets[index]) {
        return base::fail({.code = base::ErrorCode::Conflict,
                           .problem = fmt::format("the file had {} snippets and now has {}",
                                                  m_snippets[index], matrix.snippets),
                           .file = video.generatorFeatures.parts.front().string(),
                           .expected = "features that do not change during a run"});
    }
    return std::make_shared<const model::FeatureMatrix>(std::move(matrix));
}

} // namespace core::ml
