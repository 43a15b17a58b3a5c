#include "ui/jobs/job_queue.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include <QElapsedTimer>

#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"
#include "core/edit/project_session.h"

#include "ui/common/core_texts.h"
#include "ui/common/protocol_text.h"
#include "ui/common/qt_convert.h"

namespace ui::jobs {

using common::toQString;
using core::base::ErrorCode;
using core::base::Result;
using core::data::TrainingStage;
using core::job::JobOutcome;
namespace ipc = core::ipc;

namespace {

constexpr qint64 kReadingMs = 8;  // of a turn of the event loop, however much workers say
constexpr int kHereNiceness = 10; // training must not slow editing

// The stage that a phase belongs to; -1 for one that this version does not know.
int stageOf(const std::string &phase)
{
    if (phase == "generator" || phase == "proposals") {
        return 0;
    }
    if (phase == "filter") {
        return 1;
    }
    return phase == "student" ? 2 : -1;
}

void setStages(Job &job, const std::vector<TrainingStage> &stages)
{
    job.stages = {};
    for (const TrainingStage stage : stages) {
        job.stages[static_cast<std::size_t>(stage)] = StageState::Waiting;
    }
}

QString protocolOf(const core::model::RunConfig &config)
{
    return common::protocolText(config.evaluation.protocol, config.evaluation.tiou);
}

// By the pace of the project's earlier runs.
core::job::PhaseTimes expectedTimes(const std::filesystem::path &project,
                                    const core::model::RunConfig &config,
                                    const std::vector<TrainingStage> &stages)
{
    const auto session = core::edit::ProjectSession::open(project, core::edit::Access::Read);
    return session ? core::job::estimatePhases(*session, config, stages)
                         .value_or(core::job::PhaseTimes())
                   : core::job::PhaseTimes();
}

void appendLog(Job &job, const QString &line)
{
    job.log.append(line);
    ++job.loggedLines;
    if (job.log.size() > kMostLogLines) {
        job.log.removeFirst();
    }
}

} // namespace

void appendMetric(std::vector<MetricSeries> &metrics, const QString &name, qint64 step,
                  double value)
{
    if (!std::isfinite(value)) {
        return;
    }
    auto series = std::find_if(metrics.begin(), metrics.end(),
                               [&](const MetricSeries &item) { return item.name == name; });
    if (series == metrics.end()) {
        series = metrics.insert(series, {name, {}});
    }
    // A resumed run repeats its last steps.
    const auto at = static_cast<double>(step);
    while (!series->points.isEmpty() && series->points.last().x() >= at) {
        series->points.removeLast();
    }
    series->points.append({at, value});
}

void appendNewMetrics(std::vector<MetricSeries> &metrics, ipc::RunFollower &run)
{
    for (const ipc::FromWorker &message : run.read()) {
        if (const auto *metric = std::get_if<ipc::Metric>(&message)) {
            appendMetric(metrics, toQString(metric->name), metric->step, metric->value);
        }
    }
}

JobQueue::JobQueue(QObject *parent)
    : QObject(parent)
{
    m_worker.niceness = kHereNiceness;
    m_delivery.setSingleShot(true);
    m_delivery.setInterval(0);
    connect(&m_delivery, &QTimer::timeout, this, &JobQueue::readMail);
}

JobQueue::~JobQueue()
{
    m_waiting.clear();
    for (Running &running : m_running) {
        running.kill.cancel();
    }
    m_running.clear(); // waits for their threads
}

void JobQueue::setProject(const QString &path)
{
    m_project = common::toPath(path);
    m_jobs.clear();
    m_waiting.clear();
    m_isHeld = false;
    emit listChanged();
}

int JobQueue::add(const core::job::RunRequest &request, const QString &details)
{
    m_isHeld = false;
    return enqueue(request, {}, toQString(request.recipe), details);
}

int JobQueue::resume(const QString &runName)
{
    m_isHeld = false;
    return enqueue(ResumeTask{common::toUtf8(runName)}, runName, {}, tr("resumed"));
}

int JobQueue::attach(const QString &runName)
{
    return enqueue(AttachTask{common::toUtf8(runName)}, runName, {}, tr("left running before"));
}

int JobQueue::enqueue(Task task, const QString &runName, const QString &recipe,
                      const QString &details)
{
    append(std::move(task), runName, recipe, details);
    const int id = m_lastId;
    emit listChanged();
    startNext();
    return id;
}

void JobQueue::append(Task task, const QString &runName, const QString &recipe,
                      const QString &details)
{
    // What ended under the same run's name makes way for its continuation.
    std::erase_if(m_jobs,
                  [&](const Job &old) { return old.canResume() && old.runName == runName; });
    Job job;
    job.id = ++m_lastId;
    job.runName = runName;
    job.recipe = recipe;
    job.details = details;
    if (const auto *request = std::get_if<core::job::RunRequest>(&task)) {
        setStages(job, request->stages);
        job.protocol = protocolOf(request->config);
    }
    m_jobs.push_back(std::move(job));
    m_waiting.emplace_back(m_lastId, std::move(task));
}

std::vector<WaitingRun> JobQueue::waiting() const
{
    std::vector<WaitingRun> runs;
    for (const auto &[id, task] : m_waiting) {
        if (const auto *request = std::get_if<core::job::RunRequest>(&task)) {
            runs.push_back({*request, job(id)->details});
        } else if (const auto *resume = std::get_if<ResumeTask>(&task)) {
            runs.push_back({resume->run, job(id)->details});
        }
    }
    return runs;
}

void JobQueue::putBack(const std::vector<WaitingRun> &runs)
{
    for (const WaitingRun &run : runs) {
        if (const auto *request = std::get_if<core::job::RunRequest>(&run.what)) {
            append(*request, {}, toQString(request->recipe), run.details);
        } else {
            const auto &name = std::get<std::string>(run.what);
            append(ResumeTask{name}, toQString(name), {}, run.details);
        }
    }
    m_isHeld = m_isHeld || !runs.empty();
    emit listChanged();
}

void JobQueue::startWaiting()
{
    m_isHeld = false;
    emit listChanged();
    startNext();
}

void JobQueue::setMostAtOnce(int count)
{
    m_mostAtOnce = std::max(count, 1);
    startNext();
}

void JobQueue::startNow(int id)
{
    if (std::any_of(m_waiting.begin(), m_waiting.end(),
                    [id](const auto &item) { return item.first == id; })) {
        start(id);
    }
}

// A run that is only watched is at work already.
bool JobQueue::mayStart(const Task &task) const
{
    return std::holds_alternative<AttachTask>(task) ||
           (!m_isHeld && std::ssize(m_running) < m_mostAtOnce);
}

void JobQueue::startNext()
{
    while (true) {
        const auto next = std::find_if(m_waiting.begin(), m_waiting.end(),
                                       [this](const auto &item) { return mayStart(item.second); });
        if (next == m_waiting.end()) {
            break;
        }
        start(next->first);
    }
    if (m_running.empty()) {
        emit becameIdle();
    }
}

void JobQueue::start(int id)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                    [id](const auto &item) { return item.first == id; });
    Task task = std::move(found->second);
    m_waiting.erase(found);
    find(id)->state = JobState::Starting;
    Running &running = m_running.emplace_back();
    running.job = id;
    core::job::JobSetup setup;
    setup.project = m_project;
    setup.access = core::edit::Access::WriteBeside;
    setup.takesStages = true;
    setup.worker = m_worker;
    setup.limits = m_limits;
    setup.cancel = running.cancel;
    setup.kill = running.kill;
    setup.detach = running.detach;
    // The worker dies with the thread that started it, unless it was told to go on alone.
    running.thread = std::jthread([this, id, setup, job = std::move(task)] {
        post(id, [this, outcome = work(id, setup, job)](Job &ended) { finish(ended, outcome); });
    });
    emit listChanged();
}

