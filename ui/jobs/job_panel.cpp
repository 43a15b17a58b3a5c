#include "ui/jobs/job_panel.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/jobs/job_card.h"
#include "ui/jobs/job_look.h"
#include "ui/jobs/job_texts.h"

namespace ui::jobs {

namespace {

constexpr int kRefreshMs = 100;
constexpr int kLeastCardWidth = 320; // two runs are beside each other from twice that on

} // namespace

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
    connect(&m_refresh, &QTimer::timeout, this, &JobPanel::refreshCards);
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
    m_cardRow = new QBoxLayout(QBoxLayout::TopToBottom);
    m_cardRow->setSpacing(16);
    m_startWaiting = new QPushButton(tr("Start what waits"));
    m_startWaiting->setObjectName(QStringLiteral("startWaiting"));
    m_startWaiting->setProperty("primary", true);
    m_startWaiting->setToolTip(tr("These runs waited when the project was closed."));
    connect(m_startWaiting, &QPushButton::clicked, &m_queue, &JobQueue::startWaiting);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(4);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addLayout(m_cardRow, 1);
    column->addWidget(m_startWaiting, 0, Qt::AlignLeft);
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
    m_noJobs = makeJobLabel("second", 12);
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

void JobPanel::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    for (JobCard *card : m_cards) {
        card->setTheme(theme);
    }
    refreshList();
}

void JobPanel::setLogShown(bool isShown)
{
    m_isLogShown = isShown;
    for (JobCard *card : m_cards) {
        card->setLogShown(isShown);
    }
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
    std::vector<const Job *> shown = m_queue.running();
    if (const Job *other = subject(); shown.empty() && other != nullptr) {
        shown = {other};
    }
    m_pages->setCurrentIndex(shown.empty() ? 0 : 1);
    std::vector<JobCard *> former = std::exchange(m_cards, {});
    for (const Job *job : shown) {
        const auto card = std::find_if(former.begin(), former.end(),
                                       [&](const JobCard *item) { return item->job() == job->id; });
        if (card == former.end()) {
            m_cards.push_back(makeCard(job->id));
        } else {
            m_cards.push_back(*card);
            former.erase(card);
        }
    }
    for (JobCard *card : former) {
        card->hide();
        card->setParent(nullptr);
        card->deleteLater(); // it may be the one whose button was pressed
    }
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto isShown = [&](const Job &job) {
        return std::find(shown.begin(), shown.end(), &job) != shown.end();
    };
    // What waits first, in its order; then what ended, newest first.
    for (const Job &job : m_queue.jobs()) {
        if (job.state == JobState::Waiting && !isShown(job)) {
            m_rows->addWidget(makeRow(job));
        }
    }
    for (auto job = m_queue.jobs().rbegin(); job != m_queue.jobs().rend(); ++job) {
        if (job->state != JobState::Waiting && !isShown(*job)) {
            m_rows->addWidget(makeRow(*job));
        }
    }
    m_startWaiting->setVisible(m_queue.isHeld() && !m_queue.isBusy());
    arrangeCards();
    refreshCards();
}

JobCard *JobPanel::makeCard(int job)
{
    auto *card = new JobCard(m_queue, job, *m_theme);
    card->setLogShown(m_isLogShown);
    connect(card, &JobCard::resumeRequested, this, &JobPanel::resumeRequested);
    connect(card, &JobCard::logToggled, this, &JobPanel::setLogShown);
    m_cardRow->addWidget(card, 1);
    return card;
}

void JobPanel::refreshCards()
{
    for (JobCard *card : m_cards) {
        card->refresh();
    }
}

// Beside each other as long as each keeps a readable width.
void JobPanel::arrangeCards()
{
    const int count = std::max(static_cast<int>(m_cards.size()), 1);
    m_cardRow->setDirection(width() >= count * kLeastCardWidth ? QBoxLayout::LeftToRight
                                                               : QBoxLayout::TopToBottom);
}

QWidget *JobPanel::makeRow(const Job &job)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(8);
    auto *icon = new QLabel;
    const JobLook look = lookOf(job.state, *m_theme);
    icon->setPixmap(common::iconPixmap(look.icon, 16, look.color, devicePixelRatioF()));
    auto *title = makeJobLabel("", 12);
    title->setFont(common::textFont(12, QFont::Medium));
    title->setText(titleOf(job));
    auto *details = makeJobLabel("second", 11);
    details->setWordWrap(true);
    details->setText(job.state == JobState::Interrupted ? stateText(job)
                     : job.problem.isEmpty()            ? job.details
                                                        : job.problem);
    details->setToolTip(job.problem.isEmpty() ? job.details : job.problem);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(title);
    texts->addWidget(details);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    addRowActions(job, *layout);
    return row;
}

void JobPanel::addRowActions(const Job &job, QBoxLayout &row)
{
    if (job.canResume()) {
        auto *resume = new QPushButton(tr("Resume"));
        connect(resume, &QPushButton::clicked, this,
                [this, run = job.runName] { emit resumeRequested(run); });
        row.addWidget(resume);
        return;
    }
    if (job.state != JobState::Waiting) {
        auto *state = new QLabel(stateText(job));
        state->setProperty("tone", QStringLiteral("second"));
        row.addWidget(state);
        return;
    }
    if (m_queue.isBusy()) {
        auto *now = new QPushButton(tr("Start now"));
        now->setObjectName(QStringLiteral("startNow"));
        now->setToolTip(tr("Trains it beside what runs; both become slower."));
        connect(now, &QPushButton::clicked, this, [this, id = job.id] { m_queue.startNow(id); });
        row.addWidget(now);
    }
    auto *remove = new QPushButton(tr("Remove"));
    remove->setObjectName(QStringLiteral("remove"));
    remove->setToolTip(tr("Takes the run out of the queue."));
    connect(remove, &QPushButton::clicked, this, [this, id = job.id] { m_queue.cancel(id); });
    row.addWidget(remove);
}

void JobPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeCards();
}

} // namespace ui::jobs
