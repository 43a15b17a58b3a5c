#include "core/tal/error_types.h"

#include <algorithm>
#include <numeric>

namespace core::tal {

namespace {

double tiouOf(const model::Detection &label, const model::Instance &instance)
{
    const double shared = std::min(label.end, instance.end) - std::max(label.start, instance.start);
    const double joint =
        (label.end - label.start) + (instance.end - instance.start) - std::max(shared, 0.0);
    return shared > 0 && joint > 0 ? shared / joint : 0.0;
}

ErrorType unmatched(std::span<const model::Instance> truth, const model::Detection &label,
                    const ErrorOptions &options)
{
    double best = 0;
    bool isSameClass = false;
    for (const model::Instance &instance : truth) {
        const double tiou = tiouOf(label, instance);
        const bool isSame = instance.classIndex == label.classIndex;
        // Where two classes have the same interval (a cliff dive is a dive), the own one counts.
        if (tiou > best || (tiou == best && tiou > 0 && isSame)) {
            best = tiou;
            isSameClass = isSame;
        }
    }
    if (best >= options.tiou) {
        return isSameClass ? ErrorType::DoubleDetection : ErrorType::WrongLabel;
    }
    if (best >= options.leastTiou) {
        return isSameClass ? ErrorType::Localization : ErrorType::Confusion;
    }
    return ErrorType::Background;
}

} // namespace

ErrorTypes errorTypes(std::span<const model::Instance> truth,
                      std::span<const model::Detection> labels, const ErrorOptions &options)
{
    ErrorTypes types;
    types.labels.resize(labels.size(), ErrorType::Background);
    types.isMissed.resize(truth.size(), true);
    std::vector<std::size_t> order(labels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return labels[a].score > labels[b].score;
    });
    for (const std::size_t i : order) {
        double best = 0;
        std::size_t taken = truth.size();
        for (std::size_t t = 0; t < truth.size(); ++t) {
            const double tiou = tiouOf(labels[i], truth[t]);
            if (types.isMissed[t] && truth[t].classIndex == labels[i].classIndex &&
                tiou >= options.tiou && tiou > best) {
                best = tiou;
                taken = t;
            }
        }
        if (taken < truth.size()) {
            types.isMissed[taken] = false;
            types.labels[i] = ErrorType::TruePositive;
        } else {
            types.labels[i] = unmatched(truth, labels[i], options);
        }
    }
    return types;
}

} // namespace core::tal