// On the job's thread.
Result<JobOutcome> JobQueue::work(int id, const core::job::JobSetup &setup, const Task &task)
{
    core::job::JobListener listener;
    const auto *request = std::get_if<core::job::RunRequest>(&task);
    listener.planned = [&](const core::model::Run &run, const std::filesystem::path &folder) {
        // Its job.json tells the stages of a run that goes on; a new one has none yet.
        const auto manifest = core::data::readJobManifest(folder / core::data::kJobFile);
        const auto stages = manifest ? std::optional(manifest->stages)
                                     : std::optional<std::vector<TrainingStage>>();
        core::job::PhaseTimes times;
        if (manifest) {
            times = expectedTimes(setup.project, manifest->config, manifest->stages);
        } else if (request != nullptr) {
            times = expectedTimes(setup.project, request->config, request->stages);
        }
        const QString protocol = manifest ? protocolOf(manifest->config) : QString();
        std::vector<MetricSeries> earlier; // a run that is watched tells them itself
        if (std::holds_alternative<ResumeTask>(task)) {
            ipc::RunFollower sittings(folder / core::data::kEventsFile);
            appendNewMetrics(earlier, sittings);
        }
        post(id, [this, run, folder, stages, times, protocol, earlier](Job &job) {
            job.metrics = earlier;
            job.runName = toQString(run.name);
            job.protocol = protocol.isEmpty() ? job.protocol : protocol;
            job.recipe = toQString(run.recipe);
            job.folder = folder;
            job.phaseTimes = times;
            if (stages) {
                setStages(job, *stages);
            }
            emit listChanged();
        });
    };
    listener.message = [this, id](const ipc::FromWorker &message) {
        post(id, [this, message](Job &job) { hear(job, message); });
    };
    listener.taken = [this, id](TrainingStage stage) {
        post(id, [this, stage](Job &job) {
            job.stages[static_cast<std::size_t>(stage)] = StageState::Done;
            emit resultsTaken(job.runName);
        });
    };
    if (request != nullptr) {
        return core::job::trainProject(setup, *request, listener);
    }
    if (const auto *resume = std::get_if<ResumeTask>(&task)) {
        return core::job::resumeRun(setup, resume->run, {}, listener);
    }
    return core::job::attachToRun(setup, std::get<AttachTask>(task).run, listener);
}

