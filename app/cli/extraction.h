#pragma once

#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/data/extraction_job.h"
#include "core/edit/project_import.h"
#include "core/model/feature.h"

namespace app::cli {

class ProgressBar;

using core::data::ExtractionItem;

constexpr const char *kBuiltin = "builtin"; // the descriptor that needs no network

// Computes the built-in features of all items, one video a core, in this process: no worker and no
// libtorch are needed. threads: 0 for one a core.
core::base::Result<void> extractAll(const std::vector<ExtractionItem> &items,
                                    const core::model::FeatureGrid &grid, int threads,
                                    ProgressBar &bar, const core::base::CancelToken &cancel);

// The set that the built-in descriptor makes: appearance and motion, one half of the columns each.
core::model::FeatureSet builtinFeatureSet(const std::string &name,
                                          const core::model::FeatureGrid &grid);

// The items as the project takes them.
core::edit::FeatureImport featureImport(core::model::FeatureSet set,
                                        const std::vector<ExtractionItem> &items);

} // namespace app::cli
