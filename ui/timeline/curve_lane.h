#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ui/timeline/curve_cuts.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/threshold_lines.h"

class QCustomPlot;
class QCPGraph;

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

    // The first class channel is drawn strongest, with its area above the lowest threshold filled;
    // thresholds are drawn on its scale. Null: no curve.
    void setCurve(std::shared_ptr<const core::model::ScoreCurve> curve,
                  std::vector<CurveChannel> channels, CurveCuts cuts);

    // Null: none.
    const core::model::ScoreCurve *curve() const { return m_curve.get(); }
    const std::vector<CurveChannel> &channels() const { return m_channels; }
    // How the run cut, and at which θ the lines are now: a person can drag them to see what would
    // be left.
    const CurveCuts &cuts() const { return m_cuts; }
    const std::vector<double> &thetas() const { return m_thetas; }
    // Ignored where the run has another number of them.
    void setThetas(std::vector<double> thetas);
    void resetThetas();
    // As dragging it does, by keys.
    void moveTheta(std::size_t index, double by);
    // The lines as values of the strongest class, ascending.
    std::vector<double> thresholds() const;

    // Points that the last update gave to the plot.
    int plottedPoints() const { return m_plottedPoints; }
    // Draws at once instead of at the next turn of the event loop.
    void replotNow();

    int defaultHeight() const override { return 90; }
    bool isEmpty() const override { return m_curve == nullptr; }
    void paintLegend(QPainter &painter, const QRect &area) const override;
    void restyle() override;
    bool cancelGesture() override;

signals:
    // A threshold is at another place, while it is dragged, too.
    void thetasChanged();
    // It was let go, or put back.
    void thetasChosen();

protected:
    void paintContent(QPainter &, const QRect &) override {}
    void axisChanged() override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Line
    {
        CurveChannel channel;
        QCPGraph *graph = nullptr;
        QCPGraph *area = nullptr; // attention's, and the first class's above the threshold
    };

    void build();
    core::model::MinMax strongest() const;
    void placeTheta(std::size_t index, double theta, double step);
    void point(std::optional<std::size_t> threshold);
    void style();
    void refresh();
    QPen penOf(std::size_t line) const;

    QCustomPlot *m_plot;
    std::shared_ptr<const core::model::ScoreCurve> m_curve;
    std::vector<CurveChannel> m_channels;
    CurveCuts m_cuts;
    std::vector<double> m_thetas;       // ascending, as many as m_cuts has
    std::vector<double> m_thetasBefore; // the drag
    ThresholdLines m_thresholdLines;
    std::optional<std::size_t> m_grabbed;
    std::optional<std::size_t> m_pointed;
    std::vector<Line> m_lines;
    QCPGraph *m_areaBase = nullptr; // the threshold
    int m_plottedPoints = 0;
};

} // namespace ui::timeline
