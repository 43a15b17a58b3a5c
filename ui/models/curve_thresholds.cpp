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

std::optional<core::model::Run> makerOf(const core::edit::ProjectSession &session,
                                        const core::model::Track &track)
{
    const auto runs = session.runs().runs();
    if (!runs) {
        return {};
    }
    const auto found = std::find_if(runs->begin(), runs->end(),
                                    [&](const auto &run) { return run.id == track.sourceRunId; });
    return found != runs->end() ? std::optional(*found) : std::nullopt;
}

std::optional<core::model::RunConfig> configOf(const std::optional<core::model::Run> &run)
{
    if (!run) {
        return {};
    }
    const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(run->configJson));
    const QString toml = json.object().value(QLatin1String("toml")).toString();
    auto config = core::data::parseRunConfig(common::toUtf8(toml));
    // Without a text it would be the defaults, which nobody ran.
    return config && !toml.isEmpty() ? std::optional(std::move(*config)) : std::nullopt;
}

} // namespace

void addThresholds(const core::edit::ProjectSession &session, const core::model::Track &track,
                   CurveLaneContent &content)
{
    const auto run = makerOf(session, track);
    const auto config = configOf(run);
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
    std::sort(thresholds.begin(), thresholds.end());
    content.recipe = run->recipe;
    content.cuts.isMinMax = config->proposals.normalisation == core::model::Normalisation::MinMax;
    content.cuts.thetas = {thresholds.front()};
    if (thresholds.front() < thresholds.back()) {
        content.cuts.thetas.push_back(thresholds.back());
    }
    content.cuts.all = std::move(thresholds);
}

std::vector<core::base::TimeRange> attentionCuts(const core::edit::ProjectSession &session,
                                                 const core::model::Track &track)
{
    using core::tal::CurveKind;
    const auto config = configOf(makerOf(session, track));
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
