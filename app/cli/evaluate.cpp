#include <memory>

#include <fmt/format.h>

#include "core/tal/average_precision.h"
#include "core/tal/protocol_comparison.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/evaluation_output.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    ComparisonSource source;
    std::filesystem::path ambiguous;
    std::string protocol = "activitynet";
    std::string tiou;
    bool isPerClass = false;
};

constexpr const char *kAllProtocols = "all";

constexpr const char *kFooter =
    "Average precision of a class is the area under its interpolated precision-recall curve: \n"
    "predictions are taken by descending score, and each claims the free ground-truth instance of\n"
    "its class that it overlaps most, if the overlap (tIoU) reaches the threshold. mAP is the "
    "mean\n"
    "over the classes that occur in the ground truth.\n"
    "\n"
    "Examples:\n"
    "  talo evaluate --gt gt.json --predictions predictions.json\n"
    "      mAP at tIoU 0.1:0.1:0.7, on the subset that the predicted videos belong to\n"
    "  talo evaluate --gt gt.json --predictions predictions.json --subset test \\\n"
    "      --videos split_test.txt --tiou 0.1:0.1:0.9 --per-class\n"
    "      only the listed test videos, nine thresholds, one row a class\n"
    "  talo evaluate --gt thumos14.json --predictions predictions.json --protocol actionformer\n"
    "      the rule and thresholds of ActionFormer and TriDet\n"
    "  talo evaluate --gt thumos14_txt --predictions p.json --protocol thumos14-evalkit\n"
    "      a folder of THUMOS'14 text files; its Ambiguous_*.txt excuse false positives\n"
    "  talo evaluate --gt gt.json --predictions p.json --protocol all --videos thumos14-210\n"
    "      every rule side by side, and what causes each difference\n"
    "  talo evaluate P.talo --track pseudo-labels\n"
    "      a track of a project against its ground truth\n"
    "  talo evaluate --gt gt.json --predictions predictions.json --json | jq .average_map\n"
    "      one JSON object for scripts; fractions instead of percent\n";

std::string protocolHelp()
{
    std::string help = "Which published rule to follow:";
    for (const tal::Protocol &protocol : tal::protocols()) {
        help += fmt::format("\n  {}: {}", protocol.name, protocol.description);
    }
    return help + fmt::format("\n  {}: all of them, side by side", kAllProtocols);
}

std::vector<std::string> protocolNames()
{
    std::vector<std::string> names = {kAllProtocols};
    for (const tal::Protocol &protocol : tal::protocols()) {
        names.emplace_back(protocol.name);
    }
    return names;
}

base::Result<void> runComparison(const Comparison &comparison,
                                 const tal::EvaluationOptions &evaluation,
                                 const GlobalOptions &options)
{
    const std::vector<tal::ProtocolRow> rows =
        TRY(tal::compareProtocols(comparison.truth, comparison.detections, evaluation));
    if (options.isJson) {
        nlohmann::ordered_json object = comparisonJson(rows, comparison.videoList);
        object["warnings"] = comparison.warnings;
        printJson(object);
        return {};
    }
    printComparison(rows, comparison.videoList);
    for (const std::string &warning : comparison.warnings) {
        fmt::print(stderr, "Note: {}\n", warning);
    }
    return {};
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &options)
{
    std::vector<double> tiou;
    if (!arguments.tiou.empty()) {
        tiou = TRY(tiouValues(arguments.tiou));
    }
    Comparison comparison = TRY(readEvaluated(arguments.source));
    if (!arguments.ambiguous.empty()) {
        TRY(addAmbiguous(arguments.ambiguous, comparison));
    }
    const tal::EvaluationOptions evaluation{.protocol = arguments.protocol,
                                            .subset = comparison.subset,
                                            .videos = comparison.videos,
                                            .tiou = tiou};
    if (arguments.protocol == kAllProtocols) {
        return runComparison(comparison, evaluation, options);
    }
    tal::EvaluationResult result =
        TRY(tal::evaluate(comparison.truth, comparison.detections, evaluation));
    result.warnings.insert(result.warnings.begin(), comparison.warnings.begin(),
                           comparison.warnings.end());
    if (options.isJson) {
        printJson(evaluationJson(result, comparison.videoList));
        return {};
    }
    printEvaluation(result, comparison.videoList, arguments.isPerClass);
    for (const std::string &warning : result.warnings) {
        fmt::print(stderr, "Note: {}\n", warning);
    }
    return {};
}

} // namespace

void addEvaluate(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("evaluate", "Measure predictions: average precision against ground truth",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    addComparisonOptions(
        *command, arguments->source,
        {.project = "Project whose tracks are compared",
         .track = "With a project: the track to measure, by role (predictions, pseudo-labels, "
                  "proposals, labels) or name; default: predictions",
         .truth = "Ground truth, any form that talo reads, a folder of THUMOS'14 text files "
                  "included",
         .detectionsOption = "--predictions",
         .detections = "Predictions, ActivityNet results form or ActionFormer's",
         .subset = "Videos of this subset of the ground truth; without it the subset that the "
                   "predicted videos belong to, or a project's test split"});
    addNegativeOption(*command, arguments->source);
    command->add_option("--protocol", arguments->protocol, protocolHelp())
        ->check(CLI::IsMember(protocolNames()))
        ->capture_default_str()
        ->type_name("NAME");
    command
        ->add_option("--ambiguous", arguments->ambiguous,
                     "Ambiguous segments beside the ground truth: lines \"video start end\", or a "
                     "ground truth that holds some; thumos14-evalkit uses them")
        ->type_name("FILE");
    command
        ->add_option("--tiou", arguments->tiou,
                     "Thresholds: 0.5, 0.3,0.5,0.7 or 0.1:0.1:0.9; default: the protocol's")
        ->type_name("LIST");
    command->add_flag("--per-class", arguments->isPerClass, "One row a class");
    command->footer(kFooter);
}

} // namespace app::cli
