#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/edit/filter_run.h"
#include "core/model/run_config.h"
#include "core/tal/filter_sweep.h"

#include "ui/common/background_task.h"
#include "ui/common/theme.h"

class QComboBox;
class QCPColorMap;
class QCPItemTracer;
class QCustomPlot;
class QLabel;
class QPushButton;

namespace ui::analysis {

// Any two numeric settings of the filter at once, as a heat map of what the pseudo-labels are
// worth: every cell is what the filter gives with these two values and the others as they are in
// the form. Computed on demand, in the background; a click takes the values of a cell. GUI thread.
class SweepMap : public QWidget
{
    Q_OBJECT

public:
    explicit SweepMap(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Null: nothing can be swept. Forgets the map. How far densities and lengths (s) reach.
    void setInput(std::shared_ptr<const core::edit::FilterInput> input, double mostDensity,
                  double longest);
    // The settings of the form: those that are not swept, and where the mark stands.
    void setConfig(const core::model::FilterConfig &config);
    void compute();
    void stop();
    bool isBusy() const { return m_task.isRunning(); }
    // What is shown; without cells: nothing yet.
    const core::tal::FilterSweep &sweep() const { return m_sweep; }
    QCustomPlot &plot() { return *m_plot; }
    // Where a cell is drawn.
    QPoint positionOf(std::size_t column, std::size_t row) const;

signals:
    // The settings of the form with the values of a cell.
    void chosen(const core::model::FilterConfig &config);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // Across or down; what the other axis shows goes to the one that this leaves.
    void chooseAxis(bool isAcross);
    core::tal::SweepAxis axisOf(int setting, std::size_t count) const;
    void forget();
    void restyle();
    void refreshStart();
    void draw();
    void showCell(const QPointF &position);
    double valueOf(const core::tal::SweepCell &cell) const;
    const core::tal::SweepCell *cellAt(const QPointF &position) const;
    void mark();

    const common::Theme *m_theme;
    std::shared_ptr<const core::edit::FilterInput> m_input;
    core::model::FilterConfig m_config;
    double m_mostDensity = 2.0;
    double m_longest = 10.0;
    int m_across = 0; // of the settings, also of the map that is shown
    int m_down = 1;
    core::tal::FilterSweep m_sweep;
    QComboBox *m_metric;
    QComboBox *m_xSetting;
    QComboBox *m_ySetting;
    QPushButton *m_start;
    QLabel *m_say;
    QCustomPlot *m_plot;
    QCPColorMap *m_map;
    QCPItemTracer *m_mark; // the settings of the form
    common::BackgroundTask m_task;
};

} // namespace ui::analysis
