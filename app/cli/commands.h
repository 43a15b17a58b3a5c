#pragma once

namespace app::cli {

class CommandLine;

// One function a subcommand, defined in the file of the same name; main() calls them in the order
// in which `talo --help` lists them.

void addDemo(CommandLine &line);
void addInit(CommandLine &line);
void addImport(CommandLine &line);
void addExtract(CommandLine &line);
void addTrain(CommandLine &line);
void addFilter(CommandLine &line);
void addEvaluate(CommandLine &line);
void addShow(CommandLine &line);
void addLabel(CommandLine &line);
void addExport(CommandLine &line);
void addRender(CommandLine &line);
void addCheck(CommandLine &line);
void addRelink(CommandLine &line);
void addBackup(CommandLine &line);

} // namespace app::cli
