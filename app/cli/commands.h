#pragma once

namespace app::cli {

class CommandLine;

// One function a subcommand, defined in the file of the same name; main() calls them in the order
// in which `talo --help` lists them.

} // namespace app::cli
