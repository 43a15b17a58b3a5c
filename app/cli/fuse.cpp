#include <memory>

#include <fmt/format.h>

#include "core/data/detection_json.h"
#include "core/edit/fusion.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/option_check.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::filesystem::path project;
    std::vector<std::string> tracks;
    std::vector<std::filesystem::path> proposals;
    std::filesystem::path truth;
    std::filesystem::path out;
    std::string name = "consensus";
    std::string scale = "as-is";
    std::vector<double> weights;
    double tiou = 0.55;
};

constexpr const char *kFooter =
    "Of each class in each video, proposals that overlap by --tiou become one: bounds and score "
    "are\n"
    "the members' weighted means, and the score counts by the share of the generators that agree.\n"
    "\n"
    "Examples:\n"
    "  talo fuse P.talo --track fustal-1 --track sal-1\n"
    "      a track of proposals 'consensus' in the project, for 'talo filter P.talo --track "
    "consensus'\n"
    "  talo fuse --proposals fustal.json --proposals sal.json --scale rank --out fused.json\n"
    "      scores of different scales; rank takes the share of the generator's own that are no "
    "higher\n"
    "  talo fuse --proposals a.json --proposals b.json --gt gt.json --out fused.json\n"
    "      and the quality of each input and of the result\n";

base::Result<edit::Fusion> fuseFiles(const Arguments &arguments, const tal::FusionOptions &options,
                                     std::vector<std::string> &warnings)
{
    edit::Fusion fusion;
    for (const std::filesystem::path &path : arguments.proposals) {
        fusion.names.push_back(path.filename().string());
        fusion.generators.push_back(TRY(readDetections(path, {}, warnings)));
    }
    fusion.fused = TRY(tal::fuseProposals(fusion.generators, options));
    if (!arguments.truth.empty()) {
        const model::GroundTruth truth = TRY(readGroundTruthFile(arguments.truth, warnings));
        fusion.quality = TRY(edit::fusionQuality(truth, fusion.generators, fusion.fused.set));
    }
    return fusion;
}

base::Result<edit::Fusion> fuseProject(const Arguments &arguments,
                                       const tal::FusionOptions &options)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    return edit::fuseTracks(
        session, {.tracks = arguments.tracks, .name = arguments.name, .options = options});
}

void printTable(const edit::Fusion &fusion)
{
    const auto &quality = fusion.quality;
    if (!quality.empty()) {
        fmt::print("{}\n\n", measureText(quality.back().tiou, quality.back().subset));
    }
    TextTable table({"proposals", "number", "mAP % at 0.5", "mAP % at 0.1:0.1:0.7"});
    for (std::size_t i = 0; i <= fusion.generators.size(); ++i) {
        const bool isResult = i == fusion.generators.size();
        table.addRow(
            {isResult ? "fused" : fusion.names[i],
             std::to_string(edit::countOf(isResult ? fusion.fused.set : fusion.generators[i])),
             quality.empty() ? "" : percent(quality[i].map),
             quality.empty() ? "" : percent(quality[i].averageMap)});
    }
    fmt::print("{}\n", table.text());
    for (std::size_t n = 1; n < fusion.fused.agreement.size(); ++n) {
        fmt::print("{} of {} generators agree: {}\n", n, fusion.generators.size(),
                   fusion.fused.agreement[n]);
    }
}

// What carries no weight in a mean.
void noteLeftOut(const tal::FusedProposals &fused, std::vector<std::string> &warnings)
{
    if (fused.withoutScore > 0) {
        warnings.push_back(fmt::format("{} proposals were left out: a score of 0 or less carries "
                                       "no weight as it is (--scale rank gives it some).",
                                       fused.withoutScore));
    }
    if (fused.withoutLength > 0) {
        warnings.push_back(
            fmt::format("{} proposals of no length were left out.", fused.withoutLength));
    }
}

nlohmann::ordered_json jsonOf(const edit::Fusion &fusion, const std::vector<std::string> &warnings)
{
    nlohmann::ordered_json sets = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i <= fusion.generators.size(); ++i) {
        const bool isResult = i == fusion.generators.size();
        nlohmann::ordered_json entry = {
            {"name", isResult ? "fused" : fusion.names[i]},
            {"proposals", edit::countOf(isResult ? fusion.fused.set : fusion.generators[i])}};
        if (!fusion.quality.empty()) {
            entry.update(measureJson(fusion.quality[i].tiou, fusion.quality[i].subset));
            entry["map"] = fusion.quality[i].map;
            entry["average_map"] = fusion.quality[i].averageMap;
        }
        sets.push_back(std::move(entry));
    }
    return {
        {"sets", std::move(sets)}, {"agreement", fusion.fused.agreement}, {"warnings", warnings}};
}

base::Result<void> store(const Arguments &arguments, const model::DetectionSet &fused)
{
    if (!arguments.out.empty()) {
        TRY(data::writeDetectionJson(arguments.out, fused, data::DetectionForm::FustalProposals));
    }
    if (!arguments.project.empty()) {
        edit::ProjectSession session =
            TRY(edit::ProjectSession::open(arguments.project, edit::Access::Write));
        TRY(edit::storeFused(session, fused, arguments.name));
    }
    return {};
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const bool hasFiles = !arguments.proposals.empty();
    if (arguments.project.empty() != hasFiles || (hasFiles && arguments.out.empty())) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to fuse, or where to",
                           .expected = "either a project, or --proposals twice and --out"});
    }
    tal::FusionOptions options;
    options.tiou = arguments.tiou;
    options.scale = arguments.scale == "rank" ? tal::ScoreScale::Rank : tal::ScoreScale::AsIs;
    options.weights = arguments.weights;
    std::vector<std::string> warnings;
    const edit::Fusion fusion =
        TRY(hasFiles ? fuseFiles(arguments, options, warnings) : fuseProject(arguments, options));
    TRY(store(arguments, fusion.fused.set));
    noteLeftOut(fusion.fused, warnings);
    if (global.isJson) {
        printJson(jsonOf(fusion, warnings));
    } else {
        printTable(fusion);
        for (const std::string &warning : warnings) {
            fmt::print(stderr, "Note: {}\n", warning);
        }
    }
    return {};
}

} // namespace

void addFuse(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("fuse", "Fuse proposals of several generators into consensus proposals",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "Project whose proposals are fused")
        ->type_name("P.talo");
    const auto list = [](CLI::Option *option, const char *type) {
        option->type_name(type)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    list(command->add_option("--track", arguments->tracks,
                             "With a project: a track of proposals; several times; default: all"),
         "NAME");
    command->add_option("--name", arguments->name, "With a project: the track to make")
        ->capture_default_str()
        ->type_name("NAME");
    list(command->add_option("--proposals", arguments->proposals,
                             "Proposals from a file instead; once a generator"),
         "FILE");
    list(command->add_option("--weight", arguments->weights,
                             "How much a generator counts; once each, in their order"),
         "NUMBER");
    command->add_option("--tiou", arguments->tiou, "Overlap that makes proposals one")
        ->capture_default_str()
        ->type_name("NUMBER");
    command->add_option("--scale", arguments->scale, "How scores become comparable")
        ->check(CLI::IsMember({"as-is", "rank"}))
        ->capture_default_str();
    command->add_option("--gt", arguments->truth, "Ground truth, to show the quality")
        ->type_name("FILE");
    command->add_option("--out", arguments->out, "Write the fused proposals, as FuSTAL's code does")
        ->check(writtenPath())
        ->type_name("FILE");
    command->footer(kFooter);
}

} // namespace app::cli
