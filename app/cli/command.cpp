#include "app/cli/command.h"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace app::cli {

CLI::App *CommandLine::add(const std::string &name, const std::string &description, CommandRun run)
{
    return addBelow(m_app, name, description, std::move(run));
}

CLI::App *CommandLine::addBelow(CLI::App &parent, const std::string &name,
                                const std::string &description, CommandRun run)
{
    CLI::App *command = parent.add_subcommand(name, description);
    command->add_flag("--json", m_options.isJson,
                      "Print one JSON object on standard output and nothing else there");
    command->add_flag("--quiet", m_options.isQuiet, "Show no progress");
    command->callback([this, command, run = std::move(run)] {
        if (!command->get_subcommands().empty()) {
            return; // a command below it was given and runs by itself
        }
        if (const core::base::Result<void> done = run(m_options); !done) {
            printError(done.error(), m_options);
            m_exitCode = core::base::exitCode(done.error().code);
        }
    });
    return command;
}

void printError(const core::base::Error &error, const GlobalOptions &options)
{
    std::fputs(fmt::format("talo: {}\n", error.sentence()).c_str(), stderr); // never throws
    if (options.isJson) {
        printJson({{"error",
                    {{"code", core::base::errorCodeName(error.code)},
                     {"file", error.file},
                     {"place", error.place},
                     {"problem", error.problem},
                     {"expected", error.expected}}}});
    }
}

void printJson(const nlohmann::ordered_json &object)
{
    const std::string text =
        object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    fmt::print(stdout, "{}\n", text);
    std::fflush(stdout);
}

} // namespace app::cli
