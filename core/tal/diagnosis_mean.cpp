#include "core/tal/diagnosis_mean.h"

namespace core::tal {

namespace {

void addBars(const Diagnosis &diagnosis, double share, std::vector<std::vector<MeanBar>> &bars)
{
    bars.resize(diagnosis.characteristics.size());
    for (std::size_t c = 0; c < bars.size(); ++c) {
        bars[c].resize(diagnosis.characteristics[c].size());
        for (std::size_t b = 0; b < bars[c].size(); ++b) {
            const CharacteristicBar &bar = diagnosis.characteristics[c][b];
            MeanBar &mean = bars[c][b];
            mean.label = bar.label;
            mean.instances = bar.instances;
            if (bar.map && bar.instances > 0) {
                mean.map = mean.map.value_or(0.0) + share * *bar.map;
                mean.missedRate =
                    mean.missedRate.value_or(0.0) +
                    share * static_cast<double>(bar.missed) / static_cast<double>(bar.instances);
            }
        }
    }
}

} // namespace

base::Result<MeanDiagnosis> diagnoseMean(const model::GroundTruth &truth,
                                         const model::DetectionSet &predictions,
                                         DiagnosisOptions options, const std::vector<double> &tiou)
{
    if (tiou.empty()) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "errors have types at a tIoU",
                           .expected = "one tIoU or more"});
    }
    MeanDiagnosis mean;
    mean.tiou = tiou;
    const double share = 1.0 / static_cast<double>(tiou.size());
    for (const double threshold : tiou) {
        options.tiou = threshold;
        Diagnosis diagnosis = TRY(diagnose(truth, predictions, options));
        mean.map += share * diagnosis.map;
        mean.profileMap += share * diagnosis.profileMap;
        mean.missedGain += share * diagnosis.missedGain;
        mean.profile.resize(diagnosis.profile.size());
        for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
            mean.mapGain[type] += share * diagnosis.mapGain[type];
            for (std::size_t g = 0; g < mean.profile.size(); ++g) {
                mean.profile[g][type] += share * static_cast<double>(diagnosis.profile[g][type]);
            }
        }
        addBars(diagnosis, share, mean.characteristics);
        if (threshold == tiou.front()) {
            mean.first = std::move(diagnosis);
        }
    }
    return mean;
}

} // namespace core::tal
