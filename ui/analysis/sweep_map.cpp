#include "ui/analysis/sweep_map.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include "ui/analysis/panel_parts.h"
#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

namespace {

constexpr std::size_t kColumns = 20;
constexpr std::size_t kRows = 11;
constexpr int kPlotHeight = 220;

// What can be swept: the numbers of the filter.
struct Setting
{
    const char *name; // as files and `talo sweep` call it
    double core::model::FilterConfig::*member;
};
using core::model::FilterConfig;
constexpr Setting kSettings[] = {{"min_score", &FilterConfig::minScore},
                                 {"min_density", &FilterConfig::minDensity},
                                 {"min_duration", &FilterConfig::minDurationS},
                                 {"max_duration", &FilterConfig::maxDurationS}};
enum { kScore, kDensity, kShortest, kLongest };

QStringList settingNames()
{
    return {SweepMap::tr("confidence η"), SweepMap::tr("IoU density γ"),
            SweepMap::tr("shortest, s"), SweepMap::tr("longest, s")};
}

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
    , m_xSetting(new QComboBox)
    , m_ySetting(new QComboBox)
    , m_start(new QPushButton(tr("Draw the map")))
    , m_say(hintLabel())
    , m_plot(new QCustomPlot)
    , m_map(new QCPColorMap(m_plot->xAxis, m_plot->yAxis))
    , m_mark(new QCPItemTracer(m_plot))
{
    m_metric->setObjectName(QStringLiteral("sweepMetric"));
    m_metric->setAccessibleName(tr("What the map shows"));
    m_metric->addItems({tr("mAP"), tr("F1"), tr("Precision"), tr("Recall"), tr("Kept")});
    m_xSetting->setObjectName(QStringLiteral("sweepAcross"));
    m_xSetting->setAccessibleName(tr("Across"));
    m_xSetting->addItems(settingNames());
    m_xSetting->setCurrentIndex(m_across);
    m_ySetting->setObjectName(QStringLiteral("sweepDown"));
    m_ySetting->setAccessibleName(tr("Up"));
    m_ySetting->addItems(settingNames());
    m_ySetting->setCurrentIndex(m_down);
    m_start->setObjectName(QStringLiteral("sweepStart"));
    m_plot->setObjectName(QStringLiteral("sweepPlot"));
    m_plot->setAccessibleName(tr("Quality by two settings"));
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
    auto *axes = new QHBoxLayout;
    axes->addWidget(m_xSetting, 1);
    axes->addWidget(rowLabel(QStringLiteral("×")));
    axes->addWidget(m_ySetting, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(sectionTitle(tr("Two settings at once")));
    layout->addLayout(axes);
    layout->addLayout(bar);
    layout->addWidget(m_plot);
    layout->addWidget(m_say);
    m_plot->hide();
    connect(m_metric, &QComboBox::currentIndexChanged, this, &SweepMap::draw);
    connect(m_xSetting, &QComboBox::currentIndexChanged, this, [this] { chooseAxis(true); });
    connect(m_ySetting, &QComboBox::currentIndexChanged, this, [this] { chooseAxis(false); });
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
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorStopAt(0.0, m_theme->input);
    gradient.setColorStopAt(0.5, m_theme->accentFill);
    gradient.setColorStopAt(1.0, m_theme->warn);
    m_map->setGradient(gradient);
    m_mark->setPen(QPen(m_theme->playhead, 2));
}

void SweepMap::setInput(std::shared_ptr<const core::edit::FilterInput> input, double mostDensity,
                        double longest)
{
    m_input = std::move(input);
    m_mostDensity = mostDensity;
    m_longest = longest;
    forget();
}

void SweepMap::forget()
{
    m_task.cancel();
    m_sweep = {};
    m_say->clear();
    m_plot->hide();
    refreshStart();
}

void SweepMap::chooseAxis(bool isAcross)
{
    QComboBox &other = isAcross ? *m_ySetting : *m_xSetting;
    const int left = isAcross ? m_across : m_down;
    (isAcross ? m_across : m_down) = (isAcross ? m_xSetting : m_ySetting)->currentIndex();
    if (m_across == m_down) {
        const QSignalBlocker quiet(other);
        other.setCurrentIndex(left);
        (isAcross ? m_down : m_across) = left;
    }
    forget();
}

core::tal::SweepAxis SweepMap::axisOf(int setting, std::size_t count) const
{
    const Setting &swept = kSettings[setting];
    core::tal::SweepAxis axis;
    axis.name = swept.name;
    switch (setting) {
    case kScore:
        axis.values = steps(0.0, 0.95, count);
        break;
    case kDensity:
        axis.values = steps(0.0, m_mostDensity, count);
        break;
    case kShortest:
        axis.values = steps(0.0, m_longest / 2.0, count);
        break;
    default: // 0 would be no limit at all
        axis.values = steps(m_longest / static_cast<double>(count), m_longest, count);
        break;
    }
    axis.apply = [member = swept.member](core::model::FilterConfig &config, double value) {
        config.*member = value;
    };
    return axis;
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
    m_start->setEnabled(hasTruth);
    m_start->setToolTip(
        hasTruth ? tr("Tries %1 pairs of values on the whole split.").arg(kColumns * kRows)
                 : tr("Without ground truth there is no quality to draw."));
}

void SweepMap::compute()
{
    if (m_input == nullptr) {
        return;
    }
    m_say->setText(tr("Filtering with %1 pairs of values…").arg(kColumns * kRows));
    m_task.start([this, input = m_input, config = m_config, across = axisOf(m_across, kColumns),
                  down = axisOf(m_down, kRows)](
                     const common::BackgroundTask::Progress &,
                     const core::base::CancelToken &cancel) -> std::function<void()> {
        auto swept =
            std::make_shared<core::base::Result<core::tal::FilterSweep>>(core::tal::sweepFilter(
                core::edit::sweepInput(*input, config), config, across, down, cancel));
        return [this, swept, input] {
            if (input != m_input) {
                return;
            }
            if (!*swept) {
                m_say->setText((*swept).error().code == core::base::ErrorCode::Cancelled
                                   ? tr("Stopped.")
                                   : common::errorText((*swept).error()));
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
    const QStringList names = settingNames();
    m_plot->xAxis->setLabel(names[m_across]);
    m_plot->yAxis->setLabel(names[m_down]);
    m_say->setText(
        tr("Best: %1 at %2 %3, %4 %5. The brighter the better; a click takes the values. "
           "tIoU %6, activitynet rule.")
            .arg(valueOf(*best), 0, 'f', 1)
            .arg(names[m_across])
            .arg(best->x)
            .arg(names[m_down])
            .arg(best->y)
            .arg(m_input->quality.tiou));
    m_plot->show();
    mark();
}

// Where the form stands in the map.
void SweepMap::mark()
{
    m_mark->position->setCoords(m_config.*kSettings[m_across].member,
                                m_config.*kSettings[m_down].member);
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
        const QStringList names = settingNames();
        m_plot->setToolTip(tr("%1 %2, %3 %4: kept %5, precision %6, recall %7, mAP %8")
                               .arg(names[m_across])
                               .arg(cell->x)
                               .arg(names[m_down])
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
            core::model::FilterConfig config = m_config;
            config.*kSettings[m_across].member = cell->x;
            config.*kSettings[m_down].member = cell->y;
            emit chosen(config);
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::analysis
