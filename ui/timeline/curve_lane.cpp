#include "ui/timeline/curve_lane.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QMouseEvent>
#include <qcustomplot.h>

#include "core/model/score_curve.h"

#include "ui/common/class_style.h"
#include "ui/common/color_math.h"
#include "ui/common/theme.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::model::CurveSample;

namespace {

constexpr double kHeadroom = 0.06;  // share of the height kept free above and below
constexpr double kStep = 0.01;      // of a threshold that is dragged
constexpr double kFineStep = 0.001; // with Alt held
// From this many points a pixel on, dashes and width cannot be seen, but cost Qt's stroker hundreds
// of milliseconds a frame.
constexpr double kDense = 0.25;

// Dashes of the second, third … class curve, in widths of the line.
const std::array<QList<qreal>, 4> &dashPatterns()
{
    static const std::array<QList<qreal>, 4> patterns = {
        QList<qreal>{}, {4, 1.6}, {5.6, 1.6, 1.6, 1.6}, {1.6, 1.6}};
    return patterns;
}

// A run of snippets becomes its lowest and its highest value at one time, so that the line covers
// all of it; single snippets become one point.
void append(QVector<QCPGraphData> &points, const CurveSample &sample, double seconds)
{
    if (sample.extremes.isEmpty()) {
        return;
    }
    const auto low = static_cast<double>(sample.extremes.min);
    const auto high = static_cast<double>(sample.extremes.max);
    points.append({seconds, low});
    if (high > low) {
        points.append({seconds, high});
    }
}

// What lies below the curve and above the floor. Only the highest value of each run: an outline
// that follows the lowest ones as well crosses every row of pixels hundreds of times.
QVector<QCPGraphData> areaUnder(const QVector<QCPGraphData> &points, double floor)
{
    QVector<QCPGraphData> outline;
    for (const QCPGraphData &point : points) {
        const double value = std::max(point.value, floor);
        if (!outline.isEmpty() && outline.back().key == point.key) {
            outline.back().value = value; // append() gives the lowest first
        } else {
            outline.append({point.key, value});
        }
    }
    return outline;
}

} // namespace

CurveLane::CurveLane(const QString &title, const LaneContext &context, QWidget *parent)
    : Lane(title, context, parent)
    , m_plot(new QCustomPlot(this))
    , m_thresholdLines(*m_plot)
{
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->setBackground(Qt::NoBrush);
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMargins({0, 0, 0, 0});
    m_plot->axisRect()->setMinimumSize(1, 1);
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setVisible(false);
    }
    m_plot->setInteractions(QCP::Interactions());
    m_plot->setNotAntialiasedElements(QCP::aeItems);
    m_plot->setPlottingHints(QCP::phFastPolylines);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->hide();
}

CurveLane::~CurveLane() = default;

void CurveLane::setCurve(std::shared_ptr<const core::model::ScoreCurve> curve,
                         std::vector<CurveChannel> channels, CurveCuts cuts)
{
    m_curve = std::move(curve);
    m_channels = std::move(channels);
    m_cuts = std::move(cuts);
    m_thetas = m_cuts.thetas;
    m_grabbed.reset();
    m_plot->setVisible(m_curve != nullptr);
    build();
    emit headerChanged();
    update();
}

core::model::MinMax CurveLane::strongest() const
{
    const auto found = std::find_if(m_channels.begin(), m_channels.end(),
                                    [](const auto &item) { return item.classOrdinal >= 0; });
    return m_curve != nullptr && found != m_channels.end() ? m_curve->extremes(found->channel)
                                                           : core::model::MinMax{1, 0};
}

std::vector<double> CurveLane::thresholds() const
{
    std::vector<double> levels;
    for (const double theta : m_thetas) {
        levels.push_back(m_cuts.levelOf(theta, strongest()));
    }
    return levels;
}

void CurveLane::setThetas(std::vector<double> thetas)
{
    if (thetas.size() != m_thetas.size() || thetas == m_thetas) {
        return;
    }
    m_thetas = std::move(thetas);
    m_thresholdLines.move(m_thetas, thresholds());
    refresh();
    emit thetasChanged();
}

void CurveLane::resetThetas()
{
    setThetas(m_cuts.thetas);
    emit thetasChosen();
}

void CurveLane::moveTheta(std::size_t index, double by)
{
    if (index < m_thetas.size()) {
        placeTheta(index, m_thetas[index] + by, kStep);
        emit thetasChosen();
    }
}

