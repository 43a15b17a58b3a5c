#include <algorithm>
#include <map>
#include <span>

#include "core/tal/diagnosis_parts.h"

namespace core::tal {

namespace {

using Claims = std::vector<std::int32_t>;

Characteristics computedCharacteristics(const model::VideoGroundTruth &video,
                                        const model::Instance &instance)
{
    const double length = instance.end - instance.start;
    const std::optional<double> coverage =
        video.durationS ? std::optional<double>(length / *video.durationS) : std::nullopt;
    return {coverage, length, static_cast<double>(video.instances.size())};
}

std::int32_t binOf(const CharacteristicBins &bins, std::optional<double> value)
{
    if (!value || !(*value >= bins.bounds.front()) || *value > bins.bounds.back()) {
        return -1;
    }
    const auto above = std::lower_bound(bins.bounds.begin() + 1, bins.bounds.end(), *value);
    return static_cast<std::int32_t>(above - bins.bounds.begin()) - 1;
}

// Fills in what needs all predictions: found instances, and mAP and misses by characteristic.
class CharacteristicsBuilder
{
public:
    CharacteristicsBuilder(const model::GroundTruth &truth, const EvaluationResult &evaluated,
                           const DiagnosisOptions &options)
        : m_truth(truth)
        , m_evaluated(evaluated)
        , m_options(options)
        , m_bins(characteristicBins(options.bins))
        , m_place(truth.videos.size())
    {
    }

    void build(const TruthSelection &selection, Diagnosis &diagnosis)
    {
        for (const std::int32_t v : selection.videos()) {
            addVideo(v, diagnosis);
        }
        markFound(diagnosis);
        for (std::size_t c = 0; c < m_bins.size(); ++c) {
            diagnosis.characteristics.push_back(bars(c, diagnosis));
        }
    }

private:
    void addVideo(std::int32_t v, Diagnosis &diagnosis)
    {
        const auto index = static_cast<std::size_t>(v);
        const model::VideoGroundTruth &video = m_truth.videos[index];
        m_place[index].assign(video.instances.size(), -1);
        for (std::size_t i = 0; i < video.instances.size(); ++i) {
            if (!(video.instances[i].end > video.instances[i].start)) {
                continue; // the protocol leaves it out
            }
            const Characteristics values = m_options.characteristics.empty()
                                               ? computedCharacteristics(video, video.instances[i])
                                               : m_options.characteristics[index][i];
            DiagnosedInstance instance{.gtVideo = v,
                                       .instance = static_cast<std::int32_t>(i),
                                       .isFound = false,
                                       .bin = {}};
            for (std::size_t c = 0; c < m_bins.size(); ++c) {
                instance.bin[c] = binOf(m_bins[c], values[c]);
            }
            m_place[index][i] = static_cast<std::int32_t>(diagnosis.instances.size());
            diagnosis.instances.push_back(instance);
        }
    }

    std::size_t placeOf(const PredictionMatch &match) const
    {
        return static_cast<std::size_t>(m_place[static_cast<std::size_t>(match.gtVideo)]
                                               [static_cast<std::size_t>(match.instance.front())]);
    }

    // Calls f(entry, its matches) for each class.
    template <class F>
    void forEachClass(F f) const
    {
        std::size_t first = 0;
        for (const ClassResult &entry : m_evaluated.classes) {
            f(entry, std::span(m_evaluated.matches).subspan(first, entry.predictions));
            first += entry.predictions;
        }
    }

    // A claim counts while the normalised precision down to it is above the limit.
    void markFound(Diagnosis &diagnosis) const
    {
        forEachClass([&](const ClassResult &entry, std::span<const PredictionMatch> matches) {
            double hits = 0.0;
            double misses = 0.0;
            for (const PredictionMatch &match : matches) {
                const bool isHit = match.instance.front() >= 0;
                (isHit ? hits : misses) += 1.0;
                const double weighted =
                    hits / static_cast<double>(entry.gtInstances) * instancesPerClass(m_evaluated);
                if (isHit && weighted / (weighted + misses) > m_options.minPrecision) {
                    diagnosis.instances[placeOf(match)].isFound = true;
                }
            }
        });
    }

    std::vector<CharacteristicBar> bars(std::size_t c, const Diagnosis &diagnosis) const
    {
        std::vector<CharacteristicBar> bars;
        for (std::size_t b = 0; b < m_bins[c].labels.size(); ++b) {
            CharacteristicBar bar{.label = m_bins[c].labels[b], .map = std::nullopt};
            for (const DiagnosedInstance &instance : diagnosis.instances) {
                const bool isHere = instance.bin[c] == static_cast<std::int32_t>(b);
                bar.instances += isHere ? 1 : 0;
                bar.missed += isHere && !instance.isFound ? 1 : 0;
            }
            if (bar.instances > 0) {
                bar.map = mapOfBin(c, static_cast<std::int32_t>(b), diagnosis);
            }
            bars.push_back(bar);
        }
        return bars;
    }

    // Mean over the classes with instances in the bin; claims of other instances are left out.
    double mapOfBin(std::size_t c, std::int32_t bin, const Diagnosis &diagnosis) const
    {
        std::map<std::string_view, std::size_t> inBin;
        for (const DiagnosedInstance &instance : diagnosis.instances) {
            if (instance.bin[c] == bin) {
                const model::VideoGroundTruth &video =
                    m_truth.videos[static_cast<std::size_t>(instance.gtVideo)];
                const int index =
                    video.instances[static_cast<std::size_t>(instance.instance)].classIndex;
                ++inBin[m_truth.classes[static_cast<std::size_t>(index)]];
            }
        }
        std::vector<double> ap;
        forEachClass([&](const ClassResult &entry, std::span<const PredictionMatch> matches) {
            const auto found = inBin.find(entry.name);
            if (found == inBin.end()) {
                return;
            }
            Claims claims;
            for (const PredictionMatch &match : matches) {
                if (match.instance.front() < 0 ||
                    diagnosis.instances[placeOf(match)].bin[c] == bin) {
                    claims.push_back(match.instance.front());
                }
            }
            ap.push_back(averagePrecision(claims, found->second, instancesPerClass(m_evaluated),
                                          diagnosisProtocol()));
        });
        return meanOf(ap);
    }

    const model::GroundTruth &m_truth;
    const EvaluationResult &m_evaluated;
    const DiagnosisOptions &m_options;
    std::span<const CharacteristicBins> m_bins;
    std::vector<std::vector<std::int32_t>> m_place; // into Diagnosis::instances; -1: left out
};

} // namespace

void addCharacteristics(const model::GroundTruth &truth, const EvaluationResult &evaluated,
                        const TruthSelection &selection, const DiagnosisOptions &options,
                        Diagnosis &diagnosis)
{
    CharacteristicsBuilder(truth, evaluated, options).build(selection, diagnosis);
}

} // namespace core::tal
