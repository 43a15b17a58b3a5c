#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/common/theme.h"
#include "ui/jobs/job_queue.h"

class QBoxLayout;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace ui::jobs {

class MetricPlot;

// What trains now: stage, progress, remaining time, curves, log; below, what waits and what ended.
// GUI thread.
class JobPanel : public QWidget
{
    Q_OBJECT

public:
    // The queue must outlive the panel.
    JobPanel(JobQueue &queue, const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Runs that the project has; where none of them is a job of this window, they are elsewhere.
    void setRunCount(int count);
    // Whether the log is shown below the curves.
    void setLogShown(bool isShown);
    bool isLogShown() const;
    // The job that the panel tells about: the running one, else the one that ended last.
    const Job *subject() const;

signals:
    void startRequested();
    void runsRequested();
    void resumeRequested(const QString &runName);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void makeFields();
    QWidget *buildSubject();
    QWidget *buildEmpty();
    void refreshList();
    void refreshSubject();
    void refreshCurves(const Job &job);
    void refreshLog(const Job &job);
    QWidget *makeRow(const Job &job);
    void pressCancel();

    JobQueue &m_queue;
    const common::Theme *m_theme;
    QTimer m_refresh;
    int m_shownId = 0;
    qint64 m_shownLogLines = 0;
    QStackedLayout *m_pages;
    QLabel *m_noJobs;
    QPushButton *m_showRuns;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_details;
    QLabel *m_problem;
    QPushButton *m_cancel;
    QPushButton *m_resume;
    QPushButton *m_startWaiting;
    QToolButton *m_logButton;
    QProgressBar *m_progress;
    QLabel *m_steps;
    QLabel *m_remaining;
    QLabel *m_stages;
    QLabel *m_load;
    QBoxLayout *m_curves;
    MetricPlot *m_loss;
    MetricPlot *m_map;
    QPlainTextEdit *m_log;
    QVBoxLayout *m_rows;
};

// "62 % · 4 min left": for the window's corner.
QString shortProgress(const Job &job);
// What a job is called: "Student · train-7".
QString titleOf(const Job &job);
QString stateText(const Job &job);
// "4 min 10 s"
QString spanText(double seconds);

} // namespace ui::jobs
