#include "core/tal/box_fusion.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/tal/class_matching.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// One proposal of one generator.
struct Member
{
    double start = 0.0;
    double end = 0.0;
    double score = 0.0; // scaled
    std::int32_t generator = 0;
    std::int32_t detection = 0;
};

struct Cluster
{
    double start = 0.0;
    double end = 0.0;
    double startSum = 0.0; // weighted by weight × score
    double endSum = 0.0;
    double boundsWeight = 0.0;
    double scoreSum = 0.0; // weighted by weight
    double weight = 0.0;
    std::vector<std::size_t> members;
};

// The fused proposals of one class in one video.
class Fusion
{
public:
    Fusion(const std::vector<double> &weights, double tiou)
        : m_weights(weights)
        , m_tiou(tiou)
    {
    }

    void add(const Member &member, std::size_t index)
    {
        const std::size_t best = bestCluster(member);
        if (best == m_clusters.size()) {
            m_clusters.emplace_back();
        } else {
            m_byStart.erase({m_clusters[best].start, best});
        }
        Cluster &cluster = m_clusters[best];
        const double weight = m_weights[static_cast<std::size_t>(member.generator)];
        const double share = weight * member.score;
        cluster.startSum += share * member.start;
        cluster.endSum += share * member.end;
        cluster.boundsWeight += share;
        cluster.scoreSum += weight * member.score;
        cluster.weight += weight;
        cluster.members.push_back(index);
        cluster.start = cluster.startSum / cluster.boundsWeight;
        cluster.end = cluster.endSum / cluster.boundsWeight;
        m_byStart.insert({cluster.start, best});
    }

    const std::vector<Cluster> &clusters() const { return m_clusters; }

private:
    // An overlap of at least t bounds how far the starts are apart: the intersection is at least
    // t × the longer and at most the shorter one.
    std::size_t bestCluster(const Member &member) const
    {
        const double length = member.end - member.start;
        const double first = member.end - length / m_tiou;
        const double last = member.start + length * (1.0 - m_tiou);
        std::size_t best = m_clusters.size();
        double highest = 0.0;
        for (auto at = m_byStart.lower_bound({first, 0});
             at != m_byStart.end() && at->first <= last; ++at) {
            const Cluster &cluster = m_clusters[at->second];
            const double overlap = tal::tiou(member.start, member.end, cluster.start, cluster.end);
            if (overlap >= m_tiou &&
                (overlap > highest || (overlap == highest && at->second < best))) {
                best = at->second;
                highest = overlap;
            }
        }
        return best;
    }

    const std::vector<double> &m_weights;
    double m_tiou;
    std::vector<Cluster> m_clusters;
    std::set<std::pair<double, std::size_t>> m_byStart;
};

// The share of a generator's own scores that are no higher.
class Ranks
{
public:
    Ranks(const model::DetectionSet &set, ScoreScale scale)
        : m_scale(scale)
    {
        for (const model::VideoDetections &video : set.videos) {
            for (const model::Detection &detection : video.detections) {
                m_scores.push_back(detection.score);
            }
        }
        std::sort(m_scores.begin(), m_scores.end());
    }

    double scaled(double score) const
    {
        if (m_scale == ScoreScale::AsIs) {
            return score;
        }
        const auto above = std::upper_bound(m_scores.begin(), m_scores.end(), score);
        return static_cast<double>(above - m_scores.begin()) / static_cast<double>(m_scores.size());
    }

private:
    ScoreScale m_scale;
    std::vector<double> m_scores;
};

// Members by video and class, both in the order of their first mention.
struct Gathered
{
    std::vector<std::string> classes;
    std::vector<std::string> videos;
    std::map<std::pair<std::size_t, std::size_t>, std::vector<Member>> members; // video, class
    std::size_t withoutScore = 0;
    std::size_t withoutLength = 0;
};

std::size_t placeOf(std::vector<std::string> &names, std::map<std::string, std::size_t> &places,
                    const std::string &name)
{
    const auto [place, isNew] = places.emplace(name, names.size());
    if (isNew) {
        names.push_back(name);
    }
    return place->second;
}

