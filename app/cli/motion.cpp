#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "core/intake/measure_frames.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::string project;
    std::vector<std::string> videos;
    bool isForced = false;
};

constexpr const char *kFooter =
    "Reads every frame of the videos once and keeps how much the picture changes from one to the\n"
    "next, beside the project (P.talo.motion): evidence for bounds, which 'talo snap' and the "
    "keys\n"
    "of the studio jump to. Videos that were measured already are passed over.\n"
    "\n"
    "Examples:\n"
    "  talo motion p.talo\n"
    "  talo motion p.talo --video v_12 --video v_13\n";

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    std::vector<std::int64_t> chosen;
    for (const std::string &name : arguments.videos) {
        chosen.push_back(TRY(videoId(session, name)));
    }
    std::size_t measured = 0;
    std::size_t kept = 0;
    std::size_t without = 0;
    for (const model::Video &video : session.document().videos()) {
        const bool isAsked =
            chosen.empty() || std::find(chosen.begin(), chosen.end(), video.id) != chosen.end();
        if (!isAsked) {
            continue;
        }
        if (chosen.empty() && !video.rootId) {
            ++without;
        } else if (!arguments.isForced && intake::areFramesMeasured(session, video.id)) {
            ++kept;
        } else {
            TRY(intake::measureFrames(session, video.id,
                                      [](std::int64_t, std::int64_t) { return true; }));
            ++measured;
        }
    }
    if (global.isJson) {
        printJson({{"measured", measured}, {"kept", kept}, {"without_file", without}});
        return {};
    }
    fmt::print("{} videos measured, {} were before, {} have no file\n", measured, kept, without);
    return {};
}

} // namespace

void addMotion(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("motion", "Measure how the pictures change, as evidence for bounds",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "The project")
        ->required()
        ->type_name("P.talo");
    command->add_option("--video", arguments->videos, "Only this video; repeatable")
        ->type_name("NAME");
    command->add_flag("--again", arguments->isForced, "Also videos that were measured before");
    command->footer(kFooter);
}

} // namespace app::cli
