#include <cstdio>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/version.h"
#include "core/data/job_manifest.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"

#include "app/worker/job.h"
#include "app/worker/probe.h"
#include "app/worker/stdout_channel.h"
#include "app/worker/worker_session.h"

namespace {

using app::worker::SessionSetup;
using app::worker::StdoutChannel;

struct Arguments
{
    std::string manifest;
    bool isJson = false;
    int niceness = 0;
};

SessionSetup makeSetup()
{
    return {.devices = app::worker::protocolDevices(core::ml::probeRuntime()),
            .job = app::worker::runTrainingJob};
}

int report(const core::base::Error &error)
{
    fmt::print(stderr, "taloscope-worker: {}\n", error.sentence());
    return core::base::exitCode(error.code);
}

int print(StdoutChannel &output, const std::string &text)
{
    const core::base::Result<void> written = output.write(text);
    return written ? 0 : report(written.error());
}

// The id of a job is that of its run; a manifest that cannot be read is told before any message.
int runManifest(StdoutChannel &output, const std::string &path)
{
    const auto manifest = core::data::readJobManifest(path);
    if (!manifest) {
        return report(manifest.error());
    }
    return app::worker::runOnce(output, makeSetup(), manifest->id, path);
}

int dispatch(const CLI::App &app, const Arguments &arguments, StdoutChannel &output)
{
    if (arguments.niceness != 0) {
        [[maybe_unused]] const int now = ::nice(arguments.niceness);
    }
    if (app.got_subcommand("serve")) {
        return app::worker::serve(output, makeSetup());
    }
    if (app.got_subcommand("run")) {
        return runManifest(output, arguments.manifest);
    }
    const core::ml::RuntimeInfo info = core::ml::probeRuntime();
    return print(output,
                 arguments.isJson ? app::worker::probeJson(info) : app::worker::probeText(info));
}

void describe(CLI::App &app, Arguments &arguments)
{
    app.set_version_flag("--version", core::base::kVersion);
    app.require_subcommand(1);
    app.add_option("--nice", arguments.niceness, "Run at a lower priority")
        ->check(CLI::Range(0, 19));
    app.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input, 130 interrupted.\n"
        "Messages are one JSON object a line on standard output; logs go to standard error.");
    app.add_subcommand("serve", "Take jobs as messages on standard input until it ends");
    app.add_subcommand("run", "Run one job, for instance on a cluster, and tell its course on "
                              "standard output and in events.jsonl of the run folder")
        ->add_option("manifest", arguments.manifest, "The job.json of a run folder")
        ->required();
    app.add_subcommand("probe", "Tell devices, memory, libtorch's version and threads")
        ->add_flag("--json", arguments.isJson, "One JSON object");
}

} // namespace

int main(int argc, char **argv)
{
    core::ml::restartWithPassiveThreads(argv);
    StdoutChannel output = StdoutChannel::reserve();
    CLI::App app("taloscope-worker - trains and extracts features for Taloscope",
                 "taloscope-worker");
    Arguments arguments;
    describe(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        std::ostringstream text;
        const int code = app.exit(error, text, text);
        if (code != 0) {
            fmt::print(stderr, "{}", text.str());
            return 2;
        }
        return print(output, text.str());
    }
    return dispatch(app, arguments, output);
}
