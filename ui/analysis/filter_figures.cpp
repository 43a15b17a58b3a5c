#include "ui/analysis/filter_figures.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/models/video_content.h"

namespace ui::analysis {

using core::base::Result;
using core::edit::FilterInput;
using core::tal::FilterRule;
using core::tal::ProposalVerdict;
using timeline::SegmentItem;
using timeline::SegmentLook;

namespace {

constexpr std::size_t kBars = 40;
constexpr double kLeastDensitySpan = 2.0;

struct FilterTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::analysis::FilterTexts)
};

bool hasTruth(const FilterInput &input)
{
    return std::any_of(input.truth.videos.begin(), input.truth.videos.end(),
                       [](const auto &video) { return !video.instances.empty(); });
}

double percentile99(std::vector<double> values)
{
    if (values.empty()) {
        return 0.0;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// The end of a scale that is pleasant to read: 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 × 10^n.
double roundUp(double value)
{
    if (value <= 0.0) {
        return 1.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (factor * power >= value * (1.0 - 1e-9)) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

// Values beyond the ends count in the first and last bar.
FilterHistogram histogram(const std::vector<double> &values, double low, double high)
{
    FilterHistogram bars{.low = low, .high = high, .counts = std::vector<int>(kBars, 0)};
    for (const double value : values) {
        const double place = (value - low) / (high - low) * static_cast<double>(kBars);
        const double bar = std::clamp(std::floor(place), 0.0, static_cast<double>(kBars - 1));
        ++bars.counts[static_cast<std::size_t>(bar)];
    }
    return bars;
}

SegmentItem itemOf(const core::model::Detection &proposal, const ProposalVerdict &before,
                   const ProposalVerdict &after, const core::model::FilterConfig &config)
{
    SegmentItem item;
    item.range = {core::base::secondsToUs(proposal.start), core::base::secondsToUs(proposal.end)};
    item.classOrdinal = proposal.classIndex; // classes come in the order of their ordinals
    item.score = proposal.score;
    const std::string reason = core::tal::verdictReason(after, config);
    if (after.isKept) {
        item.look = before.isKept ? SegmentLook::Kept : SegmentLook::Enters;
        item.note = before.isKept ? QString() : FilterTexts::tr("These settings would keep it.");
    } else {
        item.look = before.isKept ? SegmentLook::Leaves : SegmentLook::Ghost;
        item.tag = models::ghostTag(common::toQString(reason));
        item.note = (before.isKept ? FilterTexts::tr("These settings would reject it: %1")
                                   : FilterTexts::tr("Rejected: %1"))
                        .arg(common::coreText(reason));
    }
    return item;
}

} // namespace

Result<FilterFigures> filterFigures(const FilterInput &input,
                                    const core::model::FilterConfig &config)
{
    const core::tal::FilterOutcome outcome = core::edit::filterOutcome(input, config);
    FilterFigures figures{.kept = outcome.kept,
                          .videos = input.proposals.set.videos.size(),
                          .rejectedBy = outcome.rejectedBy};
    if (hasTruth(input)) {
        const auto kept = core::tal::keptProposals(input.proposals.set, outcome);
        figures.quality = TRY(core::tal::labelQuality(input.truth, kept, input.quality));
    }
    return figures;
}

FilterHistograms filterHistograms(const FilterInput &input, const core::model::FilterConfig &config)
{
    const core::tal::FilterOutcome outcome = core::edit::filterOutcome(input, config);
    std::vector<double> scores;
    std::vector<double> densities;
    std::vector<double> durations;
    for (const core::tal::VideoVerdicts &video : outcome.videos) {
        for (const ProposalVerdict &verdict : video.proposals) {
            scores.push_back(verdict.score);
            densities.push_back(verdict.density);
            durations.push_back(verdict.durationS);
        }
    }
    double low = 0.0;
    double high = 1.0;
    for (const double score : scores) {
        low = std::min(low, score);
        high = std::max(high, score);
    }
    const double density = std::max(kLeastDensitySpan, roundUp(percentile99(densities)));
    return {.score = histogram(scores, low < 0.0 ? -roundUp(-low) : 0.0, roundUp(high)),
            .density = histogram(densities, 0.0, density),
            .duration = histogram(durations, 0.0, roundUp(percentile99(durations)))};
}

std::vector<SegmentItem> previewItems(const FilterInput &part,
                                      const core::model::FilterConfig &config,
                                      const std::unordered_map<std::string, qint64> &ids)
{
    std::vector<SegmentItem> items;
    const core::tal::FilterOutcome before = core::edit::filterOutcome(part, part.inUse);
    const core::tal::FilterOutcome after = core::edit::filterOutcome(part, config);
    for (std::size_t v = 0; v < part.proposals.set.videos.size(); ++v) {
        const auto &detections = part.proposals.set.videos[v].detections;
        for (std::size_t i = 0; i < detections.size(); ++i) {
            items.push_back(itemOf(detections[i], before.videos[v].proposals[i],
                                   after.videos[v].proposals[i], config));
            const auto id = ids.find(part.proposals.uuids[v][i]);
            items.back().id = id == ids.end() ? -1 : id->second;
        }
    }
    return items;
}

QString ruleName(FilterRule rule)
{
    switch (rule) {
    case FilterRule::Density:
        return FilterTexts::tr("IoU density γ");
    case FilterRule::Score:
        return FilterTexts::tr("confidence η");
    case FilterRule::MinDuration:
        return FilterTexts::tr("too short");
    case FilterRule::MaxDuration:
        return FilterTexts::tr("too long");
    case FilterRule::WeakLabel:
        break;
    }
    return FilterTexts::tr("no weak label");
}

} // namespace ui::analysis
