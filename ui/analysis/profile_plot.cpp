#include "ui/analysis/profile_plot.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include "ui/analysis/chart_style.h"

namespace ui::analysis {

using core::tal::ErrorType;
using core::tal::kErrorTypeCount;

namespace {

constexpr int kHeight = 220;
constexpr double kWidth = 0.82;      // of a bar
constexpr double kLeastLetter = 9.0; // percent of a group that has room for its letter

std::size_t total(const std::array<std::size_t, kErrorTypeCount> &group)
{
    std::size_t sum = 0;
    for (const std::size_t count : group) {
        sum += count;
    }
    return sum;
}

} // namespace

ProfilePlot::ProfilePlot(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_plot(new QCustomPlot)
    , m_mark(new QCPItemRect(m_plot))
{
    setFocusPolicy(Qt::StrongFocus);
    m_plot->setFixedHeight(kHeight);
    m_plot->setFocusProxy(this);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setAntialiasedElements(QCP::aeNone);
    for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
        auto *bars = new QCPBars(m_plot->xAxis, m_plot->yAxis);
        bars->setWidth(kWidth);
        if (!m_bars.empty()) {
            bars->moveAbove(m_bars.back());
        }
        m_bars.push_back(bars);
    }
    for (QCPItemPosition *corner : {m_mark->topLeft, m_mark->bottomRight}) {
        corner->setType(QCPItemPosition::ptPlotCoords);
    }
    m_mark->setBrush(Qt::NoBrush);
    m_mark->setVisible(false);
    m_plot->yAxis->setRange(0, 100);
    m_plot->yAxis->setNumberFormat(QStringLiteral("f"));
    m_plot->yAxis->setNumberPrecision(0);
    m_plot->xAxis->grid()->setVisible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    restyle();
}

void ProfilePlot::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    restyle();
    draw();
}

void ProfilePlot::restyle()
{
    stylePlot(*m_plot, *m_theme);
    for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
        m_bars[type]->setPen(QPen(m_theme->panel, 1));
        m_bars[type]->setBrush(errorBrush(
            timeline::errorStyle(static_cast<ErrorType>(type), *m_theme), devicePixelRatioF()));
    }
    m_mark->setPen(QPen(m_theme->playhead, 2));
}

void ProfilePlot::setProfile(std::vector<std::array<std::size_t, kErrorTypeCount>> profile)
{
    m_profile = std::move(profile);
    m_chosen.reset();
    draw();
}

void ProfilePlot::clearChoice()
{
    m_chosen.reset();
    mark();
}

std::pair<double, double> ProfilePlot::span(const Bar &bar) const
{
    const auto &group = m_profile[static_cast<std::size_t>(bar.group)];
    const auto sum = static_cast<double>(std::max<std::size_t>(total(group), 1));
    double low = 0.0;
    for (std::size_t type = 0; type < static_cast<std::size_t>(bar.type); ++type) {
        low += 100.0 * static_cast<double>(group[type]) / sum;
    }
    const double own = 100.0 * static_cast<double>(group[static_cast<std::size_t>(bar.type)]) / sum;
    return {low, low + own};
}

void ProfilePlot::draw()
{
    for (QCPItemText *letter : m_letters) {
        m_plot->removeItem(letter);
    }
    m_letters.clear();
    const auto groups = static_cast<int>(m_profile.size());
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (QCPBars *bars : m_bars) {
        bars->data()->clear();
    }
    for (int g = 0; g < groups; ++g) {
        ticker->addTick(g, QStringLiteral("%1G").arg(g + 1));
        for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
            const Bar bar{g, static_cast<ErrorType>(type)};
            const auto [low, high] = span(bar);
            m_bars[type]->addData(g, high - low);
            if (high - low >= kLeastLetter) {
                auto *letter = new QCPItemText(m_plot);
                letter->position->setCoords(g, (low + high) / 2);
                letter->setText(timeline::errorStyle(bar.type, *m_theme).letter);
                letter->setFont(common::textFont(10, QFont::Bold));
                letter->setColor(m_theme->text);
                letter->setBrush(m_theme->casing);
                letter->setPadding({3, 0, 3, 0});
                m_letters.push_back(letter);
            }
        }
    }
    m_plot->xAxis->setTicker(ticker);
    m_plot->xAxis->setRange(-0.6, std::max(groups, 1) - 0.4);
    mark();
}

void ProfilePlot::mark()
{
    m_mark->setVisible(m_chosen.has_value());
    if (m_chosen) {
        const auto [low, high] = span(*m_chosen);
        m_mark->topLeft->setCoords(m_chosen->group - kWidth / 2, high);
        m_mark->bottomRight->setCoords(m_chosen->group + kWidth / 2, low);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ProfilePlot::choose(const Bar &bar)
{
    m_chosen = bar;
    mark();
    emit barChosen(bar);
}

std::optional<ProfilePlot::Bar> ProfilePlot::barAt(const QPointF &position) const
{
    const int group = static_cast<int>(std::lround(m_plot->xAxis->pixelToCoord(position.x())));
    const double share = m_plot->yAxis->pixelToCoord(position.y());
    if (group < 0 || group >= static_cast<int>(m_profile.size())) {
        return {};
    }
    for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
        const Bar bar{group, static_cast<ErrorType>(type)};
        const auto [low, high] = span(bar);
        if (share >= low && share < high) {
            return bar;
        }
    }
    return {};
}

QPoint ProfilePlot::positionOf(const Bar &bar) const
{
    const auto [low, high] = span(bar);
    return QPointF(m_plot->xAxis->coordToPixel(bar.group),
                   m_plot->yAxis->coordToPixel((low + high) / 2))
        .toPoint();
}

bool ProfilePlot::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_plot && event->type() == QEvent::MouseButtonPress) {
        setFocus();
        if (const auto bar = barAt(static_cast<QMouseEvent *>(event)->position())) {
            choose(*bar);
        }
    } else if (watched == m_plot && event->type() == QEvent::MouseMove) {
        const auto bar = barAt(static_cast<QMouseEvent *>(event)->position());
        m_plot->setCursor(bar ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (bar) {
            m_plot->setToolTip(tr("%1: %2 of the group %3G. Click for the list.")
                                   .arg(timeline::errorName(bar->type))
                                   .arg(m_profile[static_cast<std::size_t>(bar->group)]
                                                 [static_cast<std::size_t>(bar->type)])
                                   .arg(bar->group + 1));
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool ProfilePlot::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up ||
            key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ProfilePlot::keyPressEvent(QKeyEvent *event)
{
    if (m_profile.empty()) {
        return;
    }
    const Bar from = m_chosen.value_or(Bar{0, ErrorType::TruePositive});
    const int right = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int up = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (right == 0 && up == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int group = std::clamp(from.group + right, 0, static_cast<int>(m_profile.size()) - 1);
    const int type =
        std::clamp(static_cast<int>(from.type) + up, 0, static_cast<int>(kErrorTypeCount) - 1);
    choose({group, static_cast<ErrorType>(type)});
}

} // namespace ui::analysis
