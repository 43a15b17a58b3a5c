#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/tal/diagnosis_parts.h"

namespace core::tal {

namespace {

using Claims = std::vector<std::int32_t>;

// The instance of any class that a segment overlaps most.
struct BestOverlap
{
    std::int32_t instance = -1;
    double tiou = 0.0;
    bool isSameLabel = false;
};

BestOverlap bestOverlap(const model::Detection &detection, const std::string &label,
                        const model::GroundTruth &truth, std::int32_t gtVideo, DiagnosisTies ties)
{
    BestOverlap best;
    if (gtVideo < 0) {
        return best;
    }
    const auto &instances = truth.videos[static_cast<std::size_t>(gtVideo)].instances;
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const model::Instance &instance = instances[i];
        if (!(instance.end > instance.start)) {
            continue; // the protocol leaves it out
        }
        const double overlap = tiou(detection.start, detection.end, instance.start, instance.end);
        const bool isSame = truth.classes[static_cast<std::size_t>(instance.classIndex)] == label;
        const bool winsTie = ties == DiagnosisTies::PreferSameLabel && overlap == best.tiou &&
                             isSame && !best.isSameLabel;
        if (best.instance < 0 || overlap > best.tiou || winsTie) {
            best = {
                .instance = static_cast<std::int32_t>(i), .tiou = overlap, .isSameLabel = isSame};
        }
    }
    return best;
}

ErrorType errorType(const BestOverlap &best, const DiagnosisOptions &options)
{
    if (best.instance >= 0 && best.tiou >= options.tiou) {
        return best.isSameLabel ? ErrorType::DoubleDetection : ErrorType::WrongLabel;
    }
    if (best.instance >= 0 && best.tiou >= options.minTiou) {
        return best.isSameLabel ? ErrorType::Localization : ErrorType::Confusion;
    }
    return ErrorType::Background;
}

// Fills in what needs the predictions of highest score: their types, the profile and the gains.
class ProfileBuilder
{
public:
    ProfileBuilder(const model::GroundTruth &truth, const LimitedPredictions &limited,
                   const EvaluationResult &evaluated, const DiagnosisOptions &options)
        : m_truth(truth)
        , m_limited(limited)
        , m_evaluated(evaluated)
        , m_options(options)
    {
    }

    void build(Diagnosis &diagnosis)
    {
        diagnosis.profileMap = m_evaluated.averageMap;
        diagnosis.profile.resize(static_cast<std::size_t>(m_options.groups));
        for (const PredictionMatch &match : m_evaluated.matches) {
            diagnosis.predictions.push_back(diagnosed(match));
        }
        addGroups(diagnosis);
        for (std::size_t type = 1; type < kErrorTypeCount; ++type) {
            diagnosis.mapGain[type] =
                mapWithout(diagnosis, static_cast<ErrorType>(type)) - m_evaluated.averageMap;
        }
        diagnosis.missedGain = mapOfFound() - m_evaluated.averageMap;
        for (DiagnosedPrediction &prediction : diagnosis.predictions) {
            const std::vector<std::int32_t> &origin =
                m_limited.origin[static_cast<std::size_t>(prediction.video)];
            prediction.detection = origin[static_cast<std::size_t>(prediction.detection)];
        }
    }

private:
    const model::Detection &detectionOf(const PredictionMatch &match) const
    {
        return m_limited.set.videos[static_cast<std::size_t>(match.video)]
            .detections[static_cast<std::size_t>(match.detection)];
    }

    DiagnosedPrediction diagnosed(const PredictionMatch &match) const
    {
        DiagnosedPrediction prediction{.video = match.video,
                                       .detection = match.detection,
                                       .group = 0,
                                       .type = ErrorType::TruePositive,
                                       .gtVideo = match.gtVideo,
                                       .instance = match.instance.front(),
                                       .tiou = 0.0};
        const model::Detection &detection = detectionOf(match);
        if (prediction.instance >= 0) {
            const model::Instance &instance =
                m_truth.videos[static_cast<std::size_t>(match.gtVideo)]
                    .instances[static_cast<std::size_t>(prediction.instance)];
            prediction.tiou = tiou(detection.start, detection.end, instance.start, instance.end);
            return prediction;
        }
        const std::string &label =
            m_limited.set.classes[static_cast<std::size_t>(detection.classIndex)];
        const BestOverlap best =
            bestOverlap(detection, label, m_truth, match.gtVideo, m_options.ties);
        prediction.type = errorType(best, m_options);
        prediction.instance = best.instance;
        prediction.tiou = best.tiou;
        return prediction;
    }

    // The first G of a class by score are in 1G, the next in 2G; of equal scores the earlier one
    // comes first here, unlike in the matching, as published.
    void addGroups(Diagnosis &diagnosis) const
    {
        std::size_t first = 0;
        for (const auto &row : m_evaluated.classes) {
            const std::size_t count = row.predictions;
            std::vector<std::size_t> order(count);
            std::iota(order.begin(), order.end(), first);
            std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                const PredictionMatch &x = m_evaluated.matches[a];
                const PredictionMatch &y = m_evaluated.matches[b];
                const double scoreX = detectionOf(x).score;
                const double scoreY = detectionOf(y).score;
                return scoreX != scoreY
                           ? scoreX > scoreY
                           : std::tie(x.video, x.detection) < std::tie(y.video, y.detection);
            });
            for (std::size_t i = 0; i < count; ++i) {
                DiagnosedPrediction &prediction = diagnosis.predictions[order[i]];
                const std::size_t group = i / row.gtInstances;
                prediction.group = static_cast<std::int32_t>(group);
                ++diagnosis.profile[group][static_cast<std::size_t>(prediction.type)];
            }
            first += count;
        }
    }

    double mapWithout(const Diagnosis &diagnosis, ErrorType type) const
    {
        std::vector<double> ap;
        std::size_t first = 0;
        for (const ClassResult &entry : m_evaluated.classes) {
            Claims claims;
            for (std::size_t i = first; i < first + entry.predictions; ++i) {
                if (diagnosis.predictions[i].type != type) {
                    claims.push_back(m_evaluated.matches[i].instance.front());
                }
            }
            first += entry.predictions;
            ap.push_back(averagePrecision(claims, entry.gtInstances, instancesPerClass(m_evaluated),
                                          diagnosisProtocol()));
        }
        return meanOf(ap);
    }

    // Only the claimed instances are there; a class without any keeps its 0.
    double mapOfFound() const
    {
        std::vector<double> ap;
        std::size_t first = 0;
        for (const ClassResult &entry : m_evaluated.classes) {
            Claims claims;
            for (std::size_t i = first; i < first + entry.predictions; ++i) {
                claims.push_back(m_evaluated.matches[i].instance.front());
            }
            first += entry.predictions;
            const auto found = static_cast<std::size_t>(
                std::count_if(claims.begin(), claims.end(), [](auto claim) { return claim >= 0; }));
            ap.push_back(averagePrecision(claims, found, instancesPerClass(m_evaluated),
                                          diagnosisProtocol()));
        }
        return meanOf(ap);
    }

    const model::GroundTruth &m_truth;
    const LimitedPredictions &m_limited;
    const EvaluationResult &m_evaluated;
    const DiagnosisOptions &m_options;
};

} // namespace

void addErrorProfile(const model::GroundTruth &truth, const LimitedPredictions &limited,
                     const EvaluationResult &evaluated, const DiagnosisOptions &options,
                     Diagnosis &diagnosis)
{
    ProfileBuilder(truth, limited, evaluated, options).build(diagnosis);
}

} // namespace core::tal
