#include <memory>
#include <optional>

#include <fmt/format.h>

#include "core/edit/collect.h"
#include "core/edit/fix_first_input.h"
#include "core/tal/fix_first.h"
#include "core/tal/label_quality.h"
#include "core/tal/pseudo_filter.h"
#include "core/tal/truth_selection.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/option_check.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::filesystem::path project;
    std::string track;
    std::filesystem::path labels;
    std::vector<std::filesystem::path> stages;
    std::filesystem::path truth;
    std::size_t limit = 20;
    bool isSimulation = false;
};

constexpr std::size_t kRandomOrders = 10;
const std::vector<std::size_t> kCorrections = {0, 25, 50, 100};

constexpr const char *kFooter =
    "Labels by what correcting them is expected to add to the mAP of the labels:\n"
    "  gain          the chance that the label stands for an action that it does not cover yet\n"
    "  disagreement  how much the other stages (proposals, predictions) say against its bounds\n"
    "  rarity        how few instances its class has\n"
    "What a person has accepted, rejected, changed or drawn over is not listed, nor are videos\n"
    "that are done.\n"
    "\n"
    "Examples:\n"
    "  talo queue P.talo\n"
    "      the 20 pseudo-labels of the newest run that are worth correcting first, and why\n"
    "  talo queue P.talo --limit 100 --json | jq -r '.items[].id'\n"
    "      ids for 'talo label'\n"
    "  talo queue --stage proposals.json --gt gt.json --simulate\n"
    "      what 25, 50 and 100 corrections buy, in this order, by lowest score and at random;\n"
    "      the labels are what the filter keeps of the proposals\n";

// Labels, evidence and, for a simulation, the truth.
struct Input
{
    edit::FixFirstInput queue;
    model::GroundTruth truth;
    std::vector<std::string> warnings;
};

base::Result<Input> readProject(const Arguments &arguments)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    Input input;
    input.queue = TRY(edit::fixFirstInput(session, arguments.track));
    if (arguments.isSimulation) {
        input.truth = TRY(edit::collectGroundTruth(session));
    }
    return input;
}

base::Result<Input> readFiles(const Arguments &arguments)
{
    Input input;
    for (const std::filesystem::path &stage : arguments.stages) {
        input.queue.stages.push_back(TRY(readDetections(stage, {}, input.warnings)));
    }
    if (!arguments.labels.empty()) {
        input.queue.track = arguments.labels.string();
        input.queue.labels.set = TRY(readDetections(arguments.labels, {}, input.warnings));
    } else {
        const model::DetectionSet &proposals = input.queue.stages.front();
        input.queue.track = "filtered " + arguments.stages.front().string();
        input.queue.labels.set =
            tal::keptProposals(proposals, tal::filterProposals(proposals, model::FilterConfig()));
    }
    if (!arguments.truth.empty()) {
        input.truth = TRY(readGroundTruthFile(arguments.truth, input.warnings));
    }
    return input;
}

base::Result<Input> readInput(const Arguments &arguments)
{
    const bool hasFiles = !arguments.labels.empty() || !arguments.stages.empty();
    if (arguments.project.empty() != hasFiles) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear which labels to order",
                           .expected = "either a project or --labels or --stage"});
    }
    if (hasFiles && arguments.isSimulation && arguments.truth.empty()) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "a simulation needs ground truth",
                           .expected = "--gt FILE"});
    }
    return arguments.project.empty() ? readFiles(arguments) : readProject(arguments);
}

nlohmann::ordered_json jsonOf(const Input &input, const std::vector<tal::FixItem> &items,
                              std::size_t limit)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < std::min(items.size(), limit); ++i) {
        const tal::FixItem &item = items[i];
        const auto v = static_cast<std::size_t>(item.video);
        const auto d = static_cast<std::size_t>(item.detection);
        const model::VideoDetections &video = input.queue.labels.set.videos[v];
        const model::Detection &label = video.detections[d];
        nlohmann::ordered_json id = nullptr;
        if (!input.queue.labels.uuids.empty()) {
            id = input.queue.labels.uuids[v][d];
        }
        list.push_back(
            {{"id", id},
             {"video", video.video},
             {"class", input.queue.labels.set.classes[static_cast<std::size_t>(label.classIndex)]},
             {"start", label.start},
             {"end", label.end},
             {"score", label.score},
             {"cause", tal::fixCauseName(item.cause)},
             {"priority", item.priority},
             {"gain", item.gain},
             {"disagreement", item.disagreement},
             {"rarity", item.rarity},
             {"suggestion", {item.suggestedStart, item.suggestedEnd}},
             {"reason", item.reason}});
    }
    return {{"track", input.queue.track},
            {"labels", items.size()},
            {"items", list},
            {"warnings", input.warnings}};
}

