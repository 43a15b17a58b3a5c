#include "core/tal/diagnosis.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/tal/diagnosis_parts.h"

namespace core::tal {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

base::Result<EvaluationResult> evaluateDetad(const model::GroundTruth &truth,
                                             const model::DetectionSet &predictions,
                                             const DiagnosisOptions &options)
{
    return evaluate(truth, predictions, diagnosisProtocol(),
                    {.subset = options.subset,
                     .videos = options.videos,
                     .tiou = {options.tiou},
                     .wantsMatches = true});
}

// Of equal scores the earlier is kept, as published.
LimitedPredictions limitPredictions(const model::DetectionSet &predictions,
                                    const EvaluationResult &evaluated, std::size_t factor)
{
    std::vector<std::vector<PredictionMatch>> byClass(evaluated.classes.size());
    for (const PredictionMatch &match : evaluated.matches) {
        byClass[static_cast<std::size_t>(match.classRow)].push_back(match);
    }
    std::vector<std::vector<bool>> isKept(predictions.videos.size());
    for (std::size_t v = 0; v < predictions.videos.size(); ++v) {
        isKept[v].resize(predictions.videos[v].detections.size(), false);
    }
    const auto place = [](const PredictionMatch &match) {
        return std::tuple(match.video, match.detection);
    };
    const auto score = [&predictions](const PredictionMatch &match) {
        return predictions.videos[static_cast<std::size_t>(match.video)]
            .detections[static_cast<std::size_t>(match.detection)]
            .score;
    };
    for (std::size_t row = 0; row < byClass.size(); ++row) {
        std::vector<PredictionMatch> &matches = byClass[row];
        std::sort(matches.begin(), matches.end(), [&](const auto &a, const auto &b) {
            return score(a) != score(b) ? score(a) > score(b) : place(a) < place(b);
        });
        const std::size_t count =
            std::min(matches.size(), factor * evaluated.classes[row].gtInstances);
        for (std::size_t i = 0; i < count; ++i) {
            isKept[static_cast<std::size_t>(matches[i].video)]
                  [static_cast<std::size_t>(matches[i].detection)] = true;
        }
    }
    LimitedPredictions limited{.set = {.classes = predictions.classes, .videos = {}}, .origin = {}};
    for (std::size_t v = 0; v < predictions.videos.size(); ++v) {
        model::VideoDetections video{.video = predictions.videos[v].video, .detections = {}};
        std::vector<std::int32_t> origin;
        for (std::size_t i = 0; i < isKept[v].size(); ++i) {
            if (isKept[v][i]) {
                video.detections.push_back(predictions.videos[v].detections[i]);
                origin.push_back(static_cast<std::int32_t>(i));
            }
        }
        limited.set.videos.push_back(std::move(video));
        limited.origin.push_back(std::move(origin));
    }
    return limited;
}

base::Result<void> checkCharacteristics(const model::GroundTruth &truth,
                                        const DiagnosisOptions &options)
{
    bool fits =
        options.characteristics.empty() || options.characteristics.size() == truth.videos.size();
    for (std::size_t v = 0; fits && v < options.characteristics.size(); ++v) {
        fits = options.characteristics[v].size() == truth.videos[v].instances.size();
    }
    if (!fits) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "the characteristics do not belong to this ground truth",
                           .expected = "one entry for each instance"});
    }
    return {};
}

} // namespace

const Protocol &diagnosisProtocol()
{
    return **protocolByName("detad");
}

double instancesPerClass(const EvaluationResult &evaluated)
{
    return static_cast<double>(evaluated.gtInstances) /
           static_cast<double>(evaluated.classes.size());
}

double meanOf(const std::vector<double> &values)
{
    return values.empty() ? 0.0
                          : std::accumulate(values.begin(), values.end(), 0.0) /
                                static_cast<double>(values.size());
}

const char *errorTypeName(ErrorType type)
{
    constexpr std::array<const char *, kErrorTypeCount> kNames = {
        "True Positive", "Double Detection", "Wrong Label",
        "Localization",  "Confusion",        "Background"};
    return kNames[static_cast<std::size_t>(type)];
}

std::span<const CharacteristicBins> characteristicBins(BinSet set)
{
    static const std::vector<std::string_view> kFive = {"XS", "S", "M", "L", "XL"};
    static const std::vector<std::string_view> kFour = {"XS", "S", "M", "L"};
    static const std::array<CharacteristicBins, kCharacteristicCount> kThumos = {{
        {"coverage", {0.0, 0.02, 0.04, 0.06, 0.08, 1.0}, kFive},
        {"length", {0.0, 3.0, 6.0, 12.0, 18.0, kInfinity}, kFive},
        {"num-instances", {-1.0, 1.0, 40.0, 80.0, kInfinity}, kFour},
    }};
    static const std::array<CharacteristicBins, kCharacteristicCount> kActivityNet = {{
        // Six values of a linear spacing, to the last bit.
        {"coverage", {0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0}, kFive},
        {"length", {0.0, 30.0, 60.0, 120.0, 180.0, kInfinity}, kFive},
        {"num-instances", {-1.0, 1.0, 4.0, 8.0, kInfinity}, kFour},
    }};
    return set == BinSet::Thumos14 ? kThumos : kActivityNet;
}

base::Result<Diagnosis> diagnose(const model::GroundTruth &truth,
                                 const model::DetectionSet &predictions,
                                 const DiagnosisOptions &options)
{
    TRY(checkCharacteristics(truth, options));
    const EvaluationResult all = TRY(evaluateDetad(truth, predictions, options));
    const LimitedPredictions limited =
        limitPredictions(predictions, all, static_cast<std::size_t>(options.groups));
    const EvaluationResult profile = TRY(evaluateDetad(truth, limited.set, options));
    const TruthSelection selection =
        TRY(TruthSelection::select(truth, options.subset, true, options.videos));
    Diagnosis diagnosis;
    diagnosis.tiou = options.tiou;
    diagnosis.subset = options.subset;
    diagnosis.videos = all.videos;
    diagnosis.classes = all.classes.size();
    diagnosis.gtInstances = all.gtInstances;
    diagnosis.map = all.averageMap;
    diagnosis.warnings = all.warnings;
    addErrorProfile(truth, limited, profile, options, diagnosis);
    addCharacteristics(truth, all, selection, options, diagnosis);
    return diagnosis;
}

} // namespace core::tal
