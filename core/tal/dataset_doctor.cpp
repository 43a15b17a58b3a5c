#include "core/tal/dataset_doctor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "core/tal/video_lists.h"

namespace core::tal {

namespace {

using model::Instance;
using model::VideoGroundTruth;

// Videos that say which half is flow's, and the share of them that has to agree.
constexpr std::size_t kFewestForFlow = 8;
constexpr double kMostForFlow = 0.75;
constexpr double kShortS = 1.0;
constexpr std::size_t kTwinShare = 2; // one in this many instances of a class makes it a twin

FindingPlace at(const VideoGroundTruth &video, std::size_t instance, std::string text)
{
    return {video.video, static_cast<std::int32_t>(instance), std::move(text)};
}

// "143 in validation, 217 in test"
std::string bySubset(const std::map<std::string, std::size_t> &counts)
{
    std::string text;
    for (const auto &[subset, count] : counts) {
        text += fmt::format("{}{} in {}", text.empty() ? "" : ", ", count,
                            subset.empty() ? "(no subset)" : subset);
    }
    return text;
}

class Examination
{
public:
    Examination(const DoctorInput &input, const DoctorOptions &options)
        : m_input(input)
        , m_options(options)
    {
    }

    std::vector<Finding> run()
    {
        addInstances();
        addPairs();
        addTwins();
        addVideos();
        addFacts();
        addFeatures();
        std::stable_sort(
            m_findings.begin(), m_findings.end(), [](const Finding &a, const Finding &b) {
                return a.severity != b.severity ? a.severity < b.severity : a.code < b.code;
            });
        return std::move(m_findings);
    }

private:
    const std::string &className(const Instance &instance) const
    {
        return m_input.truth.classes[static_cast<std::size_t>(instance.classIndex)];
    }

    // Keeps the finding if it has places; they are counted unless it counts something else.
    void add(Finding finding)
    {
        if (finding.places.empty()) {
            return;
        }
        finding.count = finding.count == 0 ? finding.places.size() : finding.count;
        m_findings.push_back(std::move(finding));
    }

    void addInstances()
    {
        Finding past{.code = "segment-past-end",
                     .severity = Severity::Error,
                     .text = fmt::format("segments end more than {:g} s after their video",
                                         m_options.endToleranceS),
                     .fix = "correct the durations, or clip the segments, or leave the videos out"};
        Finding empty{.code = "zero-length",
                      .severity = Severity::Error,
                      .text = "segments have no length",
                      .fix =
                          "delete them: no prediction can match them but another without length"};
        Finding sub{.code = "sub-second",
                    .severity = Severity::Note,
                    .text = "segments are shorter than a second, about one snippet"};
        std::map<std::string, std::size_t> subBySubset;
        std::set<std::string> pastVideos;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            for (std::size_t i = 0; i < video.instances.size(); ++i) {
                const Instance &instance = video.instances[i];
                const double length = instance.end - instance.start;
                if (video.durationS && instance.end > *video.durationS + m_options.endToleranceS) {
                    past.places.push_back(
                        at(video, i,
                           fmt::format("{} {:.1f} - {:.1f} s, the video has {:.1f} s",
                                       className(instance), instance.start, instance.end,
                                       *video.durationS)));
                    pastVideos.insert(video.video);
                }
                if (length <= 0.0) {
                    empty.places.push_back(
                        at(video, i,
                           fmt::format("{} at {:.3f} s", className(instance), instance.start)));
                } else if (length < kShortS) {
                    sub.places.push_back(
                        at(video, i, fmt::format("{} {:.2f} s", className(instance), length)));
                    ++subBySubset[video.subset];
                }
            }
        }
        past.text += fmt::format(" in {} videos", pastVideos.size());
        sub.text += ": " + bySubset(subBySubset);
        add(std::move(past));
        add(std::move(empty));
        add(std::move(sub));
    }

    // Instances of one class that are the same or overlap.
    void addPairs()
    {
        Finding same{.code = "duplicate-segments",
                     .severity = Severity::Error,
                     .text = "segments occur twice with the same class and times",
                     .fix = "delete all but one"};
        Finding overlapping{.code = "overlapping-segments",
                            .severity = Severity::Note,
                            .text = "segments overlap another one of their class"};
        std::map<std::string, std::size_t> bySubsetCount;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            for (std::size_t i = 0; i < video.instances.size(); ++i) {
                bool isSame = false;
                bool isOverlapping = false;
                const Instance &a = video.instances[i];
                for (std::size_t j = 0; j < i; ++j) {
                    const Instance &b = video.instances[j];
                    if (a.classIndex == b.classIndex) {
                        isSame = isSame || (a.start == b.start && a.end == b.end);
                        isOverlapping =
                            isOverlapping || std::min(a.end, b.end) > std::max(a.start, b.start);
                    }
                }
                const std::string text =
                    fmt::format("{} {:.2f} - {:.2f} s", className(a), a.start, a.end);
                if (isSame) {
                    same.places.push_back(at(video, i, text));
                } else if (isOverlapping) {
                    overlapping.places.push_back(at(video, i, text));
                    ++bySubsetCount[video.subset];
                }
            }
        }
        overlapping.text += ": " + bySubset(bySubsetCount);
        add(std::move(same));
        add(std::move(overlapping));
    }

