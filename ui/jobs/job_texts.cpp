#include "ui/jobs/job_texts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <QCoreApplication>
#include <QStringList>

namespace ui::jobs {

namespace {

class JobTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::jobs::JobTexts)
};

constexpr std::array<const char *, 3> kStageNames = {
    QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Generator"),
    QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Filter"),
    QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Student")};

QString stageText(const Job &job, StageState state)
{
    const bool hasStopped = job.state == JobState::Cancelled || job.state == JobState::Failed ||
                            job.state == JobState::Interrupted;
    switch (state) {
    case StageState::Running:
        return hasStopped ? JobTexts::tr("stopped") : JobTexts::tr("running");
    case StageState::Done:
        return JobTexts::tr("done");
    default:
        return JobTexts::tr("to come");
    }
}

QString gibibytes(qint64 bytes)
{
    return QString::number(static_cast<double>(bytes) / double(1 << 30), 'f', 2);
}

} // namespace

QString spanText(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(std::max(seconds, 0.0)));
    if (whole < 60) {
        return JobTexts::tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return JobTexts::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return JobTexts::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString titleOf(const Job &job)
{
    QStringList stages;
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        const QString name = JobTexts::tr(kStageNames[i]);
        if (job.stages[i] == StageState::Running && job.isActive()) {
            stages = {name};
            break;
        }
        if (job.stages[i] != StageState::Absent) {
            stages.append(name);
        }
    }
    const QString what = stages.size() == 3 || stages.isEmpty()
                             ? JobTexts::tr("Training")
                             : stages.join(QStringLiteral(" + "));
    return job.runName.isEmpty() ? what : what + QStringLiteral(" · ") + job.runName;
}

QString phaseText(const QString &phase)
{
    static const std::map<QString, const char *> texts = {
        {QStringLiteral("generator"), QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Generator")},
        {QStringLiteral("proposals"), QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Proposals")},
        {QStringLiteral("filter"), QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Filter")},
        {QStringLiteral("student"), QT_TRANSLATE_NOOP("ui::jobs::JobTexts", "Student")}};
    const auto known = texts.find(phase);
    return known == texts.end() ? phase : JobTexts::tr(known->second);
}

QString stateText(const Job &job)
{
    switch (job.state) {
    case JobState::Waiting:
        return JobTexts::tr("waiting");
    case JobState::Starting:
        return JobTexts::tr("starting the worker");
    case JobState::Running:
        return JobTexts::tr("running");
    case JobState::Cancelling:
        return JobTexts::tr("stopping: the worker writes a resume point");
    case JobState::Finished:
        return JobTexts::tr("done");
    case JobState::Cancelled:
        return JobTexts::tr("stopped, can be resumed");
    case JobState::Failed:
        return JobTexts::tr("failed");
    case JobState::Interrupted:
        return JobTexts::tr("interrupted: the worker ended, can be resumed");
    case JobState::LeftRunning:
        break;
    }
    return JobTexts::tr("runs on without this window");
}

QString percentText(const Job &job)
{
    return JobTexts::tr("%1 %").arg(job.total > 0 ? 100 * job.done / job.total : 0);
}

QString remainingText(const Job &job)
{
    if (job.state != JobState::Running) {
        return {};
    }
    if (job.runRemainingS) {
        return JobTexts::tr("%1 left").arg(spanText(*job.runRemainingS));
    }
    return job.remainingS ? JobTexts::tr("%1 left of this stage").arg(spanText(*job.remainingS))
                          : QString();
}

QString shortProgress(const Job &job)
{
    if (job.state != JobState::Running || job.total <= 0) {
        return stateText(job);
    }
    const std::optional<double> remainingS = job.runRemainingS ? job.runRemainingS : job.remainingS;
    return !remainingS ? percentText(job)
                       : percentText(job) + QStringLiteral(" · ") +
                             JobTexts::tr("%1 left").arg(spanText(*remainingS));
}

QString stagesText(const Job &job)
{
    QStringList stages;
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        if (job.stages[i] != StageState::Absent) {
            stages.append(QStringLiteral("<b>%1</b> %2")
                              .arg(JobTexts::tr(kStageNames[i]), stageText(job, job.stages[i])));
        }
    }
    return stages.join(QStringLiteral(" → "));
}

QString loadText(const Job &job)
{
    QStringList load;
    if (job.cpuPercent) {
        load.append(JobTexts::tr("CPU %1 %").arg(std::lround(*job.cpuPercent)));
    }
    if (job.memoryBytes) {
        load.append(JobTexts::tr("memory %1 GiB").arg(gibibytes(*job.memoryBytes)));
    }
    if (job.gpuMemoryBytes) {
        load.append(JobTexts::tr("GPU %1 GiB").arg(gibibytes(*job.gpuMemoryBytes)));
    }
    return load.join(QStringLiteral(" · "));
}

} // namespace ui::jobs
