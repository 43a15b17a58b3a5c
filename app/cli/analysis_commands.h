#pragma once

#include "app/cli/command.h"

namespace app::cli {

// The commands that explain results. Each adds itself, as those of commands.h.

void addDiagnose(CommandLine &line);
void addQuality(CommandLine &line);
void addQueue(CommandLine &line);
void addDoctor(CommandLine &line);
void addSweep(CommandLine &line);
void addFuse(CommandLine &line);
void addLineage(CommandLine &line);
void addLedger(CommandLine &line);
void addEffort(CommandLine &line);
void addReport(CommandLine &line);
void addMotion(CommandLine &line);
void addSnap(CommandLine &line);
void addCorrectOnce(CommandLine &line);

} // namespace app::cli
