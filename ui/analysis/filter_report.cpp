#include "ui/analysis/filter_report.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/analysis/panel_parts.h"
#include "ui/analysis/share_bar.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::countText;
using core::tal::FilterRule;
using core::tal::LabelQuality;

namespace {

constexpr double kLeastLoss = 0.0005; // of mAP that is worth a warning

double precision(const LabelQuality &quality)
{
    return quality.total.precision();
}
double recall(const LabelQuality &quality)
{
    return quality.total.recall();
}
double map(const LabelQuality &quality)
{
    return quality.map;
}
double averageMap(const LabelQuality &quality)
{
    return quality.averageMap;
}

QString signedCount(qint64 count)
{
    return count > 0 ? QStringLiteral("+") + countText(count) : countText(count);
}

} // namespace

FilterReport::FilterReport(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_frame(hintLabel())
    , m_notice(new QWidget)
    , m_noticeIcon(new QLabel)
    , m_warning(new QLabel)
    , m_detail(hintLabel())
{
    auto *rows = new QGridLayout;
    rows->setVerticalSpacing(6);
    rows->setColumnStretch(0, 1);
    const QString heads[] = {tr("before"), tr("after"), tr("change")};
    for (int i = 0; i < 3; ++i) {
        rows->addWidget(hintLabel(heads[i]), 0, i + 1, Qt::AlignRight);
    }
    for (const QString &name : {tr("Kept"), tr("Precision"), tr("Recall"), tr("mAP at 0.5"),
                                tr("mAP, mean of 0.1:0.1:0.7")}) {
        Row row{rowLabel(name), numberLabel(), numberLabel(), numberLabel()};
        const int line = rows->rowCount();
        row.before->setProperty("tone", QStringLiteral("second"));
        rows->addWidget(row.name, line, 0);
        rows->addWidget(row.before, line, 1);
        rows->addWidget(row.after, line, 2);
        rows->addWidget(row.change, line, 3);
        m_rows.push_back(row);
    }
    m_rows[1].name->setToolTip(tr("Share of the kept labels that match a ground-truth instance"));
    m_rows[2].name->setToolTip(tr("Share of the ground truth that a kept label matches"));
    m_rows[4].name->setToolTip(tr("Over tIoU 0.1 to 0.7"));
    auto *rules = new QGridLayout;
    rules->setVerticalSpacing(6);
    rules->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < core::tal::kFilterRuleCount; ++i) {
        Rule rule{rowLabel(ruleName(static_cast<FilterRule>(i))), new ShareBar(theme),
                  numberLabel()};
        const int line = static_cast<int>(i);
        rules->addWidget(rule.name, line, 0);
        rules->addWidget(rule.bar, line, 1);
        rules->addWidget(rule.count, line, 2);
        m_rules.push_back(rule);
    }
    m_notice->setProperty("notice", QStringLiteral("warn"));
    m_notice->setAttribute(Qt::WA_StyledBackground);
    auto *notice = new QHBoxLayout(m_notice);
    auto *texts = new QVBoxLayout;
    m_warning->setFont(common::textFont(12, QFont::DemiBold));
    m_warning->setWordWrap(true);
    texts->setSpacing(2);
    texts->addWidget(m_warning);
    texts->addWidget(m_detail);
    notice->addWidget(m_noticeIcon, 0, Qt::AlignTop);
    notice->addLayout(texts, 1);
    m_notice->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(rows);
    layout->addWidget(m_frame);
    layout->addWidget(m_notice);
    layout->addWidget(sectionTitle(tr("Rejected, by rule")));
    layout->addLayout(rules);
    layout->addWidget(hintLabel(tr("A proposal that fails several rules counts for each.")));
    setTheme(theme);
}

void FilterReport::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    m_noticeIcon->setPixmap(
        common::iconPixmap(QStringLiteral("triangle-alert"), 16, theme.warn, devicePixelRatioF()));
}

void FilterReport::showFigures(const FilterFigures &before, const FilterFigures &after,
                               const QString &frame)
{
    const auto kept = static_cast<qint64>(after.kept);
    m_rows[0].before->setText(countText(static_cast<qint64>(before.kept)));
    m_rows[0].after->setText(countText(kept));
    m_rows[0].change->setText(signedCount(kept - static_cast<qint64>(before.kept)));
    setTone(m_rows[0].change, QStringLiteral("hint"));
    m_frame->setText(frame);
    showQuality(before, after);
    showRules(after);
    warn(before, after);
}

void FilterReport::showQuality(const FilterFigures &before, const FilterFigures &after)
{
    const std::function<double(const LabelQuality &)> values[] = {precision, recall, map,
                                                                  averageMap};
    for (std::size_t i = 0; i < std::size(values); ++i) {
        const Row &row = m_rows[i + 1];
        if (!before.quality || !after.quality) {
            for (QLabel *label : {row.before, row.after, row.change}) {
                label->setText(QStringLiteral("–"));
            }
            continue;
        }
        const double old = values[i](*before.quality);
        const double now = values[i](*after.quality);
        row.before->setText(percentText(old));
        row.after->setText(percentText(now));
        row.change->setText(pointsText(now - old));
        setTone(row.change, toneOfChange(now - old));
    }
}

void FilterReport::showRules(const FilterFigures &after)
{
    const std::size_t most = std::max<std::size_t>(
        *std::max_element(after.rejectedBy.begin(), after.rejectedBy.end()), 1);
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        const std::size_t count = after.rejectedBy[i];
        const bool isMain = i < 2; // rules that are always on
        m_rules[i].bar->setShare(static_cast<double>(count) / static_cast<double>(most),
                                 m_theme->text3);
        m_rules[i].count->setText(countText(static_cast<qint64>(count)));
        for (QWidget *part :
             {static_cast<QWidget *>(m_rules[i].name), static_cast<QWidget *>(m_rules[i].bar),
              static_cast<QWidget *>(m_rules[i].count)}) {
            part->setVisible(isMain || count > 0);
        }
    }
}

void FilterReport::warn(const FilterFigures &before, const FilterFigures &after)
{
    m_notice->hide();
    if (!before.quality || !after.quality ||
        after.quality->map - before.quality->map > -kLeastLoss) {
        return;
    }
    const double loss = before.quality->map - after.quality->map;
    const bool isSharper = precision(*after.quality) > precision(*before.quality);
    m_warning->setText((isSharper ? tr("Precision rises, but mAP falls by %1 points.")
                                  : tr("mAP falls by %1 points."))
                           .arg(100.0 * loss, 0, 'f', 1));
    int losing = 0;
    std::pair<double, QString> worst;
    for (const core::tal::NamedQuality &now : after.quality->classes) {
        for (const core::tal::NamedQuality &old : before.quality->classes) {
            const double change = now.counts.recall() - old.counts.recall();
            if (old.name == now.name && change < 0) {
                ++losing;
                worst = std::min(worst, {change, common::toQString(now.name)});
            }
        }
    }
    m_detail->setText(losing == 0
                          ? QString()
                          : tr("%n of %1 classes lose(s) recall; most: %2.", nullptr, losing)
                                .arg(after.quality->classes.size())
                                .arg(worst.second));
    m_detail->setVisible(losing > 0);
    m_notice->show();
}

} // namespace ui::analysis
