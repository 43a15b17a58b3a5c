#include "app/cli/filter_input.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/data/run_config.h"
#include "core/edit/project_session.h"

#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;

namespace {

constexpr const char *kAllVideos = "all";

base::Error usage(std::string problem, std::string place, std::string expected)
{
    return {.code = base::ErrorCode::Usage,
            .problem = std::move(problem),
            .place = std::move(place),
            .expected = std::move(expected)};
}

base::Result<edit::FilterInput> ofProject(const FilterSource &source,
                                          std::vector<std::string> &warnings)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(source.source.project, edit::Access::Read));
    edit::FilterInput input = TRY(edit::filterInput(session, source.track(), source.videos()));
    const std::size_t others = input.allVideos - input.trainingVideos;
    if (input.videos == edit::FilterVideos::Training && others > 0) {
        warnings.push_back(fmt::format(
            "{} videos outside the training split are left out; --split all takes them, too.",
            others));
    }
    const VideoRestriction asked = TRY(readRestriction(source.source, input.truth, warnings));
    if (!asked.subset.empty() || !asked.videos.empty()) {
        input.quality.subset = asked.subset;
        input.quality.videos = asked.videos;
    }
    return input;
}

base::Result<edit::FilterInput> ofFiles(const FilterSource &source,
                                        std::vector<std::string> &warnings)
{
    edit::FilterInput input{.track = source.source.detections.string()};
    if (source.source.truth.empty()) {
        input.proposals.set = TRY(readDetections(source.source.detections, {}, warnings));
        return input;
    }
    Comparison comparison = TRY(readComparison(source.source, Strangers::Refuse));
    input.proposals.set = std::move(comparison.detections);
    input.truth = std::move(comparison.truth);
    input.weakLabels = std::move(comparison.weakLabels);
    warnings.insert(warnings.end(), comparison.warnings.begin(), comparison.warnings.end());
    input.quality.subset = comparison.subset;
    input.quality.videos = comparison.videos;
    if (comparison.subset.empty() && comparison.videos.empty()) {
        edit::chooseQualityVideos(input);
    }
    return input;
}

// Files have proposals before NMS beside them, a run has its own.
base::Result<void> addBeforeNms(const FilterSource &source, const model::FilterConfig &config,
                                edit::FilterInput &input)
{
    const bool isAsked = config.densityStage == model::DensityStage::BeforeNms;
    if (!source.beforeNms.empty()) {
        if (!isAsked) {
            return base::fail(usage("--before-nms has no meaning here", {},
                                    "--before-nms FILE with --set density_stage=before_nms"));
        }
        data::ReadOptions options;
        options.classes = input.proposals.set.classes;
        std::vector<std::string> ignored; // those of the proposals themselves are enough
        input.beforeNms = TRY(readDetections(source.beforeNms, options, ignored));
    } else if (isAsked && source.source.project.empty()) {
        return base::fail(usage("the proposals before NMS are not given", {},
                                "--before-nms FILE with --set density_stage=before_nms"));
    }
    return edit::checkBeforeNms(input, config);
}

base::Result<void> check(const FilterSource &source, const model::FilterConfig &config, Truth truth)
{
    const ComparisonSource &files = source.source;
    const bool hasProject = !files.project.empty();
    const bool hasFiles =
        !files.detections.empty() && (truth == Truth::Optional || !files.truth.empty());
    if (hasProject == hasFiles || (hasProject && !files.truth.empty())) {
        return base::fail(usage("it is not clear what to filter", {},
                                truth == Truth::Needed ? "either a project, or --proposals and --gt"
                                                       : "either a project or --proposals"));
    }
    if (!hasProject && !source.split.empty()) {
        return base::fail(usage("a file of proposals has no split", "--split", "a project"));
    }
    if (!hasProject && files.truth.empty() && config.onlyWeakLabels) {
        return base::fail(
            usage("filter.only_weak_labels needs to know the weak labels", {}, "--gt FILE"));
    }
    return {};
}

} // namespace

edit::FilterVideos FilterSource::videos() const
{
    return split == kAllVideos ? edit::FilterVideos::All : edit::FilterVideos::Training;
}

std::string FilterSource::track() const
{
    return roleOf(source.track) == model::TrackRole::Proposal ? std::string() : source.track;
}

void addFilterOptions(CLI::App &command, FilterSource &source)
{
    addComparisonOptions(
        command, source.source,
        {.project = "Project whose proposals are filtered",
         .track = "With a project: the track of proposals, where there are several",
         .truth = "Ground truth, to measure the quality",
         .detectionsOption = "--proposals",
         .detections = "Proposals, ActivityNet results form or FuSTAL's",
         .subset = "Quality on this subset of the ground truth; without it the one that the "
                   "proposals' videos belong to"});
    command
        .add_option("--set", source.settings,
                    "Change a setting of the filter; may be given several times")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--before-nms", source.beforeNms,
                    "With density_stage=before_nms: the proposals before NMS, as stage 1 of a run "
                    "writes them then; a project's run has its own")
        ->type_name("FILE");
    command
        .add_option("--split", source.split,
                    "With a project: proposals of the training videos, as a run filters them, or "
                    "of all (default: training)")
        ->check(CLI::IsMember({"training", kAllVideos}));
}

base::Result<model::FilterConfig> filterConfigOf(const std::vector<std::string> &settings)
{
    model::RunConfig config;
    for (const std::string &setting : settings) {
        const std::size_t dot = setting.substr(0, setting.find('=')).find('.');
        if (dot != std::string::npos && setting.substr(0, dot) != "filter") {
            return base::fail(usage(fmt::format("'{}' is no setting of the filter", setting),
                                    "--set", "filter.KEY=VALUE"));
        }
        TRY(data::setConfigValue(config, dot == std::string::npos ? "filter." + setting : setting));
    }
    return config.filter;
}

base::Result<edit::FilterInput> readFilterInput(const FilterSource &source,
                                                const model::FilterConfig &config, Truth truth,
                                                std::vector<std::string> &warnings)
{
    TRY(check(source, config, truth));
    edit::FilterInput input = TRY(source.source.project.empty() ? ofFiles(source, warnings)
                                                                : ofProject(source, warnings));
    TRY(addBeforeNms(source, config, input));
    return input;
}

} // namespace app::cli
