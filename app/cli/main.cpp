#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>

#include "core/base/version.h"
#include "core/data/nearest_name.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/command.h"
#include "app/cli/commands.h"

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

// A program that was started with a closed standard stream would print into the next file that it
// opens, such as the project.
void openStandardStreams()
{
    for (int stream = 0; stream <= 2; ++stream) {
        if (::fcntl(stream, F_GETFD) < 0) {
            static_cast<void>(::open("/dev/null", O_RDWR)); // takes the lowest free number
        }
    }
}

// What is wrong where no command was recognised: CLI11 itself does not name the unknown word.
int unknownCommand(const CLI::App &app, const std::string &word)
{
    std::vector<std::string> names;
    for (const CLI::App *command : app.get_subcommands(nullptr)) {
        names.push_back(command->get_name());
    }
    fmt::print(stderr, "talo: there is no command '{}'; expected {}\n", word,
               core::data::suggestion(word, names));
    return kWrongUsage;
}

int runCommand(CLI::App &app, const app::cli::CommandLine &line, int argc, char **argv)
{
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &success) {
        return app.exit(success);
    } catch (const CLI::ParseError &error) {
        if (app.get_subcommands().empty() && argc > 1 && argv[1][0] != '-') {
            return unknownCommand(app, argv[1]);
        }
        app.exit(error);
        return kWrongUsage;
    }
    return line.exitCode();
}

} // namespace

int main(int argc, char **argv)
{
    openStandardStreams();
    CLI::App app("talo - Taloscope from the shell: train, filter, evaluate, correct and export "
                 "pseudo-labels of temporal action localization",
                 "talo");
    app.set_version_flag("--version", core::base::kVersion);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input, 130 interrupted.\n"
               "'talo COMMAND --help' explains a command and its options.");

    app::cli::CommandLine line(app);
    app::cli::addDemo(line);
    app::cli::addInit(line);
    app::cli::addImport(line);
    app::cli::addExtract(line);
    app::cli::addTrain(line);
    app::cli::addFilter(line);
    app::cli::addEvaluate(line);
    app::cli::addDiagnose(line);
    app::cli::addDoctor(line);
    app::cli::addQuality(line);
    app::cli::addQueue(line);
    app::cli::addSweep(line);
    app::cli::addFuse(line);
    app::cli::addLineage(line);
    app::cli::addLedger(line);
    app::cli::addEffort(line);
    app::cli::addReport(line);
    app::cli::addShow(line);
    app::cli::addLabel(line);
    app::cli::addMotion(line);
    app::cli::addSnap(line);
    app::cli::addCorrectOnce(line);
    app::cli::addExport(line);
    app::cli::addRender(line);
    app::cli::addCheck(line);
    app::cli::addRelink(line);
    app::cli::addBackup(line);

    try {
        const int code = runCommand(app, line, argc, argv);
        if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
            return code;
        }
        std::fputs("talo: standard output cannot be written\n", stderr);
    } catch (const std::exception &error) { // printing throws where the disk is full
        std::fprintf(stderr, "talo: %s\n", error.what());
    }
    return kFailed;
}
