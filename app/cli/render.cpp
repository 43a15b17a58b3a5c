#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/edit/project_session.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/project_names.h"
#include "app/cli/studio_program.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;

namespace {

constexpr std::array<const char *, 5> kEndings = {".png", ".mp4", ".mkv", ".webm", ".avi"};

struct RenderOptions
{
    std::string project;
    std::string video;
    std::string out;
    std::string size;
    std::string show;
    std::string theme;
    std::string language;
    std::optional<double> from;
    std::optional<double> to;
    std::optional<double> time;
};

Result<void> check(const RenderOptions &options)
{
    const auto session =
        TRY(core::edit::ProjectSession::open(options.project, core::edit::Access::Read));
    TRY(videoId(session, options.video));
    for (const auto &[value, name] :
         {std::pair(options.from, "--from"), std::pair(options.to, "--to"),
          std::pair(options.time, "--time")}) {
        if (value) {
            TRY(timeOf(*value, name));
        }
    }
    const std::string ending = std::filesystem::path(options.out).extension().string();
    if (std::find(kEndings.begin(), kEndings.end(), ending) == kEndings.end()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "the ending does not tell a picture or a film",
                     .file = options.out,
                     .place = "--out",
                     .expected = ".png, .mp4, .mkv, .webm or .avi"});
    }
    return {};
}

// The studio draws, since lanes are its widgets; this program never loads Qt and becomes it.
Result<void> draw(const RenderOptions &options, const GlobalOptions &global)
{
    TRY(check(options));
    std::vector<std::string> words = {options.project, "--video", options.video, "--render",
                                      options.out};
    const auto add = [&words](const char *name, const std::string &value) {
        if (!value.empty()) {
            words.insert(words.end(), {name, value});
        }
    };
    const auto addTime = [&add](const char *name, const std::optional<double> &value) {
        add(name, value ? fmt::format("{}", *value) : std::string());
    };
    add("--size", options.size);
    add("--show", options.show);
    add("--theme", options.theme);
    add("--language", options.language);
    addTime("--from", options.from);
    addTime("--to", options.to);
    addTime("--time", options.time);
    if (global.isJson) {
        words.emplace_back("--json");
    }
    return fail(becomeStudio(std::move(words)));
}

} // namespace

void addRender(CommandLine &line)
{
    auto options = std::make_shared<RenderOptions>();
    CLI::App *command =
        line.add("render", "Draw the timeline of a video as a picture or film, without a display",
                 [options](const GlobalOptions &global) { return draw(*options, global); });
    command->add_option("PROJECT", options->project, "The project")->required();
    command->add_option("--video", options->video, "The video")->required();
    command->add_option("--out", options->out, "Picture (.png) or film (.mp4, .mkv, .webm, .avi)")
        ->required();
    command
        ->add_option("--show", options->show,
                     "lanes alone (default of a picture) or the video above them (of a film)")
        ->check(CLI::IsMember({"lanes", "video"}));
    command->add_option("--size", options->size, "WIDTHxHEIGHT, even numbers; default 1280 wide");
    command->add_option("--from", options->from, "First second that is drawn");
    command->add_option("--to", options->to, "Last second that is drawn");
    command->add_option("--time", options->time, "Of a picture: where the playhead stands");
    command->add_option("--theme", options->theme, "dark or light")
        ->check(CLI::IsMember({"dark", "light"}));
    command->add_option("--language", options->language, "en or zh_CN")
        ->check(CLI::IsMember({"en", "zh_CN"}));
    command->footer("A film has every frame of the video once, its lanes below it.\n\n"
                    "Examples:\n"
                    "  talo render thumos.talo --video video_test_0000004 --out lanes.png\n"
                    "  talo render thumos.talo --video video_test_0000004 --from 20 --to 40 \\\n"
                    "      --out why.mp4");
}

} // namespace app::cli
