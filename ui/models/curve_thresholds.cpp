#include "ui/models/curve_thresholds.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/data/run_config.h"
#include "core/edit/curves.h"
#include "core/edit/project_session.h"
#include "core/tal/proposal_origin.h"
#include "core/tal/proposals.h"

#include "ui/common/qt_convert.h"

namespace ui::models {

namespace {

std::optional<core::model::RunConfig> configOf(const core::edit::ProjectSession &session,
                                               const core::model::Track &track)
{
    const auto runs = session.runs().runs();
    if (!runs) {
        return {};
    }
    for (const core::model::Run &run : *runs) {
        if (run.id == track.sourceRunId) {
            const QJsonDocument json =
                QJsonDocument::fromJson(QByteArray::fromStdString(run.configJson));
            const QString toml = json.object().value(QLatin1String("toml")).toString();
            auto config = core::data::parseRunConfig(common::toUtf8(toml));
            // Without a text it would be the defaults, which nobody ran.
            return config && !toml.isEmpty() ? std::optional(std::move(*config)) : std::nullopt;
        }
    }
    return {};
}

} // namespace

void addThresholds(const core::edit::ProjectSession &session, const core::model::Track &track,
                   CurveLaneContent &content)
{
    const auto config = configOf(session, track);
    if (!config) {
        return;
    }
    std::vector<double> thresholds = config->proposals.casThresholds;
    if (thresholds.empty() && config->generator == "fustal") {
        thresholds = core::tal::publishedCasThresholds();
    }
    if (thresholds.empty()) {
        return;
    }
    const auto [low, high] = std::minmax_element(thresholds.begin(), thresholds.end());
    content.cuts.isMinMax = config->proposals.normalisation == core::model::Normalisation::MinMax;
    content.cuts.thetas = {*low};
    if (*low < *high) {
        content.cuts.thetas.push_back(*high);
    }
}

std::vector<core::base::TimeRange> attentionCuts(const core::edit::ProjectSession &session,
                                                 const core::model::Track &track)
{
    using core::tal::CurveKind;
    const auto config = configOf(session, track);
    const auto output = core::edit::readGeneratorOutput(session, track);
    auto recipe =
        config ? core::tal::recipeOfGenerator(config->generator, config->proposals) : std::nullopt;
    if (!output || !recipe || output->classes.empty()) {
        return {};
    }
    std::erase_if(recipe->sources, [](const core::tal::ProposalSource &source) {
        return source.segmenting != CurveKind::Actionness;
    });
    // Every class has the same ones.
    constexpr int kAnyClass[] = {0};
    const auto proposals =
        core::tal::rawProposals(core::edit::scoreCurves(*output), *recipe, kAnyClass);
    std::vector<core::base::TimeRange> ranges;
    if (proposals) {
        for (const core::model::Detection &item : *proposals) {
            ranges.push_back(
                {core::base::secondsToUs(item.start), core::base::secondsToUs(item.end)});
        }
    }
    std::sort(ranges.begin(), ranges.end());
    return ranges;
}

} // namespace ui::models
