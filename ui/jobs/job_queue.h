#pragma once

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include <QObject>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QVector>

#include "core/base/cancel.h"
#include "core/ipc/run_follower.h"
#include "core/job/project_job.h"
#include "core/job/run_estimate.h"

#include "ui/jobs/waiting_runs.h"

namespace ui::jobs {

enum class JobState {
    Waiting, // for the job before it
    Starting,
    Running,
    Cancelling, // the worker finishes its step and writes a resume point
    Finished,
    Cancelled,
    Failed,
    Interrupted, // the worker died
    LeftRunning, // without this window
};

enum class StageState { Absent, Waiting, Running, Done };

// A series that the worker reports, such as "student.loss".
struct MetricSeries
{
    QString name;
    QVector<QPointF> points; // step, value; values that are not finite are left out
};

// Adds a value to the series of this name; later values at its step or behind it give way.
void appendMetric(std::vector<MetricSeries> &metrics, const QString &name, qint64 step,
                  double value);

// Adds what a run reported since the last call, at first of all its sittings. Blocking.
void appendNewMetrics(std::vector<MetricSeries> &metrics, core::ipc::RunFollower &run);

constexpr int kMostLogLines = 1000;

// One training run in the queue, as the window shows it.
struct Job
{
    int id = 0;
    JobState state = JobState::Waiting;
    QString runName;  // empty until the run is in the project
    QString recipe;   // as it was named
    QString details;  // labels, seed, device
    QString protocol; // of its mAP: "ActivityNet mAP@[.1:.1:.7]"; empty until it is known
    std::filesystem::path folder;
    std::array<StageState, 3> stages = {}; // generator, filter, student
    QString phase;                         // as the worker calls it
    qint64 done = 0;
    qint64 total = 0;
    std::optional<double> remainingS;    // of this phase
    std::optional<double> runRemainingS; // of all phases; none where an earlier run never told
    std::optional<double> cpuPercent;
    std::optional<qint64> memoryBytes;
    std::optional<qint64> gpuMemoryBytes; // none: it computes on the CPU
    core::job::PhaseTimes phaseTimes;     // expected, by the pace of earlier runs
    std::vector<MetricSeries> metrics;    // in the order in which they came
    QStringList log;                      // the newest lines, kMostLogLines at most
    qint64 loggedLines = 0;               // those that are gone included
    QString problem;                      // why it is not finished, as a sentence

    bool isActive() const
    {
        return state == JobState::Starting || state == JobState::Running ||
               state == JobState::Cancelling;
    }
    bool canResume() const
    {
        return !runName.isEmpty() && (state == JobState::Cancelled || state == JobState::Failed ||
                                      state == JobState::Interrupted);
    }
};

// The training runs of the open project, one after the other or some at once, each in a worker that
// a thread of its own talks to: the GUI thread never waits. Results are written into the project by
// that thread through a connection of its own; resultsTaken() says that the project is to be read
// again. GUI thread.
class JobQueue : public QObject
{
    Q_OBJECT

public:
    explicit JobQueue(QObject *parent = nullptr);
    // Kills a worker that still runs; stop() or leave() first, and wait for becameIdle().
    ~JobQueue() override;

    // Another project; empty: none. The queue must be idle; its jobs are forgotten.
    void setProject(const QString &path);
    void setWorker(const core::job::WorkerSetup &worker) { m_worker = worker; }
    const core::job::WorkerSetup &worker() const { return m_worker; }
    void setLimits(const core::ipc::JobLimits &limits) { m_limits = limits; }
    // How many runs train at the same time, 1 or more. Those that train already go on.
    void setMostAtOnce(int count);

    // Each returns the id of the new job.
    int add(const core::job::RunRequest &request, const QString &details);
    int resume(const QString &runName);
    // Watches a run whose worker was left alone.
    int attach(const QString &runName);

    // Begins a waiting job now, beside those that train.
    void startNow(int id);
    // Takes a waiting job out, or asks the worker to stop; results up to then stay.
    void cancel(int id);
    // Ends the worker at once; what it computed since its last resume point is lost.
    void kill(int id);

    // Both drop the waiting jobs; becameIdle() follows, at once where nothing runs.
    void stop();  // cancels what runs
    void leave(); // lets the worker go on alone

    bool isBusy() const { return !m_running.empty(); }
    // The job that has run longest; null: none runs.
    const Job *current() const;
    // Those that run, in the order in which they began.
    std::vector<const Job *> running() const;
    const Job *job(int id) const;
    // Oldest first; what ended stays in the list.
    const std::deque<Job> &jobs() const { return m_jobs; }
    int waitingCount() const;

    // What waits now, in its order; runs that are only watched do not count.
    std::vector<WaitingRun> waiting() const;
    // Puts runs back that waited when the project was open before. They stay where they are until
    // startWaiting(), or until the person adds a run or resumes one.
    void putBack(const std::vector<WaitingRun> &runs);
    bool isHeld() const { return m_isHeld; }
    void startWaiting();

signals:
    // Jobs were added, removed, or changed their state.
    void listChanged();
    // Progress, metrics, log of a job.
    void progressed(int id);
    // A job has ended, by itself or because it was asked to, or goes on alone.
    void ended(int id);
    // The project has new rows of this run.
    void resultsTaken(const QString &runName);
    void becameIdle();

private:
    struct ResumeTask
    {
        std::string run;
    };
    struct AttachTask
    {
        std::string run;
    };
    using Task = std::variant<core::job::RunRequest, ResumeTask, AttachTask>;
    // What a job's thread has to tell; dropped where the job is not there any more.
    struct Mail
    {
        int job = 0;
        std::function<void(Job &)> tell;
    };
    // A job that a worker computes, with the thread that talks to it.
    struct Running
    {
        int job = 0;
        core::base::CancelToken cancel = {};
        core::base::CancelToken kill = {};
        core::base::CancelToken detach = {};
        std::jthread thread = {};
    };

    int enqueue(Task task, const QString &runName, const QString &recipe, const QString &details);
    void startNext();
    void start(int id);
    bool mayStart(const Task &task) const;
    core::base::Result<core::job::JobOutcome> work(int id, const core::job::JobSetup &setup,
                                                   const Task &task);
    // From a job's thread.
    void post(int id, std::function<void(Job &)> tell);
    void readMail();
    void joinEnded();
    void finish(Job &job, const core::base::Result<core::job::JobOutcome> &outcome);
    void hear(Job &job, const core::ipc::FromWorker &message);
    void notePhase(Job &job, const core::ipc::Progress &progress);
    void append(Task task, const QString &runName, const QString &recipe, const QString &details);
    Job *find(int id);

    std::filesystem::path m_project;
    core::job::WorkerSetup m_worker;
    core::ipc::JobLimits m_limits;
    std::deque<Job> m_jobs;
    std::deque<std::pair<int, Task>> m_waiting;
    int m_lastId = 0;
    bool m_isHeld = false; // what waits was put back and nobody has asked for it yet
    int m_mostAtOnce = 1;
    std::mutex m_mutex;
    std::vector<Mail> m_mail;  // guarded by m_mutex
    std::deque<Mail> m_unread; // taken from there, not carried out yet
    QTimer m_delivery;
    std::list<Running> m_running;
};

} // namespace ui::jobs
