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
class QToolButton;

namespace ui::jobs {

class MetricPlot;

// One job at full size: its stages, progress and remaining time, its live curves, its log. GUI
// thread.
class JobCard : public QWidget
{
    Q_OBJECT

public:
    // The queue must outlive the card; a job that leaves the queue leaves the card as it was.
    JobCard(JobQueue &queue, int job, const common::Theme &theme, QWidget *parent = nullptr);

    int job() const { return m_job; }
    void setTheme(const common::Theme &theme);
    // Whether the log is shown below the curves.
    void setLogShown(bool isShown);
    bool isLogShown() const;
    // Reads the job again.
    void refresh();

signals:
    void resumeRequested(const QString &runName);
    void logToggled(bool isShown);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeFields();
    void build();
    void refreshCurves(const Job &job);
    void refreshLog(const Job &job);
    void pressCancel();

    JobQueue &m_queue;
    const int m_job;
    const common::Theme *m_theme;
    qint64 m_shownLogLines = 0;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_details;
    QLabel *m_problem;
    QPushButton *m_cancel;
    QPushButton *m_resume;
    QToolButton *m_logButton;
    QProgressBar *m_progress;
    QLabel *m_steps;
    QLabel *m_remaining;
    QLabel *m_stages;
    QLabel *m_load;
    QBoxLayout *m_curves;
    MetricPlot *m_loss;
    QLabel *m_protocol;
    MetricPlot *m_map;
    QPlainTextEdit *m_log;
};

} // namespace ui::jobs