void JobQueue::post(int id, std::function<void(Job &)> tell)
{
    bool isFirst = false;
    {
        const std::lock_guard lock(m_mutex);
        isFirst = m_mail.empty();
        m_mail.push_back({id, std::move(tell)});
    }
    if (isFirst) {
        QMetaObject::invokeMethod(
            this, [this] { m_delivery.start(); }, Qt::QueuedConnection);
    }
}

// Workers may say more than a window can hear: what is left waits for the next turn, behind what
// the person does. A timer brings it, because the event loop carries out all queued calls in one
// turn, those that come meanwhile included.
void JobQueue::readMail()
{
    {
        const std::lock_guard lock(m_mutex);
        std::move(m_mail.begin(), m_mail.end(), std::back_inserter(m_unread));
        m_mail.clear();
    }
    std::set<int> heard;
    QElapsedTimer passed;
    passed.start();
    while (!m_unread.empty() && passed.elapsed() < kReadingMs) {
        const Mail mail = std::move(m_unread.front());
        m_unread.pop_front();
        if (Job *job = find(mail.job)) {
            mail.tell(*job);
            heard.insert(mail.job);
        }
    }
    if (!m_unread.empty()) {
        m_delivery.start();
    }
    for (const int id : heard) {
        emit progressed(id);
    }
    joinEnded();
}

// The threads of jobs that ended have nothing left to do.
void JobQueue::joinEnded()
{
    const auto ended = std::erase_if(m_running, [this](const Running &running) {
        const Job *known = job(running.job);
        return known == nullptr || !known->isActive();
    });
    if (ended > 0) {
        emit listChanged();
        startNext();
    }
}

void JobQueue::hear(Job &job, const ipc::FromWorker &message)
{
    if (const auto *progress = std::get_if<ipc::Progress>(&message)) {
        notePhase(job, *progress);
    } else if (const auto *metric = std::get_if<ipc::Metric>(&message)) {
        appendMetric(job.metrics, toQString(metric->name), metric->step, metric->value);
    } else if (const auto *log = std::get_if<ipc::Log>(&message)) {
        const bool isSerious =
            log->level == ipc::LogLevel::Warning || log->level == ipc::LogLevel::Error;
        const QString text = common::coreText(log->text);
        appendLog(job, isSerious ? tr("Warning: %1").arg(text) : text);
    } else if (const auto *beat = std::get_if<ipc::Heartbeat>(&message)) {
        if (beat->cpuPercent) {
            job.cpuPercent = beat->cpuPercent;
        }
        if (beat->memoryBytes) {
            job.memoryBytes = *beat->memoryBytes;
        }
        job.gpuMemoryBytes = beat->gpuMemoryBytes;
    } else if (std::holds_alternative<ipc::Accepted>(message) && job.state == JobState::Starting) {
        job.state = JobState::Running;
        emit listChanged();
    }
}

