#include "app/cli/worker_run.h"

#include <cstdlib>
#include <system_error>
#include <variant>

#include <fmt/format.h>

#include "core/data/run_folder.h"
#include "core/ipc/job_client.h"

#include "app/cli/progress_bar.h"

namespace app::cli {

namespace base = core::base;
namespace ipc = core::ipc;

namespace {

constexpr const char *kWorkerName = "taloscope-worker";
constexpr const char *kWorkerVariable = "TALOSCOPE_WORKER";

std::filesystem::path ownFolder()
{
    std::error_code unreadable;
    return std::filesystem::read_symlink("/proc/self/exe", unreadable).parent_path();
}

// Shows what a worker says.
class JobView
{
public:
    explicit JobView(bool isQuiet)
        : m_bar(ProgressBar::styleFor(isQuiet))
    {
    }

    void operator()(const ipc::FromWorker &message)
    {
        if (const auto *progress = std::get_if<ipc::Progress>(&message)) {
            m_bar.show(progress->phase, progress->done, progress->total, progress->remainingS);
        } else if (const auto *log = std::get_if<ipc::Log>(&message)) {
            const bool isSerious =
                log->level == ipc::LogLevel::Warning || log->level == ipc::LogLevel::Error;
            m_bar.say(isSerious ? "warning: " + log->text : log->text);
        }
    }

private:
    ProgressBar m_bar;
};

} // namespace

void addWorkerOptions(CLI::App &command, WorkerOptions &options)
{
    command.add_option("--worker", options.program,
                       "The program taloscope-worker (default: $TALOSCOPE_WORKER, else the one "
                       "beside talo)");
    command.add_option("--nice", options.niceness, "Run the worker at a lower priority")
        ->check(CLI::Range(0, 19));
}

base::Result<std::filesystem::path> findWorker(const WorkerOptions &options)
{
    const char *variable = std::getenv(kWorkerVariable);
    std::filesystem::path path = ownFolder() / kWorkerName;
    if (!options.program.empty()) {
        path = options.program;
    } else if (variable != nullptr && *variable != '\0') {
        path = variable;
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "there is no such program",
                           .file = path.string(),
                           .expected = "taloscope-worker beside talo, or its path in --worker or "
                                       "TALOSCOPE_WORKER"});
    }
    return std::filesystem::absolute(path);
}

base::Result<void> runInWorker(const std::filesystem::path &runFolder, const std::string &jobId,
                               const WorkerOptions &options, const GlobalOptions &global,
                               const base::CancelToken &cancel)
{
    ipc::JobRequest request = {.worker = {.program = TRY(findWorker(options)),
                                          .arguments = {"serve"},
                                          .errorLog = runFolder / core::data::kWorkerLogFile},
                               .id = jobId,
                               .manifest = runFolder / core::data::kJobFile};
    if (options.niceness > 0) {
        request.worker.arguments = {"--nice", std::to_string(options.niceness), "serve"};
    }
    JobView view(global.isQuiet);
    return ipc::runJob(request, {}, cancel, std::ref(view));
}

} // namespace app::cli