    // Two classes that share many segments: an error of label then hinges on the order in the file.
    void addTwins()
    {
        struct Pair
        {
            std::map<std::string, std::size_t> counts;
            std::vector<FindingPlace> places;
        };
        std::map<std::pair<int, int>, Pair> pairs;
        std::map<int, std::size_t> sizes;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            std::map<std::pair<double, double>, std::set<int>> classesAt;
            for (std::size_t i = 0; i < video.instances.size(); ++i) {
                const Instance &instance = video.instances[i];
                ++sizes[instance.classIndex];
                for (const int other : classesAt[{instance.start, instance.end}]) {
                    if (other != instance.classIndex) {
                        Pair &pair = pairs[std::minmax(other, instance.classIndex)];
                        ++pair.counts[video.subset];
                        pair.places.push_back(
                            at(video, i,
                               fmt::format("{:.2f} - {:.2f} s", instance.start, instance.end)));
                    }
                }
                classesAt[{instance.start, instance.end}].insert(instance.classIndex);
            }
        }
        for (auto &[classes, pair] : pairs) {
            const auto &[a, b] = classes;
            const bool isTwin = pair.places.size() * kTwinShare >= std::min(sizes[a], sizes[b]);
            add({.code = isTwin ? "twin-classes" : "shared-segments",
                 .severity = isTwin ? Severity::Warning : Severity::Note,
                 .text = fmt::format("segments of {} and {} are the same: {}",
                                     m_input.truth.classes[static_cast<std::size_t>(a)],
                                     m_input.truth.classes[static_cast<std::size_t>(b)],
                                     bySubset(pair.counts)),
                 .places = std::move(pair.places),
                 .fix = isTwin ? "diagnose with ties 'same-label'" : ""});
        }
    }

    void addVideos()
    {
        Finding empty{.code = "empty-videos",
                      .severity = Severity::Warning,
                      .text = "videos have no segments",
                      .fix = "leave them out, or name the list of videos with every number"};
        Finding noDuration{.code = "missing-duration",
                           .severity = Severity::Warning,
                           .text = "videos have no duration, so ends and coverage go unchecked",
                           .fix = "give --durations, or import the videos"};
        Finding noLabels{.code = "missing-weak-labels",
                         .severity = Severity::Error,
                         .text = "training videos have no weak labels",
                         .fix = "import weak labels, or take the videos out of training"};
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            if (video.instances.empty()) {
                empty.places.push_back(
                    {video.video, -1,
                     video.ambiguous.empty()
                         ? "nothing is annotated"
                         : fmt::format("{} ambiguous segments only", video.ambiguous.size())});
            }
            if (!video.durationS) {
                noDuration.places.push_back({video.video, -1, ""});
            }
        }
        for (const std::string &video : m_input.unlabelled) {
            noLabels.places.push_back({video, -1, ""});
        }
        addAmbiguous();
        add(std::move(empty));
        add(std::move(noDuration));
        add(std::move(noLabels));
        addConstantRate();
    }

    void addAmbiguous()
    {
        Finding finding{.code = "ambiguous-segments", .severity = Severity::Note, .text = {}};
        std::map<std::string, std::size_t> counts;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            if (!video.ambiguous.empty()) {
                finding.places.push_back(
                    {video.video, -1, fmt::format("{} segments", video.ambiguous.size())});
                finding.count += video.ambiguous.size();
                counts[video.subset] += video.ambiguous.size();
            }
        }
        finding.text =
            "segments are ambiguous, which only evaluation kits use: " + bySubset(counts);
        add(std::move(finding));
    }

    // Durations that were made from frame counts and one rate for all.
    void addConstantRate()
    {
        std::map<long, std::vector<FindingPlace>> byRate; // in thousandths
        std::size_t known = 0;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            if (video.durationS && video.frames && !video.fps && *video.durationS > 0.0) {
                const double rate = static_cast<double>(*video.frames) / *video.durationS;
                byRate[std::lround(rate * 1000.0)].push_back({video.video, -1, ""});
                ++known;
            }
        }
        if (known > 1 && byRate.size() == 1) {
            add({.code = "one-rate-for-all",
                 .severity = Severity::Note,
                 .text = fmt::format("videos have durations of exactly frames / {:g}, which fits "
                                     "no video of another rate",
                                     static_cast<double>(byRate.begin()->first) / 1000.0),
                 .places = std::move(byRate.begin()->second),
                 .fix = "give --durations to see which are wrong"});
        }
    }

    void addFacts()
    {
        std::unordered_map<std::string, const VideoGroundTruth *> known;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            known.emplace(video.video, &video);
        }
        Finding durations{.code = "duration-disagrees",
                          .severity = Severity::Error,
                          .text = fmt::format("durations differ by more than {:g} s from the other "
                                              "source",
                                              m_options.durationToleranceS),
                          .fix = "take the durations of the decoded videos"};
        Finding rates{.code = "fps-disagrees",
                      .severity = Severity::Error,
                      .text = "frame rates differ from the other source",
                      .fix = "take the rates of the decoded videos"};
        Finding strangers{.code = "unknown-videos",
                          .severity = Severity::Note,
                          .text = "videos of the other source are not annotated here"};
        for (const VideoFacts &facts : m_input.facts) {
            const auto found = known.find(facts.video);
            if (found == known.end()) {
                strangers.places.push_back({facts.video, -1, ""});
                continue;
            }
            const VideoGroundTruth &video = *found->second;
            if (video.durationS && facts.durationS &&
                std::abs(*video.durationS - *facts.durationS) > m_options.durationToleranceS) {
                durations.places.push_back({video.video, -1,
                                            fmt::format("{:.2f} s here, {:.2f} s there",
                                                        *video.durationS, *facts.durationS)});
            }
            const std::optional<double> rate = rateOf(video);
            if (rate && facts.fps && std::abs(*rate - *facts.fps) > m_options.fpsTolerance) {
                rates.places.push_back(
                    {video.video, -1, fmt::format("{:.3f} here, {:.3f} there", *rate, *facts.fps)});
            }
        }
        add(std::move(durations));
        add(std::move(rates));
        add(std::move(strangers));
    }

    static std::optional<double> rateOf(const VideoGroundTruth &video)
    {
        if (video.fps) {
            return video.fps;
        }
        if (video.frames && video.durationS && *video.durationS > 0.0) {
            return static_cast<double>(*video.frames) / *video.durationS;
        }
        return std::nullopt;
    }

    void addFeatures()
    {
        std::unordered_map<std::string, const VideoGroundTruth *> known;
        for (const VideoGroundTruth &video : m_input.truth.videos) {
            known.emplace(video.video, &video);
        }
        Finding lengths{.code = "feature-length",
                        .severity = Severity::Error,
                        .text = "feature matrices do not cover their video, by stride and rate",
                        .fix = "correct stride or rate of the feature set"};
        Finding broken{.code = "feature-not-finite",
                       .severity = Severity::Error,
                       .text = "feature matrices hold NaN or infinity",
                       .fix = "extract them again"};
        Finding constant{.code = "feature-constant",
                         .severity = Severity::Warning,
                         .text = "feature matrices have snippets of one constant value"};
        std::map<std::string, std::vector<const FeatureFacts *>> byHash;
        for (const FeatureFacts &feature : m_input.features) {
            const auto found = known.find(feature.video);
            const VideoGroundTruth *video = found == known.end() ? nullptr : found->second;
            addLength(feature, video, lengths);
            if (feature.hasNonFinite) {
                broken.places.push_back({feature.video, -1, ""});
            }
            if (feature.constantRows > 0) {
                constant.places.push_back(
                    {feature.video, -1, fmt::format("{} snippets", feature.constantRows)});
            }
            if (!feature.contentHash.empty()) {
                byHash[feature.contentHash].push_back(&feature);
            }
        }
        add(std::move(lengths));
        add(std::move(broken));
        add(std::move(constant));
        addSameFeatures(byHash);
        addSwappedHalves();
    }

    void addSwappedHalves()
    {
        Finding swapped{.code = "feature-halves-swapped",
                        .severity = Severity::Error,
                        .text = "feature matrices seem to hold flow where the others hold RGB",
                        .fix = "join their halves in the order of the others"};
        std::map<std::pair<std::string, std::size_t>, std::vector<const FeatureFacts *>> sets;
        for (const FeatureFacts &feature : m_input.features) {
            if (!feature.columnMeans.empty()) {
                sets[{feature.set, feature.columnMeans.size()}].push_back(&feature);
            }
        }
        for (const auto &[key, features] : sets) {
            std::vector<std::vector<float>> means;
            for (const FeatureFacts *feature : features) {
                means.push_back(feature->columnMeans);
            }
            for (const std::size_t v : swappedHalves(means)) {
                swapped.places.push_back({features[v]->video, -1, ""});
            }
        }
        add(std::move(swapped));
        for (const auto &[key, features] : sets) {
            addFlowFirst(key.first, features);
        }
    }

    // Where most videos of a set, each by itself, seem to begin with flow.
    void addFlowFirst(const std::string &set, const std::vector<const FeatureFacts *> &features)
    {
        Finding flowFirst{.code = "feature-flow-first",
                          .severity = Severity::Warning,
                          .text = {},
                          .fix = "find out how they were joined; RGB first is what is expected"};
        std::size_t clear = 0;
        for (const FeatureFacts *feature : features) {
            clear += feature->flowHalf != FlowHalf::Unclear ? 1 : 0;
            if (feature->flowHalf == FlowHalf::First) {
                flowFirst.places.push_back({feature->video, -1, ""});
            }
        }
        if (clear < kFewestForFlow || static_cast<double>(flowFirst.places.size()) <
                                          kMostForFlow * static_cast<double>(clear)) {
            return;
        }
        flowFirst.text = fmt::format(
            "of {} feature matrices of '{}' seem to hold flow in the first half, not RGB", clear,
            set);
        add(std::move(flowFirst));
    }

    void addLength(const FeatureFacts &feature, const VideoGroundTruth *video, Finding &lengths)
    {
        const std::optional<double> rate = feature.sampleFps > 0.0
                                               ? std::optional<double>(feature.sampleFps)
                                           : video == nullptr ? std::nullopt
                                                              : rateOf(*video);
        if (video == nullptr || !video->durationS || !rate) {
            return;
        }
        const double stride = feature.strideFrames / *rate;
        const double covered = static_cast<double>(feature.snippets) * stride;
        // The last window is often cut off, and its stride counted or not.
        const double tolerance = std::max(3.0 * stride, 0.02 * *video->durationS);
        if (std::abs(covered - *video->durationS) > tolerance) {
            lengths.places.push_back({feature.video, -1,
                                      fmt::format("{} snippets cover {:.1f} s of {:.1f} s",
                                                  feature.snippets, covered, *video->durationS)});
        }
    }

    void addSameFeatures(const std::map<std::string, std::vector<const FeatureFacts *>> &byHash)
    {
        Finding same{.code = "split-leak",
                     .severity = Severity::Error,
                     .text = "videos have the features of another video",
                     .fix = "leave one of each pair out"};
        for (const auto &[hash, features] : byHash) {
            for (std::size_t i = 1; i < features.size(); ++i) {
                if (features[i]->video != features[0]->video) {
                    same.places.push_back(
                        {features[i]->video, -1, "the same as " + features[0]->video});
                }
            }
        }
        add(std::move(same));
    }

    const DoctorInput &m_input;
    const DoctorOptions &m_options;
    std::vector<Finding> m_findings;
};

} // namespace

