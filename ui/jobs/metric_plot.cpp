#include "ui/jobs/metric_plot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <qcustomplot.h>

namespace ui::jobs {

namespace {

constexpr std::size_t kMostParts = 2;
constexpr int kWideEnough = 300; // for the whole legend

const MetricSeries *find(const std::vector<MetricSeries> &metrics, const QString &name)
{
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const MetricSeries &item) { return item.name == name; });
    return found == metrics.end() ? nullptr : &*found;
}

QString lastValue(const MetricLine &line)
{
    return line.points.isEmpty() ? QStringLiteral("–")
                                 : QString::number(line.points.last().y(), 'g', 3);
}

} // namespace

MetricPlot::MetricPlot(const QString &title, const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_title(title)
    , m_head(new QLabel(title))
    , m_legend(new QLabel)
    , m_plot(new QCustomPlot)
{
    setAccessibleName(title);
    m_head->setFont(common::textFont(12, QFont::Medium));
    m_legend->setFont(common::textFont(11));
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_legend->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->setBackground(Qt::NoBrush);
    m_plot->setMinimumSize(80, 60);
    m_plot->setAntialiasedElements(QCP::aePlottables);
    m_plot->xAxis->ticker()->setTickCount(3);
    m_plot->yAxis->ticker()->setTickCount(3);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_head);
    head->addWidget(m_legend, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    restyle();
}

void MetricPlot::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    restyle();
    redraw();
}

void MetricPlot::setTitle(const QString &title)
{
    if (title == m_title) {
        return;
    }
    m_title = title;
    m_head->setText(title);
    m_head->setToolTip(title);
    setAccessibleName(title);
}

void MetricPlot::restyle()
{
    const QPen grid(m_theme->line, 0);
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(grid);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(m_theme->text3);
        axis->setTickLabelFont(common::numberFont(10));
        axis->grid()->setPen(grid);
        axis->grid()->setZeroLinePen(grid);
        axis->setNumberFormat(QStringLiteral("g"));
        axis->setNumberPrecision(4);
    }
    m_plot->xAxis->grid()->setVisible(false);
}

void MetricPlot::setLines(std::vector<MetricLine> lines, double lastStep)
{
    m_lines = std::move(lines);
    m_lastStep = lastStep;
    redraw();
}

void MetricPlot::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    redraw();
}

void MetricPlot::redraw()
{
    m_plot->clearGraphs();
    double top = 0.0;
    double last = m_lastStep;
    QStringList legend;
    const bool isNarrow = width() < kWideEnough;
    for (const MetricLine &line : m_lines) {
        for (const QPointF &point : line.points) {
            top = std::max(top, point.y());
            last = std::max(last, line.isLevel ? 0.0 : point.x());
        }
    }
    for (const MetricLine &line : m_lines) {
        QCPGraph *graph = m_plot->addGraph();
        QPen pen(line.color, line.isDashed || line.isLevel ? 1.25 : 1.75);
        if (line.isDashed || line.isLevel) {
            pen.setDashPattern({4, 2});
        }
        graph->setPen(pen);
        QVector<QCPGraphData> values;
        if (line.isLevel && !line.points.isEmpty()) {
            values = {{0.0, line.points.last().y()}, {last, line.points.last().y()}};
        } else {
            for (const QPointF &point : line.points) {
                values.append({point.x(), point.y()});
            }
            if (values.size() == 1) {
                graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 4));
            }
        }
        graph->data()->set(values, true);
        const QString dash =
            QStringLiteral("<span style=\"color:%1\">%2</span> ")
                .arg(line.color.name(),
                     line.isDashed || line.isLevel ? QStringLiteral("╍") : QStringLiteral("━"));
        const QString name = isNarrow ? QString() : QString(line.name + QStringLiteral("&nbsp;"));
        legend.append(dash + name + lastValue(line));
    }
    if (isNarrow && legend.size() > 1) {
        legend = {legend.first()};
    }
    m_legend->setText(legend.join(QStringLiteral("&nbsp;&nbsp; ")));
    m_plot->xAxis->setRange(0.0, std::max(last, 1.0));
    m_plot->yAxis->setRange(0.0, top > 0.0 ? top * 1.08 : 1.0);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

std::vector<MetricLine> lossLines(const Job &job, const common::Theme &theme)
{
    const bool isStudent = std::any_of(job.metrics.begin(), job.metrics.end(), [](const auto &m) {
        return m.name == QLatin1String("student.loss");
    });
    const QString prefix =
        isStudent ? QStringLiteral("student.loss") : QStringLiteral("generator.loss");
    std::vector<MetricLine> lines;
    std::vector<MetricLine> parts;
    for (const MetricSeries &series : job.metrics) {
        if (series.name == prefix || series.name == prefix + QStringLiteral(".total")) {
            lines.push_back({JobQueue::tr("total"), series.points, theme.accent});
        } else if (series.name.startsWith(prefix + QLatin1Char('.'))) {
            parts.push_back({series.name.mid(prefix.size() + 1), series.points, {}, true});
        }
    }
    std::stable_sort(parts.begin(), parts.end(), [](const MetricLine &a, const MetricLine &b) {
        return a.points.last().y() > b.points.last().y();
    });
    parts.resize(std::min(parts.size(), kMostParts));
    const QColor colors[] = {theme.ok, theme.warn};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i].color = colors[i];
        lines.push_back(std::move(parts[i]));
    }
    return lines;
}

std::vector<MetricLine> mapLines(const std::vector<MetricSeries> &metrics,
                                 const common::Theme &theme)
{
    std::vector<MetricLine> lines;
    if (const MetricSeries *student = find(metrics, QStringLiteral("student.test_map"))) {
        lines.push_back({JobQueue::tr("student"), student->points, theme.ok});
    }
    for (const char *name : {"generator.test.average_map", "test/generator_map"}) {
        const MetricSeries *generator = find(metrics, QString::fromLatin1(name));
        if (generator != nullptr) {
            const bool isLevel = generator->points.size() < 2 || !lines.empty();
            lines.push_back(
                {JobQueue::tr("generator"), generator->points, theme.text2, false, isLevel});
            break;
        }
    }
    return lines;
}

} // namespace ui::jobs
