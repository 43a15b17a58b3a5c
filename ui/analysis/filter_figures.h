#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/edit/filter_run.h"
#include "core/tal/label_quality.h"
#include "core/tal/pseudo_filter.h"

#include "ui/timeline/segment_item.h"

namespace ui::analysis {

// What settings of the filter do to the proposals of a project, as `talo filter` tells it.
struct FilterFigures
{
    std::size_t kept = 0;
    std::size_t videos = 0;
    std::array<std::size_t, core::tal::kFilterRuleCount> rejectedBy = {};
    // None where there is no ground truth to compare with.
    std::optional<core::tal::LabelQuality> quality = {};
};

// Pure. Errors as tal::labelQuality().
core::base::Result<FilterFigures> filterFigures(const core::edit::FilterInput &input,
                                                const core::model::FilterConfig &config);

// How many proposals have which score, density (by the settings' rule) and duration.
struct FilterHistogram
{
    double low = 0.0;
    double high = 1.0;
    std::vector<int> counts = {};
};
struct FilterHistograms
{
    FilterHistogram score;
    FilterHistogram density;
    FilterHistogram duration;
};
FilterHistograms filterHistograms(const core::edit::FilterInput &input,
                                  const core::model::FilterConfig &config);

// The lane of pseudo-labels of one video (core::edit::videoPart()) as other settings would make it:
// what stays, what leaves, what enters, and ghosts with their reasons. `ids` of the proposals'
// segments by uuid. Pure.
std::vector<timeline::SegmentItem> previewItems(const core::edit::FilterInput &part,
                                                const core::model::FilterConfig &config,
                                                const std::unordered_map<std::string, qint64> &ids);

// What people call a rule: "confidence η".
QString ruleName(core::tal::FilterRule rule);

} // namespace ui::analysis