void examineValues(const model::FeatureMatrix &features, FeatureFacts &facts)
{
    for (std::int64_t t = 0; t < features.snippets; ++t) {
        const std::span<const float> row = features.row(t);
        const bool isConstant = std::all_of(row.begin(), row.end(),
                                            [&row](float value) { return value == row.front(); });
        facts.constantRows += isConstant ? 1 : 0;
    }
    std::vector<double> sums(static_cast<std::size_t>(features.dim), 0.0);
    for (std::size_t i = 0; i < features.values.size(); ++i) {
        sums[i % sums.size()] += static_cast<double>(features.values[i]);
    }
    for (const double sum : sums) {
        facts.columnMeans.push_back(
            static_cast<float>(sum / static_cast<double>(features.snippets)));
    }
    facts.flowHalf = flowHalf(features);
}

const char *severityName(Severity severity)
{
    constexpr std::array<const char *, 3> kNames = {"error", "warning", "note"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::vector<Finding> examineDataset(const DoctorInput &input, const DoctorOptions &options)
{
    return Examination(input, options).run();
}

std::vector<ProtocolSize> protocolSizes(const model::GroundTruth &truth)
{
    std::map<std::string, ProtocolSize> subsets;
    std::unordered_map<std::string, std::size_t> instancesOf;
    for (const VideoGroundTruth &video : truth.videos) {
        ProtocolSize &size = subsets[video.subset];
        size.name = video.subset.empty() ? "all" : video.subset;
        ++size.videos;
        size.instances += video.instances.size();
        instancesOf[video.video] = video.instances.size();
    }
    std::vector<ProtocolSize> sizes;
    for (auto &[subset, size] : subsets) {
        sizes.push_back(std::move(size));
    }
    for (const NamedVideoList &list : namedVideoLists()) {
        ProtocolSize size{.name = std::string(list.name)};
        for (const std::string &video : videosOfList(list, truth)) {
            ++size.videos;
            size.instances += instancesOf.at(video);
        }
        if (size.videos > 0) {
            sizes.push_back(std::move(size));
        }
    }
    return sizes;
}

} // namespace core::tal
