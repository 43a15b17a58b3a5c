#include <CLI/CLI.hpp>

#include "core/base/version.h"

int main(int argc, char **argv)
{
    CLI::App app("taloscope-worker - trains and extracts features for Taloscope",
                 "taloscope-worker");
    app.set_version_flag("--version", core::base::kVersion);
    CLI11_PARSE(app, argc, argv);
    return 0;
}
