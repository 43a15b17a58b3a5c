#include "ui/analysis/quality_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::analysis {

namespace {

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral(" %");
}

} // namespace

QualityPanel::QualityPanel(QWidget *parent)
    : QWidget(parent)
    , m_frame(new QLabel)
    , m_rows(new QGridLayout)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *title = new QLabel(tr("Quality of the pseudo-labels"));
    title->setFont(common::textFont(12, QFont::DemiBold));
    m_frame->setProperty("tone", QStringLiteral("hint"));
    m_frame->setFont(common::textFont(11));
    m_frame->setWordWrap(true);
    m_rows->setVerticalSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addLayout(m_rows);
    layout->addWidget(m_frame);
    hide();
}

void QualityPanel::showQuality(const QString &track,
                               const std::optional<core::tal::LabelQuality> &quality)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    setVisible(quality.has_value());
    if (!quality) {
        return;
    }
    const core::tal::QualityCounts &total = quality->total;
    addRow(tr("Precision"), percent(total.precision()),
           tr("%1 of %2 labels match a ground-truth instance")
               .arg(common::countText(static_cast<qint64>(total.matched)),
                    common::countText(static_cast<qint64>(total.labels))));
    addRow(tr("Recall"), percent(total.recall()),
           tr("%1 of %2 ground-truth instances are found")
               .arg(common::countText(static_cast<qint64>(total.matched)),
                    common::countText(static_cast<qint64>(total.gtInstances))));
    addRow(tr("F1"), percent(total.f1()), tr("Harmonic mean of precision and recall"));
    addRow(tr("mAP at %1").arg(quality->tiou), percent(quality->map), tr("Mean over the classes"));
    addRow(tr("mAP, average"), percent(quality->averageMap), tr("Over tIoU 0.1 to 0.7"));
    m_frame->setText(tr("%1 · %2 videos with ground truth · tIoU %3")
                         .arg(track, common::countText(static_cast<qint64>(quality->videos.size())))
                         .arg(quality->tiou));
}

void QualityPanel::addRow(const QString &name, const QString &value, const QString &explanation)
{
    const int row = m_rows->rowCount();
    auto *label = new QLabel(name);
    label->setProperty("tone", QStringLiteral("second"));
    label->setToolTip(explanation);
    auto *number = new QLabel(value);
    number->setFont(common::numberFont(12, QFont::Medium));
    number->setToolTip(explanation);
    m_rows->addWidget(label, row, 0);
    m_rows->addWidget(number, row, 1, Qt::AlignRight);
}

} // namespace ui::analysis
