#include "ui/jobs/job_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/jobs/metric_plot.h"

namespace ui::jobs {

namespace {

constexpr int kRefreshMs = 100;
constexpr int kPatienceMs = 3000;   // after this, a worker that does not stop may be killed
constexpr int kStackedHeight = 620; // from here on one curve above the other
constexpr std::array<const char *, 3> kStageNames = {
    QT_TRANSLATE_NOOP("ui::jobs::JobPanel", "Generator"),
    QT_TRANSLATE_NOOP("ui::jobs::JobPanel", "Filter"),
    QT_TRANSLATE_NOOP("ui::jobs::JobPanel", "Student")};

struct Look
{
    QString icon;
    QColor color;
};

Look lookOf(JobState state, const common::Theme &theme)
{
    switch (state) {
    case JobState::Waiting:
        return {QStringLiteral("clock"), theme.text2};
    case JobState::Finished:
        return {QStringLiteral("circle-check"), theme.ok};
    case JobState::Cancelled:
        return {QStringLiteral("circle"), theme.text2};
    case JobState::Failed:
        return {QStringLiteral("triangle-alert"), theme.err};
    case JobState::Interrupted:
        return {QStringLiteral("triangle-alert"), theme.warn};
    default:
        return {QStringLiteral("loader"), theme.accent};
    }
}

QLabel *makeLabel(const char *tone, int pixels)
{
    auto *label = new QLabel;
    label->setProperty("tone", QString::fromLatin1(tone));
    label->setFont(common::textFont(pixels));
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

int percentOf(const Job &job)
{
    return job.total > 0 ? static_cast<int>(100 * job.done / job.total) : 0;
}

QString stageText(StageState state)
{
    switch (state) {
    case StageState::Running:
        return JobPanel::tr("running");
    case StageState::Done:
        return JobPanel::tr("done");
    default:
        return JobPanel::tr("then");
    }
}

} // namespace

QString spanText(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(std::max(seconds, 0.0)));
    if (whole < 60) {
        return JobPanel::tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return JobPanel::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return JobPanel::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString titleOf(const Job &job)
{
    QStringList stages;
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        const QString name = JobPanel::tr(kStageNames[i]);
        if (job.stages[i] == StageState::Running && job.isActive()) {
            stages = {name};
            break;
        }
        if (job.stages[i] != StageState::Absent) {
            stages.append(name);
        }
    }
    const QString what = stages.size() == 3 || stages.isEmpty()
                             ? JobPanel::tr("Training")
                             : stages.join(QStringLiteral(" + "));
    return job.runName.isEmpty() ? what : what + QStringLiteral(" · ") + job.runName;
}

QString stateText(const Job &job)
{
    switch (job.state) {
    case JobState::Waiting:
        return JobPanel::tr("waiting");
    case JobState::Starting:
        return JobPanel::tr("starting the worker");
    case JobState::Running:
        return JobPanel::tr("running");
    case JobState::Cancelling:
        return JobPanel::tr("stopping: the worker writes a resume point");
    case JobState::Finished:
        return JobPanel::tr("done");
    case JobState::Cancelled:
        return JobPanel::tr("stopped, can be resumed");
    case JobState::Failed:
        return JobPanel::tr("failed");
    case JobState::Interrupted:
        return JobPanel::tr("interrupted: the worker ended, can be resumed");
    case JobState::LeftRunning:
        break;
    }
    return JobPanel::tr("runs on without this window");
}

QString shortProgress(const Job &job)
{
    if (job.state != JobState::Running || job.total <= 0) {
        return stateText(job);
    }
    const QString percent = JobPanel::tr("%1 %").arg(percentOf(job));
    return job.remainingS ? JobPanel::tr("%1 · %2 left").arg(percent, spanText(*job.remainingS))
                          : percent;
}

JobPanel::JobPanel(JobQueue &queue, const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_theme(&theme)
{
    setObjectName(QStringLiteral("jobs"));
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    build();
    // The worker may report far more often than anybody can read.
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &JobPanel::refreshSubject);
    connect(&m_queue, &JobQueue::progressed, this, [this] {
        if (!m_refresh.isActive()) {
            m_refresh.start();
        }
    });
    connect(&m_queue, &JobQueue::listChanged, this, &JobPanel::refreshList);
    refreshList();
}

void JobPanel::build()
{
    auto *content = new QWidget;
    content->setProperty("ground", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(buildSubject(), 1);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(4);
    column->addLayout(m_rows);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_pages = new QStackedLayout(this);
    m_pages->addWidget(buildEmpty());
    m_pages->addWidget(scroll);
}

QWidget *JobPanel::buildEmpty()
{
    auto *page = new QWidget;
    m_noJobs = makeLabel("second", 12);
    m_noJobs->setWordWrap(true);
    m_noJobs->setObjectName(QStringLiteral("noJobs"));
    m_showRuns = new QPushButton(tr("Show runs"));
    m_showRuns->setObjectName(QStringLiteral("showRuns"));
    connect(m_showRuns, &QPushButton::clicked, this, &JobPanel::runsRequested);
    auto *start = new QPushButton(tr("Train a run…"));
    start->setProperty("primary", true);
    start->setObjectName(QStringLiteral("train"));
    connect(start, &QPushButton::clicked, this, &JobPanel::startRequested);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(m_noJobs);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(start);
    buttons->addWidget(m_showRuns);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(1);
    setRunCount(0);
    return page;
}

void JobPanel::setRunCount(int count)
{
    m_noJobs->setText(count == 0 ? tr("No runs yet.")
                                 : tr("Nothing trains now. %n run(s) of this project, those of "
                                      "talo too, are under Runs.",
                                      nullptr, count));
    m_showRuns->setVisible(count > 0);
}

void JobPanel::makeFields()
{
    m_icon = new QLabel;
    m_title = makeLabel("", 13);
    m_title->setFont(common::textFont(13, QFont::DemiBold));
    m_details = makeLabel("second", 11);
    m_problem = makeLabel("error", 11);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    connect(m_cancel, &QPushButton::clicked, this, &JobPanel::pressCancel);
    m_startWaiting = new QPushButton(tr("Start what waits"));
    m_startWaiting->setObjectName(QStringLiteral("startWaiting"));
    m_startWaiting->setProperty("primary", true);
    m_startWaiting->setToolTip(tr("These runs waited when the project was closed."));
    connect(m_startWaiting, &QPushButton::clicked, &m_queue, &JobQueue::startWaiting);
    m_resume = new QPushButton(tr("Resume"));
    m_resume->setObjectName(QStringLiteral("resume"));
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const Job *job = subject()) {
            const QString run = job->runName; // the job gives way to its continuation
            emit resumeRequested(run);
        }
    });
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Progress of the stage"));
    m_steps = makeLabel("second", 11);
    m_remaining = makeLabel("second", 11);
    m_remaining->setAlignment(Qt::AlignRight);
    m_stages = makeLabel("second", 11);
    m_stages->setTextFormat(Qt::RichText);
    m_load = makeLabel("hint", 11);
    m_logButton = new QToolButton;
    m_logButton->setObjectName(QStringLiteral("showLog"));
    m_logButton->setText(tr("Log"));
    m_logButton->setCheckable(true);
    m_loss = new MetricPlot(tr("Loss"), *m_theme);
    m_map = new MetricPlot(tr("mAP, test split, by the run's protocol"), *m_theme);
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setAccessibleName(tr("Log of the run"));
    m_log->setFont(common::numberFont(11));
    m_log->setMinimumHeight(90);
    m_log->setMaximumBlockCount(kMostLogLines);
    m_log->hide();
    connect(m_logButton, &QToolButton::toggled, this, [this](bool isShown) {
        m_log->setVisible(isShown);
        if (const Job *job = subject()) {
            refreshLog(*job);
        }
    });
}

