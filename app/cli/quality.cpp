#include <memory>
#include <optional>

#include <fmt/format.h>

#include "core/edit/project_session.h"
#include "core/edit/stage_survey.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/evaluation_output.h"
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
    "Of projects also what needs no ground truth: how scores lie, and how far stages agree.\n"
    "\n"
    "Examples:\n"
    "  talo quality P.talo\n"
    "      every track of a project, from the raw proposals to the labels of a person\n"
    "  talo quality --gt gt.json --labels proposals.json --labels pseudo_labels.json --per-class\n";

struct Stage
{
    std::string name = {};
    std::optional<tal::StageQuality> quality = {};
    std::array<std::size_t, edit::kScoreBins> scores{};
    double meanScore = 0.0;
};

struct Stages
{
    std::vector<Stage> list;
    std::vector<std::vector<tal::Agreement>> agreement; // of projects
};

base::Result<Stages> examineProject(const Arguments &arguments, double tiou)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    edit::StageSurvey survey = TRY(edit::surveyStages(
        session, {.tiou = tiou, .track = arguments.track, .subset = arguments.subset}));
    Stages stages{.list = {}, .agreement = std::move(survey.agreement)};
    for (edit::SurveyedStage &stage : survey.stages) {
        stages.list.push_back(
            {.name = fmt::format("{} ({})", stage.track, model::toText(stage.role)),
             .quality = std::move(stage.quality),
             .scores = stage.scores,
             .meanScore = stage.meanScore});
    }
    return stages;
}

base::Result<Stages> examineFiles(const Arguments &arguments, double tiou)
{
    std::vector<std::string> warnings;
    const model::GroundTruth truth = TRY(readGroundTruthFile(arguments.truth, warnings));
    Stages stages;
    for (const std::filesystem::path &path : arguments.labels) {
        const model::DetectionSet labels = TRY(readDetections(path, {}, warnings));
        Stage stage{.name = path.filename().string()};
        stage.quality = TRY(tal::stageQuality(
            truth, labels, edit::coveredPart(truth, labels, tiou, arguments.subset)));
        stages.list.push_back(std::move(stage));
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

nlohmann::ordered_json jsonOf(const std::string &name, const tal::StageQuality &quality)
{
    nlohmann::ordered_json object = boundariesJson(quality.labels.total, quality.boundaries);
    object["stage"] = name;
    object.update(measureJson(quality.labels.tiou, quality.labels.subset));
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

// What is known without ground truth: how scores lie, and what others say too.
void printScores(const Stages &stages)
{
    fmt::print(
        "\nlabels by score in tenths, and in % those that another stage says too (tIoU {:g})\n",
        tal::kAgreementTiou);
    std::vector<std::string> names = {"stage", "mean"};
    for (std::size_t b = 0; b < edit::kScoreBins; ++b) {
        names.push_back(fmt::format(".{}", b));
    }
    for (std::size_t i = 0; i < stages.list.size(); ++i) {
        names.push_back(fmt::format("in {}", i + 1));
    }
    TextTable table(names);
    for (std::size_t i = 0; i < stages.list.size(); ++i) {
        const Stage &stage = stages.list[i];
        std::vector<std::string> row = {fmt::format("{}: {}", i + 1, stage.name),
                                        fmt::format("{:.2f}", stage.meanScore)};
        for (const std::size_t count : stage.scores) {
            row.push_back(std::to_string(count));
        }
        for (const tal::Agreement &agreement : stages.agreement[i]) {
            row.push_back(percent(agreement.share()));
        }
        table.addRow(row);
    }
    fmt::print("{}", table.text());
}

void printStages(const Stages &all, double tiou, bool isPerClass)
{
    const std::vector<Stage> &stages = all.list;
    fmt::print("activitynet rule at tIoU {:g}\n\n", tiou);
    std::vector<std::string> names = header("stage");
    names.insert(names.end(), {"mAP %", "calibration", "subset"});
    TextTable table(names);
    for (const Stage &stage : stages) {
        if (!stage.quality) {
            table.addRow({stage.name, "no ground truth"});
            continue;
        }
        const tal::StageQuality &quality = *stage.quality;
        std::vector<std::string> row = cells(stage.name, quality.labels.total, quality.boundaries);
        row.push_back(percent(quality.labels.map));
        row.push_back(fmt::format("{:.3f}", quality.calibrationError));
        row.push_back(quality.labels.subset);
        table.addRow(row);
    }
    fmt::print("{}", table.text());
    for (const Stage &stage : stages) {
        if (!isPerClass || !stage.quality) {
            continue;
        }
        fmt::print("\n{}\n", stage.name);
        TextTable classes(header("class"));
        for (std::size_t i = 0; i < stage.quality->classes.size(); ++i) {
            classes.addRow(cells(stage.quality->classes[i].name,
                                 stage.quality->labels.classes[i].counts,
                                 stage.quality->classes[i].counts));
        }
        fmt::print("{}", classes.text());
    }
    if (!all.agreement.empty()) {
        printScores(all);
    }
}

nlohmann::ordered_json jsonOf(const Stages &stages)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < stages.list.size(); ++i) {
        const Stage &stage = stages.list[i];
        nlohmann::ordered_json object = stage.quality
                                            ? jsonOf(stage.name, *stage.quality)
                                            : nlohmann::ordered_json{{"stage", stage.name}};
        if (!stages.agreement.empty()) {
            object["scores"] = stage.scores;
            object["mean_score"] = stage.meanScore;
            for (std::size_t k = 0; k < stages.list.size(); ++k) {
                object["agreement"][stages.list[k].name] = stages.agreement[i][k].share();
            }
        }
        list.push_back(std::move(object));
    }
    return list;
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
    const double tiou = TRY(oneTiou(arguments.tiou));
    const Stages stages = TRY(arguments.project.empty() ? examineFiles(arguments, tiou)
                                                        : examineProject(arguments, tiou));
    if (!global.isJson) {
        printStages(stages, tiou, arguments.isPerClass);
        return {};
    }
    printJson({{"protocol", "activitynet"}, {"tiou", tiou}, {"stages", jsonOf(stages)}});
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