// On the grid of its steps, between its neighbours.
void CurveLane::placeTheta(std::size_t index, double theta, double step)
{
    std::vector<double> thetas = m_thetas;
    const double low = index > 0 ? thetas[index - 1] : 0.0;
    const double high = index + 1 < thetas.size() ? thetas[index + 1] : std::max(1.0, low);
    thetas[index] = std::clamp(std::round(theta / step) * step, low, high);
    setThetas(std::move(thetas));
}

bool CurveLane::cancelGesture()
{
    if (!m_grabbed) {
        return false;
    }
    m_grabbed.reset();
    setThetas(m_thetasBefore);
    style();
    refresh();
    return true;
}

void CurveLane::mousePressEvent(QMouseEvent *event)
{
    const auto handle = m_thresholdLines.handleAt(event->position());
    if (event->button() != Qt::LeftButton || !handle) {
        Lane::mousePressEvent(event);
        return;
    }
    m_grabbed = handle;
    m_thetasBefore = m_thetas;
    emit pressed();
}

void CurveLane::mouseMoveEvent(QMouseEvent *event)
{
    if (m_grabbed) {
        const double level = m_plot->yAxis->pixelToCoord(event->position().y());
        const bool isFine = event->modifiers().testFlag(Qt::AltModifier);
        placeTheta(*m_grabbed, m_cuts.thetaOf(level, strongest()), isFine ? kFineStep : kStep);
        return;
    }
    Lane::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton) {
        point(m_thresholdLines.handleAt(event->position()));
    }
}

void CurveLane::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_grabbed) {
        Lane::mouseReleaseEvent(event);
        return;
    }
    m_grabbed.reset();
    if (m_thetas != m_thetasBefore) {
        emit thetasChosen();
    }
}

void CurveLane::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_thresholdLines.handleAt(event->position())) {
        resetThetas();
    } else {
        Lane::mouseDoubleClickEvent(event);
    }
}

void CurveLane::leaveEvent(QEvent *event)
{
    Lane::leaveEvent(event);
    point({});
}