void printItems(const Input &input, const std::vector<tal::FixItem> &items, std::size_t limit)
{
    fmt::print("{} labels of '{}' to look at, most worth first\n\n", items.size(),
               input.queue.track);
    for (std::size_t i = 0; i < std::min(items.size(), limit); ++i) {
        const tal::FixItem &item = items[i];
        const model::VideoDetections &video =
            input.queue.labels.set.videos[static_cast<std::size_t>(item.video)];
        const model::Detection &label = video.detections[static_cast<std::size_t>(item.detection)];
        fmt::print("{:4}. {}  {:.2f} - {:.2f} s  {}  priority {:.3f}\n      {}\n", i + 1,
                   video.video, label.start, label.end,
                   input.queue.labels.set.classes[static_cast<std::size_t>(label.classIndex)],
                   item.priority, item.reason);
    }
}

void printNotes(const Input &input)
{
    for (const std::string &warning : input.warnings) {
        fmt::print(stderr, "Note: {}\n", warning);
    }
}

struct Simulation
{
    std::string subset;
    std::vector<tal::CorrectionOutcome> outcomes;
};

base::Result<Simulation> simulate(const Input &input, const std::vector<tal::FixItem> &items)
{
    const model::DetectionSet &labels = input.queue.labels.set;
    const std::string subset = TRY(tal::likelySubset(input.truth, labels));
    auto outcomes =
        TRY(tal::compareQueue(input.truth, labels, subset, items, kCorrections, kRandomOrders));
    return Simulation{subset.empty() ? "all" : subset, std::move(outcomes)};
}

void printSimulation(const Simulation &simulation)
{
    fmt::print("activitynet rule, average mAP % of the labels at tIoU 0.1:0.1:0.7 after n "
               "corrections;\n"
               "subset {}; random is the mean of {} orders\n\n",
               simulation.subset, kRandomOrders);
    std::vector<std::string> header = {"order"};
    for (const std::size_t count : kCorrections) {
        header.push_back(fmt::format("n = {}", count));
    }
    TextTable table(header);
    for (const tal::CorrectionOutcome &outcome : simulation.outcomes) {
        std::vector<std::string> row = {outcome.name};
        for (const double map : outcome.map) {
            row.push_back(percent(map));
        }
        table.addRow(row);
    }
    fmt::print("{}", table.text());
}

base::Result<void> runSimulation(const Input &input, const std::vector<tal::FixItem> &items,
                                 const GlobalOptions &global)
{
    const Simulation simulation = TRY(simulate(input, items));
    if (!global.isJson) {
        printSimulation(simulation);
        printNotes(input);
        return {};
    }
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    for (const tal::CorrectionOutcome &outcome : simulation.outcomes) {
        map[outcome.name] = outcome.map;
    }
    printJson({{"protocol", "activitynet"},
               {"subset", simulation.subset},
               {"tiou", tal::kAverageTious},
               {"labels", items.size()},
               {"corrections", kCorrections},
               {"average_map", map},
               {"warnings", input.warnings}});
    return {};
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const Input input = TRY(readInput(arguments));
    const std::vector<tal::FixItem> items =
        TRY(tal::fixFirst(input.queue.labels.set, input.queue.stages, input.queue.isSettled));
    if (arguments.isSimulation) {
        return runSimulation(input, items, global);
    }
    if (global.isJson) {
        printJson(jsonOf(input, items, arguments.limit));
    } else {
        printItems(input, items, arguments.limit);
        printNotes(input);
    }
    return {};
}

} // namespace

void addQueue(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("queue", "List the pseudo-labels that are worth correcting first, with reasons",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "Project whose pseudo-labels are ordered")
        ->type_name("P.talo");
    command->add_option("--limit", arguments->limit, "How many to list")
        ->check(positiveNumber())
        ->capture_default_str()
        ->type_name("N");
    command
        ->add_option("--track", arguments->track,
                     "With a project: the track of pseudo-labels; default: the newest")
        ->type_name("NAME");
    command->add_option("--labels", arguments->labels, "Labels from a file instead of a project")
        ->type_name("FILE");
    command
        ->add_option("--stage", arguments->stages,
                     "What another stage says: proposals or predictions; may be given several "
                     "times. Without --labels the filter makes labels of the first")
        ->type_name("FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--gt", arguments->truth, "Ground truth, for --simulate")
        ->type_name("FILE");
    command->add_flag("--simulate", arguments->isSimulation,
                      "Measure against ground truth what corrections in this order buy");
    command->footer(kFooter);
}

} // namespace app::cli
