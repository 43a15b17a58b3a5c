#include "ui/analysis/score_bars.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/analysis/panel_parts.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

namespace {

constexpr int kAxisHeight = 16;
constexpr double kGap = 2.0;

} // namespace

ScoreBars::ScoreBars(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Labels by score"));
}

void ScoreBars::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    update();
}

void ScoreBars::setBars(std::vector<Bar> bars, bool hasTruth)
{
    m_bars = std::move(bars);
    m_hasTruth = hasTruth;
    QStringList texts;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        texts.append(textOf(i));
    }
    setAccessibleDescription(texts.join(QLatin1String("; ")));
    update();
}

QString ScoreBars::textOf(std::size_t bar) const
{
    const double width = 1.0 / static_cast<double>(m_bars.size());
    const QString from = QString::number(static_cast<double>(bar) * width, 'g', 2);
    const QString to = QString::number(static_cast<double>(bar + 1) * width, 'g', 2);
    const Bar &shown = m_bars[bar];
    const QString count = common::labelsText(static_cast<qint64>(shown.labels));
    if (!m_hasTruth || shown.labels == 0) {
        return tr("score %1 to %2: %3").arg(from, to, count);
    }
    return tr("score %1 to %2: %3, %4 right, mean score %5")
        .arg(from, to, count,
             percentText(static_cast<double>(shown.right) / static_cast<double>(shown.labels)),
             QString::number(shown.meanScore, 'f', 2));
}

bool ScoreBars::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_bars.empty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const double share = static_cast<double>(help->pos().x()) / std::max(1, width());
        const auto count = static_cast<double>(m_bars.size());
        const auto bar = static_cast<std::size_t>(std::clamp(share * count, 0.0, count - 1.0));
        QToolTip::showText(help->globalPos(), textOf(bar), this);
        return true;
    }
    return QWidget::event(event);
}

void ScoreBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    std::size_t most = 1;
    for (const Bar &bar : m_bars) {
        most = std::max(most, bar.labels);
    }
    const double height = this->height() - kAxisHeight;
    const double step =
        static_cast<double>(width()) / static_cast<double>(std::max<std::size_t>(m_bars.size(), 1));
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Bar &bar = m_bars[i];
        const auto lengthOf = [&](double labels) {
            return labels * height / static_cast<double>(most);
        };
        const double left = static_cast<double>(i) * step + kGap / 2;
        const double all = lengthOf(static_cast<double>(bar.labels));
        painter.fillRect(QRectF(left, height - all, step - kGap, all), m_theme->track);
        if (!m_hasTruth) {
            continue;
        }
        const double right = lengthOf(static_cast<double>(bar.right));
        painter.fillRect(QRectF(left, height - right, step - kGap, right), m_theme->ok);
        const double wanted = lengthOf(static_cast<double>(bar.labels) * bar.meanScore);
        painter.fillRect(QRectF(left, height - wanted - 1, step - kGap, 2), m_theme->text2);
    }
    painter.setPen(m_theme->text3);
    painter.setFont(common::textFont(10));
    const QRectF axis(0, height, width(), kAxisHeight);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(axis, Qt::AlignHCenter | Qt::AlignVCenter, tr("score"));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
}

} // namespace ui::analysis
