#include "core/base/version.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/command.h"
#include "app/cli/commands.h"

int main(int argc, char **argv)
{
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
        app.parse(argc, argv);
    } catch (const CLI::Success &success) {
        return app.exit(success);
    } catch (const CLI::ParseError &error) {
        app.exit(error);
        return 2;
    }
    return line.exitCode();
}
