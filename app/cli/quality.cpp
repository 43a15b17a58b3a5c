#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "core/edit/collect.h"
#include "core/edit/project_session.h"
#include "core/tal/stage_quality.h"
#include "core/tal/truth_selection.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::filesystem::path project;
    std::string track;
    std::filesystem::path truth;
    std::vector<std::filesystem::path> labels;
    std::string subset;
    std::string tiou = "0.5";
    bool isPerClass = false;
};

constexpr const char *kFooter =
    "How good labels are as labels, stage by stage, at one tIoU: precision, recall and mAP; the\n"
    "signed error of the bounds (negative: too early); instances that hold several labels "
    "(split),\n"
    "labels that hold several instances (merged), instances that no label of their class touches\n"
    "(missed, tIoU under 0.1); which classes are taken for which; and how far scores are from the\n"
    "share of right labels (calibration).\n"
    "\n"
    "Examples:\n"
    "  talo quality P.talo\n"
    "      every track of a project, from the raw proposals to the labels of a person\n"
    "  talo quality --gt gt.json --labels proposals.json --labels pseudo_labels.json --per-class\n";

struct Stage
{
    std::string name;
    tal::StageQuality quality;
};

// The one subset that the labels belong to, or the videos that they cover.
base::Result<Stage> examine(const model::GroundTruth &truth, const model::DetectionSet &labels,
                            const std::string &name, const Arguments &arguments, double tiou)
{
    tal::QualityOptions options{.tiou = tiou, .subset = arguments.subset, .videos = {}};
    const std::set<std::string> covered = tal::coveredSubsets(truth, labels);
    if (options.subset.empty() && covered.size() == 1) {
        options.subset = *covered.begin();
    } else if (options.subset.empty()) {
        for (const model::VideoDetections &video : labels.videos) {
            options.videos.push_back(video.video);
        }
    }
    Stage stage{.name = name, .quality = TRY(tal::stageQuality(truth, labels, options))};
    return stage;
}

base::Result<std::vector<Stage>> examineProject(const Arguments &arguments, double tiou)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    const model::GroundTruth truth = TRY(edit::collectGroundTruth(session));
    std::vector<Stage> stages;
    for (const model::TrackRole role : {model::TrackRole::Proposal, model::TrackRole::PseudoLabel,
                                        model::TrackRole::Prediction, model::TrackRole::Manual}) {
        for (const std::string &name : edit::trackNames(session, role)) {
            const std::string text = fmt::format("{} ({})", name, model::toText(role));
            if (arguments.track.empty() || arguments.track == name) {
                stages.push_back(
                    TRY(examine(truth, TRY(edit::collectDetections(session, role, name)), text,
                                arguments, tiou)));
            }
        }
    }
    if (stages.empty()) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = arguments.track.empty()
                                          ? "there are no tracks to measure"
                                          : fmt::format("there is no track '{}'", arguments.track),
                           .file = arguments.project.string(),
                           .expected = "proposals, pseudo-labels, predictions or labels"});
    }
    return stages;
}

base::Result<std::vector<Stage>> examineFiles(const Arguments &arguments, double tiou)
{
    std::vector<std::string> warnings;
    const model::GroundTruth truth = TRY(readGroundTruthFile(arguments.truth, warnings));
    std::vector<Stage> stages;
    for (const std::filesystem::path &path : arguments.labels) {
        const model::DetectionSet labels = TRY(readDetections(path, {}, warnings));
        stages.push_back(TRY(examine(truth, labels, path.filename().string(), arguments, tiou)));
    }
    return stages;
}

nlohmann::ordered_json boundariesJson(const tal::QualityCounts &counts,
                                      const tal::BoundaryCounts &boundaries)
{
    return {{"labels", counts.labels},
            {"gt_instances", counts.gtInstances},
            {"matched", counts.matched},
            {"precision", counts.precision()},
            {"recall", counts.recall()},
            {"f1", counts.f1()},
            {"start_error_s", boundaries.startErrorS},
            {"end_error_s", boundaries.endErrorS},
            {"split", boundaries.split},
            {"merged", boundaries.merged},
            {"missed", boundaries.missed}};
}

