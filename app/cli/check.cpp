#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "core/edit/project_session.h"
#include "core/store/backup.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"

namespace app::cli {

using core::base::Result;
using core::edit::ProjectSession;

namespace {

bool isThere(const Result<std::filesystem::path> &path)
{
    std::error_code code;
    return path && std::filesystem::is_regular_file(*path, code);
}

// Files that the project names but that are not where it expects them.
Result<std::vector<std::string>> findMissingFiles(const ProjectSession &session)
{
    std::vector<std::string> findings;
    for (const core::model::Video &video : session.document().videos()) {
        if (video.rootId && !isThere(session.resolve(video.rootId, video.path))) {
            findings.push_back(
                fmt::format("the file of video {} is missing: {}", video.name,
                            TRY(session.resolve(video.rootId, video.path)).string()));
        }
    }
    for (const core::model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const core::model::Feature &feature : TRY(session.project().features(set.id))) {
            for (const core::model::FeaturePart &part : feature.parts) {
                if (!isThere(session.resolve(part.rootId, part.path))) {
                    findings.push_back(
                        fmt::format("a file of the features '{}' is missing: {}", set.name,
                                    TRY(session.resolve(part.rootId, part.path)).string()));
                }
            }
        }
    }
    return findings;
}

Result<void> checkProject(const std::string &path, const GlobalOptions &global)
{
    const ProjectSession session = TRY(ProjectSession::open(path, core::edit::Access::Read));
    TRY(core::store::checkIntegrity(session.database()));
    const std::vector<std::string> findings = TRY(findMissingFiles(session));
    const std::size_t backups = core::store::listBackups(path).size();
    if (global.isJson) {
        printJson(
            {{"project", path}, {"intact", true}, {"findings", findings}, {"backups", backups}});
        return {};
    }
    fmt::print("{} is intact ({} backups lie beside it).\n", path, backups);
    for (const std::string &finding : findings) {
        fmt::print("Warning: {}.\n", finding);
    }
    return {};
}

} // namespace

void addCheck(CommandLine &line)
{
    auto project = std::make_shared<std::string>();
    CLI::App *command =
        line.add("check", "Verify that a project is intact and its files are there",
                 [project](const GlobalOptions &global) { return checkProject(*project, global); });
    command->add_option("PROJECT", *project, "The project")->required();
    command->footer(
        "Reads every page of the database and follows every reference. A damaged project\n"
        "ends with exit code 1; missing media or feature files are warnings.\n\n"
        "Example:\n"
        "  talo check thumos.talo");
}

} // namespace app::cli
