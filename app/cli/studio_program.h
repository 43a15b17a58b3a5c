#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace app::cli {

// The studio, beside this program: it draws what needs Qt, which this program never loads.
std::filesystem::path studioProgram();

// Runs the studio without a display, in place of this program. Returns only where it cannot be
// started.
core::base::Error becomeStudio(std::vector<std::string> arguments);

// The same beside this program, and waits for its end. `input` is what it reads from the file that
// kInputFile among the arguments stands for; nothing is written to disk. Errors: NotFound where
// it cannot be started, Io where it ends with an error, which it has said itself.
inline constexpr const char *kInputFile = "{input}";
core::base::Result<void> runStudio(std::vector<std::string> arguments, const std::string &input);

} // namespace app::cli
