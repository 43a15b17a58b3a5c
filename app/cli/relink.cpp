#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/edit/moved_media.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::MovedMedia;
using core::edit::ProjectSession;

namespace {

struct RelinkOptions
{
    std::string project;
    std::string folder;
    bool isDryRun = false;
};

std::vector<std::string> texts(const std::vector<std::filesystem::path> &paths)
{
    std::vector<std::string> names;
    for (const std::filesystem::path &path : paths) {
        names.push_back(path.string());
    }
    return names;
}

void print(const RelinkOptions &options, const MovedMedia &media)
{
    if (media.found.empty() && media.missing.empty()) {
        fmt::print("Every file is where {} expects it.\n", options.project);
        return;
    }
    fmt::print("{} {} moved files below {}{}.\n", options.isDryRun ? "Would take" : "Took",
               media.found.size(), options.folder,
               media.missing.empty() ? "; nothing is missing any more"
                                     : fmt::format("; {} stay missing", media.missing.size()));
    for (const std::filesystem::path &path : media.strangers) {
        fmt::print("Warning: {} has the name of a missing file, but another content.\n",
                   path.string());
    }
    for (const std::filesystem::path &path : media.missing) {
        fmt::print("Missing: {}\n", path.string());
    }
}

Result<void> relink(const RelinkOptions &options, const GlobalOptions &global)
{
    ProjectSession session = TRY(ProjectSession::open(
        options.project, options.isDryRun ? core::edit::Access::Read : core::edit::Access::Write));
    const MovedMedia media = TRY(core::edit::findMovedMedia(session, options.folder));
    if (media.found.empty() && !media.missing.empty()) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("holds none of the {} files that {} misses",
                                            media.missing.size(), options.project),
                     .file = options.folder,
                     .expected = "the folder that they were moved to, " +
                                 media.missing.front().filename().string() + " among them"});
    }
    if (!options.isDryRun && !media.found.empty()) {
        TRY(core::edit::takeMovedMedia(session, media));
    }
    if (global.isJson) {
        printJson({{"found", media.found.size()},
                   {"missing", texts(media.missing)},
                   {"other_content", texts(media.strangers)},
                   {"dry_run", options.isDryRun}});
    } else {
        print(options, media);
    }
    return {};
}

} // namespace

void addRelink(CommandLine &line)
{
    auto options = std::make_shared<RelinkOptions>();
    CLI::App *command =
        line.add("relink", "Find videos and features that were moved to another folder",
                 [options](const GlobalOptions &global) { return relink(*options, global); });
    command->add_option("PROJECT", options->project, "The project")->required();
    command
        ->add_option("FOLDER", options->folder,
                     "Where the files are now; searched with all folders below")
        ->required();
    command->add_flag("--dry-run", options->isDryRun, "Only say what would be found");
    command->footer(
        "Files are recognised by name and content; one of the same name with another content is\n"
        "named and left alone. 'talo check' lists what a project misses.\n\n"
        "Example:\n"
        "  talo relink thumos.talo /mnt/disk2/THUMOS14");
}

} // namespace app::cli
