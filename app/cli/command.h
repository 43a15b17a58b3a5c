#pragma once

#include <functional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace app::cli {

// Options that every command has.
struct GlobalOptions
{
    bool isJson = false;  // one JSON object on stdout and nothing else there
    bool isQuiet = false; // no progress on stderr
};

// A command's work after its arguments were parsed. It prints its own result; an error that it
// returns is printed for it and becomes the exit code.
using CommandRun = std::function<core::base::Result<void>(const GlobalOptions &)>;

// The command line while it is put together: one subcommand a file, each adds itself.
class CommandLine
{
public:
    explicit CommandLine(CLI::App &app)
        : m_app(app)
    {
    }

    // A new subcommand with --json and --quiet, which calls `run` when it was given.
    CLI::App *add(const std::string &name, const std::string &description, CommandRun run);
    // The same below a command that was added before (`talo label add`).
    CLI::App *addBelow(CLI::App &parent, const std::string &name, const std::string &description,
                       CommandRun run);

    // 0, or what the command that ran ended with (contract: 1, 2, 3 or 130).
    int exitCode() const { return m_exitCode; }

private:
    CLI::App &m_app;
    GlobalOptions m_options;
    int m_exitCode = 0;
};

// Prints an error as one sentence on stderr, with --json also as {"error":{code,…}} on stdout.
void printError(const core::base::Error &error, const GlobalOptions &options);

// Prints one JSON object in one line on stdout.
void printJson(const nlohmann::ordered_json &object);

} // namespace app::cli
