#include "ui/analysis/characteristic_plot.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include "ui/analysis/chart_style.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

namespace {

constexpr int kHeight = 130;
constexpr double kWidth = 0.66;

} // namespace

CharacteristicPlot::CharacteristicPlot(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_plot(new QCustomPlot)
    , m_bars(new QCPBars(m_plot->xAxis, m_plot->yAxis))
    , m_marked(new QCPBars(m_plot->xAxis, m_plot->yAxis))
{
    setFocusPolicy(Qt::StrongFocus);
    m_plot->setFixedHeight(kHeight);
    m_plot->setFocusProxy(this);
    m_plot->setCursor(Qt::PointingHandCursor);
    m_plot->installEventFilter(this);
    m_plot->setAntialiasedElements(QCP::aeNone);
    m_plot->yAxis->setVisible(false);
    m_plot->xAxis->grid()->setVisible(false);
    m_bars->setWidth(kWidth);
    m_marked->setWidth(kWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setTheme(theme);
}

void CharacteristicPlot::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    stylePlot(*m_plot, theme);
    m_bars->setPen(Qt::NoPen);
    m_bars->setBrush(theme.accentFill);
    m_marked->setPen(QPen(theme.playhead, 2));
    m_marked->setBrush(theme.accent);
    draw();
}

void CharacteristicPlot::setBars(std::vector<core::tal::CharacteristicBar> bars, Measure measure)
{
    m_values = std::move(bars);
    m_measure = measure;
    m_chosen = -1;
    draw();
}

double CharacteristicPlot::valueOf(const core::tal::CharacteristicBar &bar) const
{
    if (m_measure == Measure::Map) {
        return bar.map.value_or(0.0);
    }
    return static_cast<double>(bar.missed) /
           static_cast<double>(std::max<std::size_t>(bar.instances, 1));
}

void CharacteristicPlot::draw()
{
    for (QCPItemText *number : m_numbers) {
        m_plot->removeItem(number);
    }
    m_numbers.clear();
    m_bars->data()->clear();
    m_marked->data()->clear();
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    double top = 0.0;
    for (int i = 0; i < static_cast<int>(m_values.size()); ++i) {
        const core::tal::CharacteristicBar &bar = m_values[static_cast<std::size_t>(i)];
        const double value = valueOf(bar);
        top = std::max(top, value);
        ticker->addTick(i, common::toQString(bar.label));
        (i == m_chosen ? m_marked : m_bars)->addData(i, value);
        auto *number = new QCPItemText(m_plot);
        number->position->setCoords(i, value);
        number->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
        number->setText(bar.instances == 0 ? QStringLiteral("–") : common::scoreText(value));
        number->setFont(common::numberFont(10));
        number->setColor(m_theme->text2);
        m_numbers.push_back(number);
    }
    m_plot->xAxis->setTicker(ticker);
    m_plot->xAxis->setRange(-0.6, static_cast<double>(m_values.size()) - 0.4);
    m_plot->yAxis->setRange(0.0, top > 0.0 ? top * 1.25 : 1.0);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CharacteristicPlot::choose(int bar)
{
    m_chosen = bar;
    draw();
    emit barChosen(bar);
}

QPoint CharacteristicPlot::positionOf(int bar) const
{
    return {static_cast<int>(m_plot->xAxis->coordToPixel(bar)),
            m_plot->axisRect()->rect().center().y()};
}

bool CharacteristicPlot::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_plot && event->type() == QEvent::MouseButtonPress) {
        setFocus();
        const double x =
            m_plot->xAxis->pixelToCoord(static_cast<QMouseEvent *>(event)->position().x());
        const int bar = static_cast<int>(std::lround(x));
        if (bar >= 0 && bar < static_cast<int>(m_values.size())) {
            choose(bar);
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool CharacteristicPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void CharacteristicPlot::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || m_values.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    choose(std::clamp(m_chosen + step, 0, static_cast<int>(m_values.size()) - 1));
}

} // namespace ui::analysis
