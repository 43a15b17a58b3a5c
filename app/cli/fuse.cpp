#include <memory>

#include <fmt/format.h>

#include "core/data/detection_json.h"
#include "core/edit/collect.h"
#include "core/edit/project_import.h"
#include "core/tal/box_fusion.h"
#include "core/tal/label_quality.h"
#include "core/tal/truth_selection.h"

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

struct Input
{
    std::vector<std::string> names;
    std::vector<model::DetectionSet> generators;
    model::GroundTruth truth;
    std::vector<std::string> warnings;
};

base::Result<Input> readFiles(const Arguments &arguments)
{
    Input input;
    for (const std::filesystem::path &path : arguments.proposals) {
        input.names.push_back(path.filename().string());
        input.generators.push_back(TRY(readDetections(path, {}, input.warnings)));
    }
    if (!arguments.truth.empty()) {
        input.truth = TRY(readGroundTruthFile(arguments.truth, input.warnings));
    }
    return input;
}

base::Result<Input> readProject(const Arguments &arguments)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    Input input{.names = arguments.tracks, .generators = {}, .truth = {}, .warnings = {}};
    if (input.names.empty()) {
        input.names = edit::trackNames(session, model::TrackRole::Proposal);
        std::erase(input.names, arguments.name);
    }
    for (const std::string &name : input.names) {
        input.generators.push_back(
            TRY(edit::collectDetections(session, model::TrackRole::Proposal, name)));
    }
    input.truth = TRY(edit::collectGroundTruth(session));
    return input;
}

// Average mAP of each input and of the result on the videos that it covers; none without ground
// truth.
base::Result<std::vector<tal::LabelQuality>> qualities(const Input &input,
                                                       const model::DetectionSet &fused)
{
    std::vector<tal::LabelQuality> found;
    if (input.truth.videos.empty()) {
        return found;
    }
    std::vector<model::DetectionSet> sets = input.generators;
    sets.push_back(fused);
    for (const model::DetectionSet &set : sets) {
        tal::QualityOptions options;
        for (const model::VideoDetections &video : set.videos) {
            options.videos.push_back(video.video);
        }
        found.push_back(TRY(tal::labelQuality(input.truth, set, options)));
    }
    return found;
}

std::size_t countOf(const model::DetectionSet &set)
{
    std::size_t count = 0;
    for (const model::VideoDetections &video : set.videos) {
        count += video.detections.size();
    }
    return count;
}

void printTable(const Input &input, const tal::FusedProposals &fused,
                const std::vector<tal::LabelQuality> &quality)
{
    if (!quality.empty()) {
        fmt::print("{}\n\n", measureText(quality.back().tiou, quality.back().subset));
    }
    TextTable table({"proposals", "number", "mAP % at 0.5", "mAP % at 0.1:0.1:0.7"});
    for (std::size_t i = 0; i <= input.generators.size(); ++i) {
        const bool isResult = i == input.generators.size();
        table.addRow({isResult ? "fused" : input.names[i],
                      std::to_string(countOf(isResult ? fused.set : input.generators[i])),
                      quality.empty() ? "" : percent(quality[i].map),
                      quality.empty() ? "" : percent(quality[i].averageMap)});
    }
    fmt::print("{}\n", table.text());
    for (std::size_t n = 1; n < fused.agreement.size(); ++n) {
        fmt::print("{} of {} generators agree: {}\n", n, input.generators.size(),
                   fused.agreement[n]);
    }
}

nlohmann::ordered_json jsonOf(const Input &input, const tal::FusedProposals &fused,
                              const std::vector<tal::LabelQuality> &quality)
{
    nlohmann::ordered_json sets = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i <= input.generators.size(); ++i) {
        const bool isResult = i == input.generators.size();
        nlohmann::ordered_json entry = {
            {"name", isResult ? "fused" : input.names[i]},
            {"proposals", countOf(isResult ? fused.set : input.generators[i])}};
        if (!quality.empty()) {
            entry.update(measureJson(quality[i].tiou, quality[i].subset));
            entry["map"] = quality[i].map;
            entry["average_map"] = quality[i].averageMap;
        }
        sets.push_back(std::move(entry));
    }
    return {
        {"sets", std::move(sets)}, {"agreement", fused.agreement}, {"warnings", input.warnings}};
}

base::Result<void> store(const Arguments &arguments, const model::DetectionSet &fused)
{
    if (!arguments.out.empty()) {
        TRY(data::writeDetectionJson(arguments.out, fused, data::DetectionForm::FustalProposals));
    }
    if (!arguments.project.empty()) {
        edit::ProjectSession session =
            TRY(edit::ProjectSession::open(arguments.project, edit::Access::Write));
        TRY(edit::importDetections(session, model::TrackRole::Proposal, fused,
                                   {.source = "consensus of proposals",
                                    .trackName = arguments.name,
                                    .isDryRun = false,
                                    .addsUnknown = false}));
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
    const Input input = TRY(hasFiles ? readFiles(arguments) : readProject(arguments));
    tal::FusionOptions options;
    options.tiou = arguments.tiou;
    options.scale = arguments.scale == "rank" ? tal::ScoreScale::Rank : tal::ScoreScale::AsIs;
    options.weights = arguments.weights;
    const tal::FusedProposals fused = TRY(tal::fuseProposals(input.generators, options));
    const std::vector<tal::LabelQuality> quality = TRY(qualities(input, fused.set));
    TRY(store(arguments, fused.set));
    if (global.isJson) {
        printJson(jsonOf(input, fused, quality));
    } else {
        printTable(input, fused, quality);
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
        ->type_name("FILE");
    command->footer(kFooter);
}

} // namespace app::cli
