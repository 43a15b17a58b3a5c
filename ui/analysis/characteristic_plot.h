#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/tal/diagnosis.h"

#include "ui/common/theme.h"

class QCPBars;
class QCPItemText;
class QCustomPlot;

namespace ui::analysis {

// Instances by one of their characteristics: normalised mAP, or the share that nothing finds. A bar
// is chosen by mouse or with the arrow keys. GUI thread.
class CharacteristicPlot : public QWidget
{
    Q_OBJECT

public:
    enum class Measure { Map, Missed };

    explicit CharacteristicPlot(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void setBars(std::vector<core::tal::CharacteristicBar> bars, Measure measure);
    QCustomPlot &plot() { return *m_plot; }
    QPoint positionOf(int bar) const;

signals:
    void barChosen(int bar);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    double valueOf(const core::tal::CharacteristicBar &bar) const;
    void draw();
    void choose(int bar);

    const common::Theme *m_theme;
    std::vector<core::tal::CharacteristicBar> m_values;
    Measure m_measure = Measure::Map;
    int m_chosen = -1;
    QCustomPlot *m_plot;
    QCPBars *m_bars;
    QCPBars *m_marked; // the chosen one, brighter
    std::vector<QCPItemText *> m_numbers;
};

} // namespace ui::analysis
