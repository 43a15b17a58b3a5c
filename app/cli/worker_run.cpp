#include "app/cli/worker_run.h"

#include <functional>
#include <variant>

#include "core/data/run_folder.h"
#include "core/ipc/job_client.h"

namespace app::cli {

namespace base = core::base;
namespace ipc = core::ipc;

JobView::JobView(const GlobalOptions &global)
    : m_bar(ProgressBar::styleFor(global.isQuiet))
{
}

void JobView::operator()(const ipc::FromWorker &message)
{
    if (const auto *progress = std::get_if<ipc::Progress>(&message)) {
        m_bar.show(progress->phase, progress->done, progress->total, progress->remainingS);
    } else if (const auto *log = std::get_if<ipc::Log>(&message)) {
        const bool isSerious =
            log->level == ipc::LogLevel::Warning || log->level == ipc::LogLevel::Error;
        m_bar.say(isSerious ? "warning: " + log->text : log->text);
    }
}

void addWorkerOptions(CLI::App &command, core::job::WorkerSetup &setup)
{
    command.add_option("--worker", setup.program,
                       "The program taloscope-worker (default: $TALOSCOPE_WORKER, else the one "
                       "beside talo)");
    command.add_option("--nice", setup.niceness, "Run the worker at a lower priority")
        ->check(CLI::Range(0, 19));
}

base::Result<void> runInWorker(const std::filesystem::path &runFolder, const std::string &jobId,
                               const core::job::WorkerSetup &setup, const GlobalOptions &global,
                               const base::CancelToken &cancel)
{
    ipc::JobRequest request;
    request.worker = TRY(core::job::serveCommand(setup));
    request.worker.errorLog = runFolder / core::data::kWorkerLogFile;
    request.id = jobId;
    request.manifest = runFolder / core::data::kJobFile;
    JobView view(global);
    TRY(ipc::runJob(request, {}, cancel, std::ref(view)));
    return {};
}

} // namespace app::cli
