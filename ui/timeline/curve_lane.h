#pragma once

#include <memory>
#include <vector>

#include "ui/timeline/lane.h"

class QCustomPlot;
class QCPGraph;
class QCPItemText;

namespace core::model {
class ScoreCurve;
}

namespace ui::timeline {

// One line of a curve lane.
struct CurveChannel
{
    int channel = 0;
    int classOrdinal = -1; // -1: attention, drawn grey over an area
    QString name;
};

// Score curves over time: class activation sequences and attention, with the thresholds that made
// proposals of them. One QCustomPlot without axes, its range driven by the TimeAxis; the data it
// holds is what the width can show, taken from the curve's pyramid.
class CurveLane : public Lane
{
    Q_OBJECT

public:
    CurveLane(const QString &title, const LaneContext &context, QWidget *parent);
    ~CurveLane() override;

    // The first class channel is drawn strongest, with its area above the lowest threshold filled.
    // Null: no curve. thresholds: ascending.
    void setCurve(std::shared_ptr<const core::model::ScoreCurve> curve,
                  std::vector<CurveChannel> channels, std::vector<double> thresholds,
                  std::vector<QString> thresholdNames = {});

    // Null: none.
    const core::model::ScoreCurve *curve() const { return m_curve.get(); }
    const std::vector<CurveChannel> &channels() const { return m_channels; }
    const std::vector<double> &thresholds() const { return m_thresholds; } // ascending

    // Points that the last update gave to the plot.
    int plottedPoints() const { return m_plottedPoints; }
    // Draws at once instead of at the next turn of the event loop.
    void replotNow();

    int defaultHeight() const override { return 90; }
    bool isEmpty() const override { return m_curve == nullptr; }
    void paintLegend(QPainter &painter, const QRect &area) const override;
    void restyle() override;

protected:
    void paintContent(QPainter &, const QRect &) override {}
    void axisChanged() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Line
    {
        CurveChannel channel;
        QCPGraph *graph = nullptr;
    };

    void build();
    void buildThresholds();
    void hideCrowdedTags();
    void style();
    void refresh();
    QPen penOf(std::size_t line) const;

    QCustomPlot *m_plot;
    std::shared_ptr<const core::model::ScoreCurve> m_curve;
    std::vector<CurveChannel> m_channels;
    std::vector<double> m_thresholds;
    std::vector<QString> m_thresholdNames; // as m_thresholds, or empty: their values
    std::vector<Line> m_lines;
    QCPGraph *m_areaTop = nullptr;  // the first class curve where it is above the threshold
    QCPGraph *m_areaBase = nullptr; // the threshold
    int m_plottedPoints = 0;
};

} // namespace ui::timeline