QWidget *JobPanel::buildSubject()
{
    makeFields();
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    head->addWidget(m_resume);
    head->addWidget(m_startWaiting);
    head->addWidget(m_cancel);
    auto *numbers = new QHBoxLayout;
    numbers->addWidget(m_steps, 1);
    numbers->addWidget(m_remaining, 1);
    auto *feet = new QHBoxLayout;
    feet->addWidget(m_load, 1);
    feet->addWidget(m_logButton);
    m_curves = new QBoxLayout(QBoxLayout::LeftToRight);
    m_curves->setSpacing(12);
    m_curves->addWidget(m_loss, 1);
    m_curves->addWidget(m_map, 1);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_details);
    layout->addWidget(m_problem);
    layout->addWidget(m_progress);
    layout->addLayout(numbers);
    layout->addWidget(m_stages);
    layout->addLayout(m_curves, 1);
    layout->addLayout(feet);
    layout->addWidget(m_log, 1);
    return page;
}

void JobPanel::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    m_loss->setTheme(theme);
    m_map->setTheme(theme);
    refreshList();
}

void JobPanel::setLogShown(bool isShown)
{
    m_logButton->setChecked(isShown);
}

bool JobPanel::isLogShown() const
{
    return m_logButton->isChecked();
}

const Job *JobPanel::subject() const
{
    if (const Job *running = m_queue.current()) {
        return running;
    }
    return m_queue.jobs().empty() ? nullptr : &m_queue.jobs().back();
}

