#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "ui/common/theme.h"
#include "ui/jobs/job_queue.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace ui::jobs {

class JobCard;

// What trains now, each run with stage, progress, remaining time, curves and log, two of them
// beside each other where there is room; below, what waits and what ended. GUI thread.
class JobPanel : public QWidget
{
    Q_OBJECT

public:
    // The queue must outlive the panel.
    JobPanel(JobQueue &queue, const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Runs that the project has; where none of them is a job of this window, they are elsewhere.
    void setRunCount(int count);
    // Whether the logs are shown below the curves.
    void setLogShown(bool isShown);
    bool isLogShown() const { return m_isLogShown; }
    // The job that the panel tells about first: the one that has run longest, else the one that
    // ended last.
    const Job *subject() const;
    const std::vector<JobCard *> &cards() const { return m_cards; }

signals:
    void startRequested();
    void runsRequested();
    void resumeRequested(const QString &runName);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    QWidget *buildEmpty();
    void refreshList();
    void refreshCards();
    void arrangeCards();
    JobCard *makeCard(int job);
    QWidget *makeRow(const Job &job);
    // Buttons of a row, or what is said instead.
    void addRowActions(const Job &job, QBoxLayout &row);

    JobQueue &m_queue;
    const common::Theme *m_theme;
    QTimer m_refresh;
    bool m_isLogShown = false;
    std::vector<JobCard *> m_cards; // owned by the layout's widget
    QStackedLayout *m_pages;
    QLabel *m_noJobs;
    QPushButton *m_showRuns;
    QPushButton *m_startWaiting;
    QBoxLayout *m_cardRow;
    QVBoxLayout *m_rows;
};

} // namespace ui::jobs