void JobQueue::notePhase(Job &job, const ipc::Progress &progress)
{
    job.phase = toQString(progress.phase);
    job.done = progress.done;
    job.total = progress.total;
    job.remainingS = progress.remainingS;
    job.runRemainingS = core::job::remainingOfRun(job.phaseTimes, progress);
    const int running = stageOf(progress.phase);
    for (int i = 0; i < 3; ++i) {
        StageState &stage = job.stages[static_cast<std::size_t>(i)];
        if (i < running && stage != StageState::Absent) {
            stage = StageState::Done;
        } else if (i == running) {
            stage = StageState::Running;
        }
    }
}

void JobQueue::finish(Job &job, const Result<JobOutcome> &outcome)
{
    const core::base::Error *error = !outcome         ? &outcome.error()
                                     : outcome->error ? &*outcome->error
                                                      : nullptr;
    if (outcome && outcome->isDetached) {
        job.state = JobState::LeftRunning;
    } else if (error == nullptr) {
        job.state = JobState::Finished;
        for (StageState &stage : job.stages) {
            stage = stage == StageState::Absent ? stage : StageState::Done;
        }
    } else if (error->code == ErrorCode::Cancelled) {
        job.state = JobState::Cancelled;
    } else if (error->code == ErrorCode::Worker) {
        job.state = JobState::Interrupted;
    } else {
        job.state = JobState::Failed;
    }
    if (error != nullptr && error->code != ErrorCode::Cancelled) {
        job.problem = common::errorText(*error);
        appendLog(job, job.problem);
    }
    if (outcome) {
        for (const std::string &warning : outcome->warnings) {
            appendLog(job, tr("Warning: %1").arg(common::coreText(warning)));
        }
    }
    job.remainingS.reset();
    job.runRemainingS.reset();
    job.cpuPercent.reset();
    emit ended(job.id);
    if (!job.runName.isEmpty()) {
        emit resultsTaken(job.runName);
    }
}

void JobQueue::cancel(int id)
{
    Job *job = find(id);
    if (job == nullptr) {
        return;
    }
    if (job->state == JobState::Waiting) {
        std::erase_if(m_waiting, [id](const auto &item) { return item.first == id; });
        std::erase_if(m_jobs, [id](const Job &item) { return item.id == id; });
    } else if (job->isActive()) {
        job->state = JobState::Cancelling;
        for (Running &running : m_running) {
            if (running.job == id) {
                running.cancel.cancel();
            }
        }
    }
    emit listChanged();
}

void JobQueue::kill(int id)
{
    cancel(id);
    for (Running &running : m_running) {
        if (running.job == id) {
            running.kill.cancel();
        }
    }
}

void JobQueue::stop()
{
    m_waiting.clear();
    std::erase_if(m_jobs, [](const Job &job) { return job.state == JobState::Waiting; });
    for (const Running &running : m_running) {
        cancel(running.job);
    }
    if (m_running.empty()) {
        emit becameIdle();
    }
}

void JobQueue::leave()
{
    m_waiting.clear();
    std::erase_if(m_jobs, [](const Job &job) { return job.state == JobState::Waiting; });
    for (Running &running : m_running) {
        running.detach.cancel();
    }
    if (m_running.empty()) {
        emit becameIdle();
    }
}

const Job *JobQueue::current() const
{
    return m_running.empty() ? nullptr : job(m_running.front().job);
}

std::vector<const Job *> JobQueue::running() const
{
    std::vector<const Job *> jobs;
    for (const Running &running : m_running) {
        jobs.push_back(job(running.job));
    }
    return jobs;
}

const Job *JobQueue::job(int id) const
{
    const auto found =
        std::find_if(m_jobs.begin(), m_jobs.end(), [id](const Job &item) { return item.id == id; });
    return found == m_jobs.end() ? nullptr : &*found;
}

Job *JobQueue::find(int id)
{
    return const_cast<Job *>(std::as_const(*this).job(id));
}

int JobQueue::waitingCount() const
{
    return static_cast<int>(m_waiting.size());
}

} // namespace ui::jobs
