// `taloscope-worker serve` with a job that computes nothing: several threads report as fast as they
// can, a thousand metrics each or, where the manifest's name is "endless", until the job is
// cancelled. A job named "deaf" goes on even then, one named "broken" fails.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "app/worker/worker_session.h"

namespace {

using core::base::Result;

constexpr int kThreads = 4;
constexpr int kMetrics = 1000;

Result<void> report(const std::filesystem::path &manifest, const std::string &id,
                    app::worker::MessageWriter &writer, const core::base::CancelToken &cancel)
{
    TRY(writer.openEvents(manifest.parent_path() / "events.jsonl"));
    if (manifest.filename() == "broken") {
        return core::base::fail(
            {.code = core::base::ErrorCode::BadValue, .problem = "the job is broken"});
    }
    const bool isDeaf = manifest.filename() == "deaf";
    const bool isEndless = isDeaf || manifest.filename() == "endless";
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; (isEndless || i < kMetrics) && (isDeaf || !cancel.isCancelled()); ++i) {
                writer.send(core::ipc::Metric{id, i, "thread" + std::to_string(t), 0.5 * i});
                if (isEndless) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
            }
        });
    }
    threads.clear(); // joins
    if (cancel.isCancelled()) {
        return core::base::fail(
            {.code = core::base::ErrorCode::Cancelled, .problem = "stopped on request"});
    }
    return {};
}

} // namespace

int main()
{
    app::worker::StdoutChannel output = app::worker::StdoutChannel::reserve();
    return app::worker::serve(output, {.devices = {}, .job = report});
}
