#pragma once

#include <optional>
#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

#include "ui/common/theme.h"
#include "ui/jobs/job_queue.h"

class QCustomPlot;
class QLabel;

namespace ui::jobs {

// One line of a plot.
struct MetricLine
{
    QString name; // in the legend
    QVector<QPointF> points;
    QColor color;
    bool isDashed = false;
    bool isLevel = false; // the last value as a line through the whole plot
};

// A live plot of values over training steps, with its title and a legend that tells the newest
// values. Curves append; nothing moves otherwise. GUI thread.
class MetricPlot : public QWidget
{
    Q_OBJECT

public:
    explicit MetricPlot(const QString &title, const common::Theme &theme,
                        QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void setTitle(const QString &title);
    // Steps up to `lastStep` are shown, or as many as there are values for.
    void setLines(std::vector<MetricLine> lines, double lastStep);
    const std::vector<MetricLine> &lines() const { return m_lines; }

    QSize minimumSizeHint() const override { return {120, 96}; }
    QSize sizeHint() const override { return {240, 150}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void restyle();
    void redraw();

    const common::Theme *m_theme;
    QString m_title;
    std::vector<MetricLine> m_lines;
    double m_lastStep = 0.0;
    QLabel *m_head;
    QLabel *m_legend;
    QCustomPlot *m_plot;
};

// The losses of the stage that a job is in: the total first, then its largest parts.
std::vector<MetricLine> lossLines(const Job &job, const common::Theme &theme);
// Average mAP of the test split, as far as it was measured.
std::vector<MetricLine> mapLines(const std::vector<MetricSeries> &metrics,
                                 const common::Theme &theme);

} // namespace ui::jobs