nlohmann::ordered_json jsonOf(const Stage &stage)
{
    const tal::StageQuality &quality = stage.quality;
    nlohmann::ordered_json object = boundariesJson(quality.labels.total, quality.boundaries);
    object["stage"] = stage.name;
    object["tiou"] = quality.labels.tiou;
    object["map"] = quality.labels.map;
    object["average_map"] = quality.labels.averageMap;
    object["mean_start_error_s"] = quality.labels.startErrorS;
    object["mean_end_error_s"] = quality.labels.endErrorS;
    object["calibration_error"] = quality.calibrationError;
    object["calibration"] = nlohmann::ordered_json::array();
    for (const tal::CalibrationBin &bin : quality.calibration) {
        object["calibration"].push_back({{"low", bin.low},
                                         {"high", bin.high},
                                         {"labels", bin.labels},
                                         {"right", bin.right},
                                         {"mean_score", bin.meanScore}});
    }
    object["confusion"] = nlohmann::ordered_json::array();
    for (const tal::ConfusionCell &cell : quality.confusion) {
        object["confusion"].push_back(
            {{"truth", cell.truth}, {"label", cell.label}, {"count", cell.count}});
    }
    for (std::size_t i = 0; i < quality.classes.size(); ++i) {
        object["classes"][quality.classes[i].name] =
            boundariesJson(quality.labels.classes[i].counts, quality.classes[i].counts);
    }
    for (std::size_t i = 0; i < quality.videos.size(); ++i) {
        object["videos"][quality.videos[i].name] =
            boundariesJson(quality.labels.videos[i].counts, quality.videos[i].counts);
    }
    return object;
}

std::vector<std::string> cells(const std::string &name, const tal::QualityCounts &counts,
                               const tal::BoundaryCounts &boundaries)
{
    return {name,
            std::to_string(counts.labels),
            percent(counts.precision()),
            percent(counts.recall()),
            fmt::format("{:+.2f}", boundaries.startErrorS),
            fmt::format("{:+.2f}", boundaries.endErrorS),
            std::to_string(boundaries.split),
            std::to_string(boundaries.merged),
            std::to_string(boundaries.missed)};
}

const std::vector<std::string> kHeader = {"precision %", "recall %", "start s", "end s",
                                          "split",       "merged",   "missed"};

std::vector<std::string> header(const std::string &first)
{
    std::vector<std::string> names = {first, "labels"};
    names.insert(names.end(), kHeader.begin(), kHeader.end());
    return names;
}

void printStages(const std::vector<Stage> &stages, bool isPerClass)
{
    fmt::print("activitynet rule at tIoU {:g}\n\n", stages.front().quality.labels.tiou);
    std::vector<std::string> names = header("stage");
    names.insert(names.end(), {"mAP %", "calibration"});
    TextTable table(names);
    for (const Stage &stage : stages) {
        const tal::StageQuality &quality = stage.quality;
        std::vector<std::string> row = cells(stage.name, quality.labels.total, quality.boundaries);
        row.push_back(percent(quality.labels.map));
        row.push_back(fmt::format("{:.3f}", quality.calibrationError));
        table.addRow(row);
    }
    fmt::print("{}", table.text());
    for (const Stage &stage : stages) {
        if (!isPerClass) {
            break;
        }
        fmt::print("\n{}\n", stage.name);
        TextTable classes(header("class"));
        for (std::size_t i = 0; i < stage.quality.classes.size(); ++i) {
            classes.addRow(cells(stage.quality.classes[i].name,
                                 stage.quality.labels.classes[i].counts,
                                 stage.quality.classes[i].counts));
        }
        fmt::print("{}", classes.text());
    }
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const bool hasFiles = !arguments.truth.empty() && !arguments.labels.empty();
    const bool hasAnyFile = !arguments.truth.empty() || !arguments.labels.empty();
    if (arguments.project.empty() ? !hasFiles : hasAnyFile) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to measure",
                           .expected = "either a project or both --gt and --labels"});
    }
    const std::vector<double> tiou = TRY(tiouValues(arguments.tiou));
    if (tiou.size() != 1) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "quality is measured at one tIoU",
                           .place = "--tiou",
                           .expected = "one number"});
    }
    const std::vector<Stage> stages =
        TRY(arguments.project.empty() ? examineFiles(arguments, tiou.front())
                                      : examineProject(arguments, tiou.front()));
    if (!global.isJson) {
        printStages(stages, arguments.isPerClass);
        return {};
    }
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Stage &stage : stages) {
        list.push_back(jsonOf(stage));
    }
    printJson({{"protocol", "activitynet"}, {"tiou", tiou.front()}, {"stages", list}});
    return {};
}

} // namespace

void addQuality(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("quality", "Measure labels as labels, stage by stage: bounds, splits, misses",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "Project whose tracks are measured")
        ->type_name("P.talo");
    command->add_option("--track", arguments->track, "Only tracks of this name")->type_name("NAME");
    command->add_option("--gt", arguments->truth, "Ground truth, any form that talo reads")
        ->type_name("FILE");
    command
        ->add_option("--labels", arguments->labels,
                     "Proposals, pseudo-labels or predictions; once a stage")
        ->type_name("FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--subset", arguments->subset, "Videos of this subset")->type_name("NAME");
    command->add_option("--tiou", arguments->tiou, "Overlap that makes a label right")
        ->capture_default_str()
        ->type_name("NUMBER");
    command->add_flag("--per-class", arguments->isPerClass, "One row a class");
    command->footer(kFooter);
}

} // namespace app::cli
