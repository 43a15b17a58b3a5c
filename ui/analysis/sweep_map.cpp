#include "ui/analysis/sweep_map.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include "ui/analysis/panel_parts.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

namespace {

constexpr std::size_t kColumns = 20; // of the score
constexpr std::size_t kRows = 11;    // of the density
constexpr int kPlotHeight = 220;

enum class Metric { Map, F1, Precision, Recall, Kept };

// Values from low to high, both included, as a person would write them.
std::vector<double> steps(double low, double high, std::size_t count)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double value =
            low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
        values.push_back(std::round(value * 1000.0) / 1000.0);
    }
    return values;
}

} // namespace

SweepMap::SweepMap(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_metric(new QComboBox)
    , m_start(new QPushButton(tr("Draw the map")))
    , m_say(hintLabel())
    , m_plot(new QCustomPlot)
    , m_map(new QCPColorMap(m_plot->xAxis, m_plot->yAxis))
    , m_mark(new QCPItemTracer(m_plot))
{
    m_metric->setObjectName(QStringLiteral("sweepMetric"));
    m_metric->setAccessibleName(tr("What the map shows"));
    m_metric->addItems({tr("mAP"), tr("F1"), tr("Precision"), tr("Recall"), tr("Kept")});
    m_start->setObjectName(QStringLiteral("sweepStart"));
    m_plot->setObjectName(QStringLiteral("sweepPlot"));
    m_plot->setAccessibleName(tr("Quality by confidence and density"));
    m_plot->setFixedHeight(kPlotHeight);
    m_plot->setBackground(Qt::NoBrush);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->setMouseTracking(true);
    m_plot->setCursor(Qt::CrossCursor);
    m_plot->installEventFilter(this);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_mark->setStyle(QCPItemTracer::tsSquare);
    m_mark->setSize(10);
    m_mark->position->setType(QCPItemPosition::ptPlotCoords);
    m_mark->setVisible(false);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_metric, 1);
    bar->addWidget(m_start);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(sectionTitle(tr("Confidence and density at once")));
    layout->addLayout(bar);
    layout->addWidget(m_plot);
    layout->addWidget(m_say);
    m_plot->hide();
    connect(m_metric, &QComboBox::currentIndexChanged, this, &SweepMap::draw);
    connect(m_start, &QPushButton::clicked, this, [this] { isBusy() ? stop() : compute(); });
    connect(&m_task, &common::BackgroundTask::runningChanged, this, [this](bool isRunning) {
        m_start->setText(isRunning ? tr("Stop") : tr("Draw the map"));
    });
    restyle();
}

void SweepMap::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    restyle();
    draw();
}

void SweepMap::restyle()
{
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(m_theme->line, 0));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(m_theme->text3);
        axis->setTickLabelFont(common::numberFont(10));
        axis->setLabelColor(m_theme->text2);
        axis->setLabelFont(common::textFont(11));
        axis->grid()->setVisible(false);
    }
    m_plot->xAxis->setLabel(tr("confidence η"));
    m_plot->yAxis->setLabel(tr("IoU density γ"));
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorStopAt(0.0, m_theme->input);
    gradient.setColorStopAt(0.5, m_theme->accentFill);
    gradient.setColorStopAt(1.0, m_theme->warn);
    m_map->setGradient(gradient);
    m_mark->setPen(QPen(m_theme->playhead, 2));
}

void SweepMap::setInput(std::shared_ptr<const core::edit::FilterInput> input, double mostDensity)
{
    m_task.cancel();
    m_input = std::move(input);
    m_mostDensity = mostDensity;
    m_sweep = {};
    m_say->clear();
    m_plot->hide();
    refreshStart();
}

void SweepMap::setConfig(const core::model::FilterConfig &config)
{
    m_config = config;
    refreshStart();
    mark();
}

void SweepMap::refreshStart()
{
    const bool hasTruth = m_input != nullptr && !m_input->truth.videos.empty();
    const bool countsAll = m_config.densityStage == core::model::DensityStage::BeforeNms;
    m_start->setEnabled(hasTruth && !countsAll);
    m_start->setToolTip(
        !hasTruth   ? tr("Without ground truth there is no quality to draw.")
        : countsAll ? tr("The map is drawn for densities after NMS only.")
                    : tr("Tries %1 pairs of values on the whole split.").arg(kColumns * kRows));
}

void SweepMap::compute()
{
    if (m_input == nullptr) {
        return;
    }
    m_say->setText(tr("Filtering with %1 pairs of values…").arg(kColumns * kRows));
    const auto scores = core::tal::scoreAxis(steps(0.0, 0.95, kColumns));
    const auto densities = core::tal::densityAxis(steps(0.0, m_mostDensity, kRows));
    m_task.start([this, input = m_input, config = m_config, scores,
                  densities](const common::BackgroundTask::Progress &,
                             const core::base::CancelToken &cancel) -> std::function<void()> {
        const core::tal::WeakLabels weakLabels =
            config.onlyWeakLabels
                ? core::tal::weakLabelsOf(input->truth, input->proposals.set.classes)
                : core::tal::WeakLabels();
        auto swept = std::make_shared<core::base::Result<core::tal::FilterSweep>>(
            core::tal::sweepFilter(input->proposals.set, weakLabels, input->truth, input->quality,
                                   config, scores, densities, cancel));
        return [this, swept, input] {
            if (input != m_input) {
                return;
            }
            if (!*swept) {
                m_say->setText((*swept).error().code == core::base::ErrorCode::Cancelled
                                   ? tr("Stopped.")
                                   : common::toQString((*swept).error().sentence()));
                return;
            }
            m_sweep = **swept;
            draw();
        };
    });
}