Gathered gather(const std::vector<model::DetectionSet> &generators, ScoreScale scale)
{
    Gathered all;
    std::map<std::string, std::size_t> classPlaces;
    std::map<std::string, std::size_t> videoPlaces;
    for (std::size_t g = 0; g < generators.size(); ++g) {
        const Ranks ranks(generators[g], scale);
        std::vector<std::size_t> classOf;
        for (const std::string &name : generators[g].classes) {
            classOf.push_back(placeOf(all.classes, classPlaces, name));
        }
        for (const model::VideoDetections &video : generators[g].videos) {
            const std::size_t v = placeOf(all.videos, videoPlaces, video.video);
            for (std::size_t i = 0; i < video.detections.size(); ++i) {
                const model::Detection &detection = video.detections[i];
                const Member member{.start = detection.start,
                                    .end = detection.end,
                                    .score = ranks.scaled(detection.score),
                                    .generator = static_cast<std::int32_t>(g),
                                    .detection = static_cast<std::int32_t>(i)};
                if (member.end <= member.start) {
                    ++all.withoutLength;
                } else if (member.score <= 0.0) {
                    ++all.withoutScore;
                } else {
                    all.members[{v, classOf[static_cast<std::size_t>(detection.classIndex)]}]
                        .push_back(member);
                }
            }
        }
    }
    return all;
}

// The weight of the generators of a cluster, each counted once.
double supportOf(const Cluster &cluster, const std::vector<Member> &members,
                 const std::vector<double> &weights, std::size_t &generators)
{
    std::set<std::int32_t> seen;
    double support = 0.0;
    for (const std::size_t m : cluster.members) {
        if (seen.insert(members[m].generator).second) {
            support += weights[static_cast<std::size_t>(members[m].generator)];
        }
    }
    generators = seen.size();
    return support;
}

Result<std::vector<double>> weightsOf(std::size_t generators, const FusionOptions &options)
{
    const bool isWeighted = !options.weights.empty();
    const bool isSound = generators >= 2 && (!isWeighted || options.weights.size() == generators) &&
                         std::all_of(options.weights.begin(), options.weights.end(),
                                     [](double weight) { return weight > 0.0 && weight < 1e9; }) &&
                         options.tiou > 0.0 && options.tiou <= 1.0;
    if (!isSound) {
        return fail({.code = ErrorCode::Usage,
                     .problem = fmt::format("{} sets with {} weights at tIoU {:g} cannot be fused",
                                            generators, options.weights.size(), options.tiou),
                     .expected = "two sets or more, no weights or one above 0 for each, a tIoU "
                                 "above 0 and up to 1"});
    }
    return isWeighted ? options.weights : std::vector<double>(generators, 1.0);
}

} // namespace

Result<FusedProposals> fuseProposals(const std::vector<model::DetectionSet> &generators,
                                     const FusionOptions &options)
{
    const std::vector<double> weights = TRY(weightsOf(generators.size(), options));
    for (const model::DetectionSet &set : generators) {
        TRY(checkDetections(set));
    }
    double allWeights = 0.0;
    for (const double weight : weights) {
        allWeights += weight;
    }
    Gathered all = gather(generators, options.scale);
    FusedProposals fused;
    fused.withoutScore = all.withoutScore;
    fused.withoutLength = all.withoutLength;
    fused.set.classes = all.classes;
    for (const std::string &video : all.videos) {
        fused.set.videos.push_back({.video = video, .detections = {}});
    }
    fused.members.resize(all.videos.size());
    fused.agreement.assign(generators.size() + 1, 0);
    for (auto &[key, members] : all.members) {
        std::stable_sort(members.begin(), members.end(),
                         [](const Member &a, const Member &b) { return a.score > b.score; });
        Fusion fusion(weights, options.tiou);
        for (std::size_t m = 0; m < members.size(); ++m) {
            fusion.add(members[m], m);
        }
        struct FusedProposal
        {
            model::Detection detection;
            const Cluster *cluster;
        };
        std::vector<FusedProposal> scored;
        for (const Cluster &cluster : fusion.clusters()) {
            std::size_t agreeing = 0;
            const double support = supportOf(cluster, members, weights, agreeing);
            ++fused.agreement[agreeing];
            scored.push_back({{.classIndex = static_cast<int>(key.second),
                               .start = cluster.start,
                               .end = cluster.end,
                               .score = cluster.scoreSum / cluster.weight * support / allWeights},
                              &cluster});
        }
        std::stable_sort(scored.begin(), scored.end(),
                         [](const FusedProposal &a, const FusedProposal &b) {
                             return a.detection.score > b.detection.score;
                         });
        for (const FusedProposal &entry : scored) {
            fused.set.videos[key.first].detections.push_back(entry.detection);
            auto &places = fused.members[key.first].emplace_back();
            for (const std::size_t m : entry.cluster->members) {
                places.emplace_back(members[m].generator, members[m].detection);
            }
        }
    }
    return fused;
}

} // namespace core::tal
