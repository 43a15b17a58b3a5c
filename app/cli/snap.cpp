#include <memory>

#include <fmt/format.h>

#include "core/edit/evidence.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/option_check.h"
#include "app/cli/project_names.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::string project;
    std::string video;
    std::string className;
    double time = 0.0;
    double jitter = 1.0;
    std::uint64_t seed = 1;
    bool isBackward = false;
    bool isSimulation = false;
};

constexpr const char *kFooter =
    "Evidence for bounds: where a score curve crosses a threshold or has an inflection, where\n"
    "features change all at once or begin to change, edges of other layers, and, after\n"
    "'talo motion', where the pictures do; never the ground truth. A jump goes to the strongest "
    "within\n"
    "a second, or to the next one beyond.\n"
    "\n"
    "Examples:\n"
    "  talo snap p.talo --video v_12 --class Diving --time 31.2\n"
    "      the next evidence after 31.2 s, and what it is; --backward for the one before\n"
    "  talo snap p.talo --simulate\n"
    "      keys that annotators need to within two frames, from up to a second beside the truth,\n"
    "      by nudging frame by frame and by jumping to evidence first\n";

base::Result<void> runSimulation(const edit::ProjectSession &session, const Arguments &arguments,
                                 const GlobalOptions &global)
{
    const edit::SnapTrial trial =
        TRY(edit::simulateSnapping(session, arguments.jitter, arguments.seed));
    const double ratio = trial.meanSnapping > 0.0 ? trial.meanNudging / trial.meanSnapping : 0.0;
    if (global.isJson) {
        printJson({{"edges", trial.edges},
                   {"jitter_s", arguments.jitter},
                   {"seed", arguments.seed},
                   {"median_keys",
                    {{"nudging", trial.medianNudging},
                     {"five_frames", trial.medianFiveFrames},
                     {"snapping", trial.medianSnapping}}},
                   {"mean_keys",
                    {{"nudging", trial.meanNudging},
                     {"five_frames", trial.meanFiveFrames},
                     {"snapping", trial.meanSnapping}}},
                   {"videos", trial.videos},
                   {"videos_with_frames", trial.videosWithFrames}});
        return {};
    }
    TextTable table({"keys to within two frames", "median", "mean"});
    const auto number = [](double value) { return fmt::format("{:.2f}", value); };
    table.addRow({"frame by frame", number(trial.medianNudging), number(trial.meanNudging)});
    table.addRow(
        {"five frames, then one", number(trial.medianFiveFrames), number(trial.meanFiveFrames)});
    table.addRow({"to evidence first", number(trial.medianSnapping), number(trial.meanSnapping)});
    fmt::print("{} edges of {} videos ({} with measured frames), up to {:g} s beside the ground "
               "truth\n\n{}\n{:.2f} times fewer in the mean than frame by frame\n",
               trial.edges, trial.videos, trial.videosWithFrames, arguments.jitter, table.text(),
               ratio);
    return {};
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    if (arguments.isSimulation) {
        return runSimulation(session, arguments, global);
    }
    if (arguments.video.empty() || arguments.className.empty()) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear which edge to move",
                           .expected = "--video, --class and --time, or --simulate"});
    }
    const std::vector<tal::Evidence> evidence =
        TRY(edit::boundaryEvidence(session, TRY(videoId(session, arguments.video)),
                                   TRY(classId(session, arguments.className))));
    const auto next = tal::jumpEvidence(evidence, arguments.time, !arguments.isBackward);
    if (global.isJson) {
        nlohmann::ordered_json found = nullptr;
        if (next) {
            found = {{"time", next->timeS},
                     {"kind", tal::evidenceKindName(next->kind)},
                     {"of", next->of},
                     {"strength", next->strength}};
        }
        printJson({{"evidence", evidence.size()}, {"next", std::move(found)}});
    } else if (next) {
        fmt::print("{:.3f} s: {} ({})\n", next->timeS, tal::evidenceKindName(next->kind), next->of);
    } else {
        fmt::print("no evidence {} {:.3f} s\n", arguments.isBackward ? "before" : "after",
                   arguments.time);
    }
    return {};
}

} // namespace

void addSnap(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("snap", "Find the next evidence for the bounds of an action",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "The project")
        ->required()
        ->type_name("P.talo");
    command->add_option("--video", arguments->video, "The video")->type_name("NAME");
    command->add_option("--class", arguments->className, "The class")->type_name("NAME");
    command->add_option("--time", arguments->time, "Where the edge is, s")->type_name("S");
    command->add_flag("--backward", arguments->isBackward, "The evidence before it");
    command->add_flag("--simulate", arguments->isSimulation,
                      "Count the keys of simulated annotators against the ground truth");
    command->add_option("--jitter", arguments->jitter, "How far edges start from the truth, s")
        ->check(positiveNumber())
        ->capture_default_str()
        ->type_name("S");
    command->add_option("--seed", arguments->seed, "Of the starting places")->capture_default_str();
    command->footer(kFooter);
}

} // namespace app::cli