void JobPanel::refreshList()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const Job *shown = subject();
    m_pages->setCurrentIndex(shown == nullptr ? 0 : 1);
    // What waits first, in its order; then what ended, newest first.
    for (const Job &job : m_queue.jobs()) {
        if (job.state == JobState::Waiting && &job != shown) {
            m_rows->addWidget(makeRow(job));
        }
    }
    for (auto job = m_queue.jobs().rbegin(); job != m_queue.jobs().rend(); ++job) {
        if (job->state != JobState::Waiting && &*job != shown) {
            m_rows->addWidget(makeRow(*job));
        }
    }
    refreshSubject();
}

QWidget *JobPanel::makeRow(const Job &job)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(8);
    auto *icon = new QLabel;
    const Look look = lookOf(job.state, *m_theme);
    icon->setPixmap(common::iconPixmap(look.icon, 16, look.color, devicePixelRatioF()));
    auto *title = makeLabel("", 12);
    title->setFont(common::textFont(12, QFont::Medium));
    title->setText(titleOf(job));
    auto *details = makeLabel("second", 11);
    details->setText(job.problem.isEmpty() ? job.details : job.problem);
    details->setToolTip(details->text());
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(title);
    texts->addWidget(details);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    if (job.canResume()) {
        auto *resume = new QPushButton(tr("Resume"));
        connect(resume, &QPushButton::clicked, this,
                [this, run = job.runName] { emit resumeRequested(run); });
        layout->addWidget(resume);
    } else if (job.state == JobState::Waiting) {
        auto *remove = new QPushButton(tr("Remove"));
        remove->setObjectName(QStringLiteral("remove"));
        remove->setToolTip(tr("Takes the run out of the queue."));
        connect(remove, &QPushButton::clicked, this, [this, id = job.id] { m_queue.cancel(id); });
        layout->addWidget(remove);
    } else {
        auto *state = new QLabel(stateText(job));
        state->setProperty("tone", QStringLiteral("second"));
        layout->addWidget(state);
    }
    return row;
}

