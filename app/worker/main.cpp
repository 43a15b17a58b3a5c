#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/version.h"
#include "core/data/job_manifest.h"
#include "core/data/run_config.h"
#include "core/ml/runtime/card_memory.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/self_test.h"

#include "app/worker/followers.h"
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
    std::string device = "auto";
    int niceness = 0;
    app::worker::Sharing sharing;
};

// What the self-test says, line by line.
class PrintingReporter : public core::ml::JobReporter
{
public:
    explicit PrintingReporter(StdoutChannel &output)
        : m_output(output)
    {
    }

    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view, std::int64_t, double) override {}
    void artifact(std::string_view, const std::filesystem::path &) override {}
    void message(core::ml::ReportLevel, std::string_view text) override
    {
        static_cast<void>(m_output.write(std::string(text) + '\n'));
    }

private:
    StdoutChannel &m_output;
};

SessionSetup makeSetup(const app::worker::Sharing &sharing)
{
    return {
        .devices = app::worker::protocolDevices(core::ml::probeRuntime()),
        .job = [sharing](auto &...arguments) { return app::worker::runJob(sharing, arguments...); },
        .cardMemory = core::ml::cardMemory};
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
int runManifest(StdoutChannel &output, const std::string &path, app::worker::Sharing sharing)
{
    const auto place = core::ml::rankPlaceOf([](const char *name) { return std::getenv(name); });
    if (!place) {
        return report(place.error());
    }
    sharing.place = *place;
    if (sharing.place && sharing.place->rank > 0) {
        return app::worker::follow(path, *sharing.place);
    }
    const auto manifest = core::data::readJobManifest(path);
    if (!manifest) {
        return report(manifest.error());
    }
    return app::worker::runOnce(output, makeSetup(sharing), manifest->id, path);
}

int selfTest(StdoutChannel &output, const std::string &deviceName)
{
    core::model::RunConfig config;
    if (const auto set = core::data::setConfigValue(config, "runtime.device=" + deviceName); !set) {
        return report(set.error());
    }
    const auto chosen = core::ml::chooseDevice(config.runtime.device);
    if (!chosen) {
        return report(chosen.error());
    }
    PrintingReporter reporter(output);
    reporter.message(core::ml::ReportLevel::Info, chosen->note);
    const auto passed = core::ml::runSelfTest(chosen->device, reporter);
    return passed ? print(output, "The self-test passed.\n") : report(passed.error());
}

int dispatch(const CLI::App &app, const Arguments &arguments, StdoutChannel &output)
{
    if (arguments.niceness != 0) {
        [[maybe_unused]] const int now = ::nice(arguments.niceness);
    }
    if (app.got_subcommand("serve")) {
        return app::worker::serve(output, makeSetup(arguments.sharing));
    }
    if (app.got_subcommand("run")) {
        return runManifest(output, arguments.manifest, arguments.sharing);
    }
    if (app.got_subcommand("selftest")) {
        return selfTest(output, arguments.device);
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
    app.add_option("--ranks", arguments.sharing.processes,
                   "Train with so many processes of this machine; torchrun, srun and mpirun start "
                   "'run' themselves, on any number of machines")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
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
    app.add_subcommand("selftest",
                       "Compare what a device computes with the CPU in double precision")
        ->add_option("--device", arguments.device, "Device to test")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
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
