#include "ui/analysis/quality_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/analysis/panel_parts.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::analysis {

QualityPanel::QualityPanel(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(tr("Pseudo-labels, as made and as you corrected them")))
    , m_frame(new QLabel)
    , m_rows(new QGridLayout)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setWordWrap(true);
    m_title->setFont(common::textFont(12, QFont::DemiBold));
    m_frame->setProperty("tone", QStringLiteral("hint"));
    m_frame->setFont(common::textFont(11));
    m_frame->setWordWrap(true);
    m_rows->setVerticalSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addLayout(m_rows);
    layout->addWidget(m_frame);
    layout->addStretch(1);
    showQuality({}, {}, {});
}

void QualityPanel::showQuality(const QString &track,
                               const std::optional<core::tal::LabelQuality> &quality,
                               const std::optional<core::tal::LabelQuality> &corrected)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_title->setVisible(quality.has_value());
    if (!quality) {
        m_frame->setText(
            tr("Shows how good the pseudo-labels are and what your corrections change: "
               "it needs pseudo-labels and ground truth of the same videos. A run "
               "makes the ones (Run, Train a run), File, Import brings either."));
        return;
    }
    addHead(corrected.has_value());
    const core::tal::QualityCounts &total = quality->total;
    const auto after = [&](auto &&value) {
        return corrected ? std::optional<double>(value(*corrected)) : std::nullopt;
    };
    using core::tal::LabelQuality;
    const int matched = static_cast<int>(total.matched);
    addRow(tr("Precision"), total.precision(),
           after([](const LabelQuality &q) { return q.total.precision(); }),
           tr("%1 of %2 pseudo-labels match a ground-truth instance", nullptr, matched)
               .arg(common::countText(static_cast<qint64>(total.matched)),
                    common::countText(static_cast<qint64>(total.labels))));
    addRow(tr("Recall"), total.recall(),
           after([](const LabelQuality &q) { return q.total.recall(); }),
           tr("%1 of %2 ground-truth instances are found by pseudo-labels", nullptr, matched)
               .arg(common::countText(static_cast<qint64>(total.matched)),
                    common::countText(static_cast<qint64>(total.gtInstances))));
    addRow(tr("F1"), total.f1(), after([](const LabelQuality &q) { return q.total.f1(); }),
           tr("Harmonic mean of precision and recall"));
    addRow(tr("mAP at %1").arg(quality->tiou), quality->map,
           after([](const LabelQuality &q) { return q.map; }), tr("Mean over the classes"));
    addRow(tr("mAP, mean of 0.1:0.1:0.7"), quality->averageMap,
           after([](const LabelQuality &q) { return q.averageMap; }), tr("Over tIoU 0.1 to 0.7"));
    m_frame->setText(tr("%1 · %2 · %3 with ground truth · activitynet rule, tIoU %4. Follows "
                        "every edit; Stages compares all stages, by class and by video.")
                         .arg(track, common::toQString(quality->subset),
                              common::videosText(static_cast<qint64>(quality->videos.size())))
                         .arg(quality->tiou));
}

void QualityPanel::addHead(bool isCorrected)
{
    const QStringList titles =
        isCorrected ? QStringList{tr("made"), tr("corrected"), tr("change")} : QStringList();
    for (int i = 0; i < titles.size(); ++i) {
        QLabel *label = addNumber(0, i + 1, titles[i]);
        label->setFont(common::textFont(11));
        label->setProperty("tone", QStringLiteral("hint"));
    }
}

QLabel *QualityPanel::addNumber(int row, int column, const QString &text)
{
    auto *label = new QLabel(text);
    label->setFont(common::numberFont(12, QFont::Medium));
    m_rows->addWidget(label, row, column, Qt::AlignRight);
    return label;
}

void QualityPanel::addRow(const QString &name, double before, std::optional<double> after,
                          const QString &explanation)
{
    const int row = m_rows->rowCount();
    auto *label = new QLabel(name);
    label->setProperty("tone", QStringLiteral("second"));
    label->setToolTip(explanation);
    m_rows->addWidget(label, row, 0);
    addNumber(row, 1, percentText(before))->setToolTip(explanation);
    if (after) {
        addNumber(row, 2, percentText(*after));
        addNumber(row, 3, pointsText(*after - before))
            ->setProperty("tone", toneOfChange(*after - before));
    }
}

} // namespace ui::analysis
