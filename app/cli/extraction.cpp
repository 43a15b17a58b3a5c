#include "app/cli/extraction.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "core/base/parallel.h"
#include "core/ml/extract/feature_extraction.h"

#include "app/cli/progress_bar.h"

namespace app::cli {

using core::base::Result;

Result<void> extractAll(const std::vector<ExtractionItem> &items,
                        const core::model::FeatureGrid &grid, int threads, ProgressBar &bar,
                        const core::base::CancelToken &cancel)
{
    // Progress in thousandths of a video: a single long video moves it too.
    constexpr std::int64_t kParts = 1000;
    const std::int64_t total = std::ssize(items) * kParts;
    std::vector<std::int64_t> parts(items.size(), 0);
    std::int64_t sum = 0;
    std::mutex mutex;
    const auto begin = std::chrono::steady_clock::now();
    const auto advance = [&](std::size_t i, std::int64_t part) {
        const std::lock_guard lock(mutex);
        sum += part - parts[i];
        parts[i] = part;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
        bar.show("features", sum / kParts, total / kParts,
                 spent.count() * static_cast<double>(total - sum) / static_cast<double>(sum));
    };
    return core::base::forEachParallel(items.size(), threads, [&](std::size_t i) -> Result<void> {
        const ExtractionItem &item = items[i];
        TRY(core::ml::extractFeaturesTo(
            item.output, item.file, grid,
            [&](std::int64_t done, std::int64_t frames) {
                if (done < frames) {
                    advance(i, done * kParts / frames);
                }
            },
            cancel));
        advance(i, kParts);
        return {};
    });
}

core::model::FeatureSet builtinFeatureSet(const std::string &name,
                                          const core::model::FeatureGrid &grid)
{
    return {.name = name,
            .extractor = kBuiltin,
            .modality = "rgb+flow",
            .grid = grid,
            .paramsJson = R"({"network":"builtin"})"};
}

core::edit::FeatureImport featureImport(core::model::FeatureSet set,
                                        const std::vector<ExtractionItem> &items)
{
    core::edit::FeatureImport features;
    features.set = std::move(set);
    for (const ExtractionItem &item : items) {
        features.files[item.video] = {item.output};
    }
    return features;
}

} // namespace app::cli