void JobPanel::refreshSubject()
{
    const Job *job = subject();
    if (job == nullptr) {
        return;
    }
    const Look look = lookOf(job->state, *m_theme);
    m_icon->setPixmap(common::iconPixmap(look.icon, 16, look.color, devicePixelRatioF()));
    m_title->setText(titleOf(*job));
    m_details->setText(QStringList({job->recipe, job->details}).join(QStringLiteral(" · ")));
    m_details->setToolTip(m_details->text());
    m_problem->setText(job->problem);
    m_problem->setVisible(!job->problem.isEmpty());
    m_cancel->setVisible(job->isActive() || job->state == JobState::Waiting);
    if (job->state != JobState::Cancelling) {
        m_cancel->setText(tr("Cancel"));
        m_cancel->setEnabled(true);
    }
    m_resume->setVisible(job->canResume());
    m_startWaiting->setVisible(m_queue.isHeld() && !m_queue.isBusy());
    m_progress->setRange(0, 1000);
    m_progress->setValue(job->total > 0 ? static_cast<int>(1000 * job->done / job->total) : 0);
    const bool hasSteps = job->total > 0 && job->state == JobState::Running;
    m_steps->setText(
        hasSteps ? tr("%1: %2 of %3 · %4 %")
                       .arg(job->phase, common::countText(job->done), common::countText(job->total))
                       .arg(percentOf(*job))
                 : stateText(*job));
    m_remaining->setText(job->remainingS && job->state == JobState::Running
                             ? tr("%1 left").arg(spanText(*job->remainingS))
                             : QString());
    QStringList stages;
    for (std::size_t i = 0; i < job->stages.size(); ++i) {
        if (job->stages[i] != StageState::Absent) {
            stages.append(
                QStringLiteral("<b>%1</b> %2").arg(tr(kStageNames[i]), stageText(job->stages[i])));
        }
    }
    m_stages->setText(stages.join(QStringLiteral(" → ")));
    QStringList load;
    if (job->cpuPercent) {
        load.append(tr("CPU %1 %").arg(std::lround(*job->cpuPercent)));
    }
    if (job->memoryBytes) {
        load.append(tr("memory %1 GiB")
                        .arg(static_cast<double>(*job->memoryBytes) / double(1 << 30), 0, 'f', 2));
    }
    m_load->setText(load.join(QStringLiteral(" · ")));
    refreshCurves(*job);
}

void JobPanel::refreshCurves(const Job &job)
{
    m_loss->setLines(lossLines(job, *m_theme), 0.0);
    m_map->setLines(mapLines(job.metrics, *m_theme), 0.0);
    refreshLog(job);
}

// What is new, at once, and only while somebody looks.
void JobPanel::refreshLog(const Job &job)
{
    if (m_log->isHidden()) {
        return;
    }
    if (job.id != m_shownId) {
        m_log->clear();
        m_shownId = job.id;
        m_shownLogLines = 0;
    }
    const auto unseen = std::min<qint64>(job.loggedLines - m_shownLogLines, job.log.size());
    if (unseen > 0) {
        m_log->appendPlainText(job.log.mid(job.log.size() - unseen).join(QLatin1Char('\n')));
    }
    m_shownLogLines = job.loggedLines;
}

void JobPanel::pressCancel()
{
    const Job *job = subject();
    if (job == nullptr) {
        return;
    }
    if (job->state == JobState::Cancelling) {
        m_queue.kill(job->id);
        return;
    }
    m_queue.cancel(job->id);
    m_cancel->setText(tr("Cancelling…"));
    m_cancel->setEnabled(false);
    QTimer::singleShot(kPatienceMs, this, [this, id = job->id] {
        const Job *still = m_queue.job(id);
        if (still != nullptr && still->state == JobState::Cancelling) {
            m_cancel->setText(tr("Kill now"));
            m_cancel->setToolTip(tr("Ends the worker at once. What it computed since its last "
                                    "resume point is lost."));
            m_cancel->setEnabled(true);
        }
    });
}

void JobPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_curves->setDirection(event->size().height() >= kStackedHeight ? QBoxLayout::TopToBottom
                                                                    : QBoxLayout::LeftToRight);
}

} // namespace ui::jobs