void SweepMap::stop()
{
    m_task.cancel();
}

double SweepMap::valueOf(const core::tal::SweepCell &cell) const
{
    switch (static_cast<Metric>(m_metric->currentIndex())) {
    case Metric::Map:
        return 100.0 * cell.map;
    case Metric::F1:
        return 100.0 * cell.quality.f1();
    case Metric::Precision:
        return 100.0 * cell.quality.precision();
    case Metric::Recall:
        return 100.0 * cell.quality.recall();
    case Metric::Kept:
        break;
    }
    return static_cast<double>(cell.kept);
}

void SweepMap::draw()
{
    if (m_sweep.cells.empty()) {
        return;
    }
    const auto columns = static_cast<int>(m_sweep.xs.size());
    const auto rows = static_cast<int>(m_sweep.ys.size());
    QCPColorMapData *values = m_map->data();
    values->setSize(columns, rows);
    values->setRange({m_sweep.xs.front(), m_sweep.xs.back()},
                     {m_sweep.ys.front(), m_sweep.ys.back()});
    const core::tal::SweepCell *best = &m_sweep.cells.front();
    for (std::size_t i = 0; i < m_sweep.cells.size(); ++i) {
        const core::tal::SweepCell &cell = m_sweep.cells[i];
        values->setCell(static_cast<int>(i) % columns, static_cast<int>(i) / columns,
                        valueOf(cell));
        best = valueOf(cell) > valueOf(*best) ? &cell : best;
    }
    m_map->rescaleDataRange(true);
    const double halfX = (m_sweep.xs.back() - m_sweep.xs.front()) / (columns - 1) / 2;
    const double halfY = (m_sweep.ys.back() - m_sweep.ys.front()) / (rows - 1) / 2;
    m_plot->xAxis->setRange(m_sweep.xs.front() - halfX, m_sweep.xs.back() + halfX);
    m_plot->yAxis->setRange(m_sweep.ys.front() - halfY, m_sweep.ys.back() + halfY);
    m_say->setText(tr("Best: %1 at η %2, γ %3. The brighter the better; a click takes the values.")
                       .arg(valueOf(*best), 0, 'f', 1)
                       .arg(best->x)
                       .arg(best->y));
    m_plot->show();
    mark();
}

// Where the form stands in the map.
void SweepMap::mark()
{
    m_mark->position->setCoords(m_config.minScore, m_config.minDensity);
    m_mark->setVisible(!m_sweep.cells.empty());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

const core::tal::SweepCell *SweepMap::cellAt(const QPointF &position) const
{
    if (m_sweep.cells.empty() || !m_plot->axisRect()->rect().contains(position.toPoint())) {
        return nullptr;
    }
    int column = 0;
    int row = 0;
    m_map->data()->coordToCell(m_plot->xAxis->pixelToCoord(position.x()),
                               m_plot->yAxis->pixelToCoord(position.y()), &column, &row);
    if (column < 0 || row < 0 || column >= static_cast<int>(m_sweep.xs.size()) ||
        row >= static_cast<int>(m_sweep.ys.size())) {
        return nullptr;
    }
    return &m_sweep.cells[static_cast<std::size_t>(row) * m_sweep.xs.size() +
                          static_cast<std::size_t>(column)];
}

QPoint SweepMap::positionOf(std::size_t column, std::size_t row) const
{
    return QPointF(m_plot->xAxis->coordToPixel(m_sweep.xs[column]),
                   m_plot->yAxis->coordToPixel(m_sweep.ys[row]))
        .toPoint();
}

void SweepMap::showCell(const QPointF &position)
{
    if (const core::tal::SweepCell *cell = cellAt(position)) {
        m_plot->setToolTip(tr("η %1, γ %2: kept %3, precision %4, recall %5, mAP %6")
                               .arg(cell->x)
                               .arg(cell->y)
                               .arg(common::countText(static_cast<qint64>(cell->kept)),
                                    percentText(cell->quality.precision()),
                                    percentText(cell->quality.recall()), percentText(cell->map)));
    }
}

bool SweepMap::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_plot && event->type() == QEvent::MouseMove) {
        showCell(static_cast<QMouseEvent *>(event)->position());
    } else if (watched == m_plot && event->type() == QEvent::MouseButtonPress) {
        if (const auto *cell = cellAt(static_cast<QMouseEvent *>(event)->position())) {
            emit chosen(cell->x, cell->y);
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::analysis
