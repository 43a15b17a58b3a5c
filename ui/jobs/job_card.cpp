#include "ui/jobs/job_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/jobs/job_look.h"
#include "ui/jobs/job_texts.h"
#include "ui/jobs/metric_plot.h"

namespace ui::jobs {

namespace {

constexpr int kPatienceMs = 3000;   // after this, a worker that does not stop may be killed
constexpr int kStackedHeight = 540; // from here on one curve above the other

} // namespace

JobCard::JobCard(JobQueue &queue, int job, const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_job(job)
    , m_theme(&theme)
{
    setObjectName(QStringLiteral("jobCard"));
    makeFields();
    build();
    refresh();
}

void JobCard::makeFields()
{
    m_icon = new QLabel;
    m_title = makeJobLabel("", 13);
    m_title->setFont(common::textFont(13, QFont::DemiBold));
    m_details = makeJobLabel("second", 11);
    m_problem = makeJobLabel("error", 11);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setFocusPolicy(Qt::TabFocus); // else greying it out hands the focus to what scrolls
    connect(m_cancel, &QPushButton::clicked, this, &JobCard::pressCancel);
    m_resume = new QPushButton(tr("Resume"));
    m_resume->setObjectName(QStringLiteral("resume"));
    m_resume->setFocusPolicy(Qt::TabFocus);
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const Job *job = m_queue.job(m_job)) {
            const QString run = job->runName; // the job gives way to its continuation
            emit resumeRequested(run);
        }
    });
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Progress of the stage"));
    m_steps = makeJobLabel("second", 11);
    m_remaining = makeJobLabel("second", 11);
    m_remaining->setObjectName(QStringLiteral("remaining"));
    m_remaining->setAlignment(Qt::AlignRight);
    m_stages = makeJobLabel("second", 11);
    m_stages->setTextFormat(Qt::RichText);
    m_load = makeJobLabel("hint", 11);
    m_load->setObjectName(QStringLiteral("load"));
    m_logButton = new QToolButton;
    m_logButton->setObjectName(QStringLiteral("showLog"));
    m_logButton->setText(tr("Log"));
    m_logButton->setCheckable(true);
    m_loss = new MetricPlot(tr("Loss"), *m_theme);
    m_map = new MetricPlot(tr("mAP, test split"), *m_theme);
    m_protocol = makeJobLabel("hint", 11);
    m_protocol->setObjectName(QStringLiteral("protocolOfCurves"));
    m_protocol->setWordWrap(true);
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setAccessibleName(tr("Log of the run"));
    m_log->setFont(common::numberFont(11));
    m_log->setMinimumHeight(90);
    m_log->setMaximumBlockCount(kMostLogLines);
    m_log->hide();
    connect(m_logButton, &QToolButton::toggled, this, [this](bool isShown) {
        m_log->setVisible(isShown);
        if (const Job *job = m_queue.job(m_job)) {
            refreshLog(*job);
        }
        emit logToggled(isShown);
    });
}

void JobCard::build()
{
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    head->addWidget(m_resume);
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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_details);
    layout->addWidget(m_problem);
    layout->addWidget(m_progress);
    layout->addLayout(numbers);
    layout->addWidget(m_stages);
    layout->addLayout(m_curves, 1);
    layout->addWidget(m_protocol);
    layout->addLayout(feet);
    layout->addWidget(m_log, 1);
}

void JobCard::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    m_loss->setTheme(theme);
    m_map->setTheme(theme);
    refresh();
}

void JobCard::setLogShown(bool isShown)
{
    m_logButton->setChecked(isShown);
}

bool JobCard::isLogShown() const
{
    return m_logButton->isChecked();
}

void JobCard::refresh()
{
    const Job *job = m_queue.job(m_job);
    if (job == nullptr) {
        return;
    }
    const JobLook look = lookOf(job->state, *m_theme);
    m_icon->setPixmap(common::iconPixmap(look.icon, 16, look.color, devicePixelRatioF()));
    m_title->setText(titleOf(*job));
    m_title->setToolTip(m_title->text());
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
    m_progress->setRange(0, 1000);
    m_progress->setValue(job->total > 0 ? static_cast<int>(1000 * job->done / job->total) : 0);
    const bool hasSteps = job->total > 0 && job->state == JobState::Running;
    m_steps->setText(hasSteps ? tr("%1: %2 of %3 · %4")
                                    .arg(phaseText(job->phase), common::countText(job->done),
                                         common::countText(job->total), percentText(*job))
                              : stateText(*job));
    m_steps->setToolTip(m_steps->text());
    m_remaining->setText(remainingText(*job));
    m_remaining->setToolTip(m_remaining->text());
    m_stages->setText(stagesText(*job));
    m_load->setText(loadText(*job));
    refreshCurves(*job);
}

void JobCard::refreshCurves(const Job &job)
{
    m_loss->setLines(lossLines(job, *m_theme), 0.0);
    m_protocol->setText(tr("Measured as %1 on the test split").arg(job.protocol));
    m_protocol->setVisible(!job.protocol.isEmpty());
    m_map->setLines(mapLines(job.metrics, *m_theme), 0.0);
    refreshLog(job);
}

// What is new, at once, and only while somebody looks.
void JobCard::refreshLog(const Job &job)
{
    if (m_log->isHidden()) {
        return;
    }
    const auto unseen = std::min<qint64>(job.loggedLines - m_shownLogLines, job.log.size());
    if (unseen > 0) {
        m_log->appendPlainText(job.log.mid(job.log.size() - unseen).join(QLatin1Char('\n')));
    }
    m_shownLogLines = job.loggedLines;
}

void JobCard::pressCancel()
{
    const Job *job = m_queue.job(m_job);
    if (job == nullptr) {
        return;
    }
    if (job->state == JobState::Cancelling) {
        m_queue.kill(m_job);
        return;
    }
    m_cancel->setText(tr("Cancelling…"));
    m_cancel->setEnabled(false);
    QTimer::singleShot(kPatienceMs, this, [this] {
        const Job *still = m_queue.job(m_job);
        if (still != nullptr && still->state == JobState::Cancelling) {
            m_cancel->setText(tr("Kill now"));
            m_cancel->setToolTip(tr("Ends the worker at once. What it computed since its last "
                                    "resume point is lost."));
            m_cancel->setEnabled(true);
        }
    });
    m_queue.cancel(m_job); // a waiting job leaves the queue, and this card the panel
}

void JobCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_curves->setDirection(event->size().height() >= kStackedHeight ? QBoxLayout::TopToBottom
                                                                    : QBoxLayout::LeftToRight);
}

} // namespace ui::jobs