// Which threshold the pointer could grab.
void CurveLane::point(std::optional<std::size_t> threshold)
{
    if (threshold == m_pointed) {
        return;
    }
    m_pointed = threshold;
    if (threshold) {
        setCursor(Qt::SizeVerCursor);
        setToolTip(tr("Drag: what a cut here could still make. Double click: as the run cut."));
    } else {
        unsetCursor();
        setToolTip({});
    }
    style();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveLane::build()
{
    m_plot->clearGraphs();
    m_plot->clearItems();
    m_lines.clear();
    m_areaBase = nullptr;
    if (m_curve == nullptr) {
        m_thresholdLines.build({}, {});
        return;
    }
    double low = 0;
    double high = 1;
    // Attention first, then the classes from the last to the first: the first lies on top.
    std::vector<CurveChannel> order = m_channels;
    std::reverse(order.begin(), order.end());
    std::stable_partition(order.begin(), order.end(),
                          [](const CurveChannel &item) { return item.classOrdinal < 0; });
    for (const CurveChannel &channel : order) {
        const core::model::MinMax extremes = m_curve->extremes(channel.channel);
        if (!extremes.isEmpty()) {
            low = std::min(low, static_cast<double>(extremes.min));
            high = std::max(high, static_cast<double>(extremes.max));
        }
    }
    const bool hasClass = !order.empty() && order.back().classOrdinal >= 0;
    QCPGraph *aboveThreshold = nullptr;
    if (hasClass && !m_thetas.empty()) {
        m_areaBase = m_plot->addGraph();
        aboveThreshold = m_plot->addGraph();
        aboveThreshold->setChannelFillGraph(m_areaBase);
    }
    for (const CurveChannel &channel : order) {
        QCPGraph *area = channel.classOrdinal < 0 ? m_plot->addGraph() : nullptr;
        m_lines.push_back({channel, m_plot->addGraph(), area});
    }
    if (aboveThreshold != nullptr) {
        m_lines.back().area = aboveThreshold;
    }
    for (int i = 0; i < m_plot->graphCount(); ++i) {
        m_plot->graph(i)->setAdaptiveSampling(false); // refresh() gives what is needed
    }
    const double margin = (high - low) * kHeadroom;
    m_plot->yAxis->setRange(low - margin, high + margin);
    m_thresholdLines.build(m_thetas, thresholds());
    style();
    refresh();
}

QPen CurveLane::penOf(std::size_t line) const
{
    const Line &item = m_lines[line];
    if (item.channel.classOrdinal < 0) {
        return QPen(common::withAlpha(theme().text3, 0.75), 1);
    }
    const std::size_t rank = m_lines.size() - 1 - line;
    QPen pen(context().classes->of(item.channel.classOrdinal).color, rank == 0 ? 1.75 : 1.25);
    const QList<qreal> &dashes = dashPatterns()[std::min<std::size_t>(rank, 3)];
    if (!dashes.isEmpty() && rank < dashPatterns().size()) {
        pen.setDashPattern(dashes);
        pen.setCapStyle(Qt::FlatCap);
    }
    pen.setJoinStyle(Qt::RoundJoin);
    return pen;
}

void CurveLane::style()
{
    if (m_areaBase != nullptr) {
        m_areaBase->setPen(Qt::NoPen);
    }
    for (const Line &line : m_lines) {
        if (line.area == nullptr) {
            continue;
        }
        const int ordinal = line.channel.classOrdinal;
        line.area->setPen(Qt::NoPen);
        line.area->setBrush(ordinal < 0
                                ? common::withAlpha(theme().text3, 0.13)
                                : common::withAlpha(context().classes->of(ordinal).color, 0.22));
    }
    m_thresholdLines.style(theme(), m_grabbed ? m_grabbed : m_pointed);
}

void CurveLane::restyle()
{
    style();
    refresh();
    Lane::restyle();
}

void CurveLane::axisChanged()
{
    refresh();
    Lane::axisChanged();
}

void CurveLane::resizeEvent(QResizeEvent *event)
{
    Lane::resizeEvent(event);
    m_plot->setGeometry(0, 0, width(), height() - 1);
    m_thresholdLines.placeTags();
    refresh();
}

// Gives the plot what is visible: two points for each of at most width / 3 runs.
void CurveLane::refresh()
{
    if (m_curve == nullptr || width() < 2) {
        return;
    }
    const TimeScale &scale = axis().scale();
    const double from = scale.timeAt(0);
    const double to = scale.timeAt(width());
    const auto begin = static_cast<std::int64_t>(std::floor(m_curve->snippetAt(from))) - 1;
    const auto end = static_cast<std::int64_t>(std::ceil(m_curve->snippetAt(to))) + 2;
    m_plottedPoints = 0;
    const std::vector<double> levels = thresholds();
    if (m_areaBase != nullptr) {
        m_areaBase->data()->set({{from / 1e6, levels.front()}, {to / 1e6, levels.front()}}, true);
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        QVector<QCPGraphData> points;
        for (const CurveSample &sample :
             m_curve->samples(line.channel.channel, begin, end, width() / 3)) {
            const double centre =
                static_cast<double>(sample.first) + (static_cast<double>(sample.snippets) - 1) / 2;
            append(points, sample, m_curve->timeUs(centre) / 1e6);
        }
        m_plottedPoints += static_cast<int>(points.size());
        const bool isDense = static_cast<double>(points.size()) > kDense * width();
        QPen pen = penOf(i);
        if (isDense) {
            pen = QPen(pen.color(), 1);
        }
        line.graph->setPen(pen);
        if (line.area != nullptr) {
            const double floor = line.channel.classOrdinal < 0 ? 0 : levels.front();
            line.area->setAntialiasedFill(!isDense);
            line.area->data()->set(areaUnder(points, floor), true);
        }
        line.graph->data()->set(points, true);
    }
    m_plot->xAxis->setRange(from / 1e6, to / 1e6);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveLane::replotNow()
{
    m_plot->replot(QCustomPlot::rpImmediateRefresh);
}

void CurveLane::paintLegend(QPainter &painter, const QRect &area) const
{
    painter.setFont(common::textFont(11));
    int y = area.top();
    // m_lines is in drawing order: what a person reads first was drawn last.
    for (std::size_t i = m_lines.size(); i-- > 0 && y + 14 <= area.bottom() + 1;) {
        QPen pen = penOf(i);
        pen.setWidthF(2);
        painter.setPen(pen);
        painter.drawLine(QPointF(area.left(), y + 8), QPointF(area.left() + 16, y + 8));
        painter.setPen(theme().text2);
        const int room = area.width() - 22;
        painter.drawText(
            QRect(area.left() + 22, y, room, 16), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(m_lines[i].channel.name, Qt::ElideRight, room));
        y += 16;
    }
}

} // namespace ui::timeline
