#include "ui/analysis/mean_diagnosis_table.h"

#include "ui/analysis/panel_parts.h"
#include "ui/common/qt_convert.h"
#include "ui/timeline/error_style.h"

namespace ui::analysis {

using core::tal::ErrorType;
using core::tal::kErrorTypeCount;

namespace {

// Of all predictions of the profile.
double shareOf(const core::tal::MeanDiagnosis &mean, std::size_t type)
{
    double of = 0.0;
    double all = 0.0;
    for (const auto &group : mean.profile) {
        of += group[type];
        for (const double count : group) {
            all += count;
        }
    }
    return all > 0.0 ? of / all : 0.0;
}

} // namespace

void MeanDiagnosisTable::fill(const core::tal::MeanDiagnosis &mean)
{
    begin({tr("Mean"), tr("gain"), tr("share")});
    addRow({tr("Normalised mAP"), percentText(mean.map), {}});
    for (std::size_t i = 0; i < kErrorTypeCount; ++i) {
        addRow({timeline::errorName(static_cast<ErrorType>(i)),
                i == 0 ? QString() : pointsText(mean.mapGain[i]), percentText(shareOf(mean, i))});
    }
    addRow({timeline::missedName(), pointsText(mean.missedGain), {}});
    const QString titles[] = {tr("coverage"), tr("length"), tr("instances in the video")};
    for (std::size_t c = 0; c < mean.characteristics.size(); ++c) {
        for (const core::tal::MeanBar &bar : mean.characteristics[c]) {
            addRow(
                {tr("%1 %2: mAP, missed").arg(titles[c], common::toQString(std::string(bar.label))),
                 bar.map ? percentText(*bar.map) : QStringLiteral("–"),
                 bar.missedRate ? percentText(*bar.missedRate) : QStringLiteral("–")});
        }
    }
    finish();
}

} // namespace ui::analysis
