#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/average_precision.h"
#include "core/tal/protocol_comparison.h"
#include "core/tal/protocols.h"
#include "core/tal/video_lists.h"

using namespace core;
using model::Detection;
using model::Instance;

namespace {

struct Sample
{
    model::GroundTruth truth;
    model::DetectionSet predictions;
};

// Videos out of alphabetical order, ambiguous segments, scores and bounds on a coarse grid, so that
// ties of all kinds occur; every class occurs and has predictions.
Sample randomSample(std::uint64_t seed)
{
    base::Random random(seed);
    Sample sample{.truth = {.classes = {"a", "b"}, .videos = {}},
                  .predictions = {.classes = {"a", "b"}, .videos = {}}};
    const auto start = [&random] { return static_cast<double>(random.uniformInt(0, 60)); };
    const auto length = [&random] { return static_cast<double>(random.uniformInt(1, 12)); };
    for (int v = 9; v >= 0; --v) {
        model::VideoGroundTruth video;
        video.video = QString("v%1").arg((v * 7) % 10).toStdString();
        for (int i = 0; i < 2 + v % 4; ++i) {
            const double s = start();
            video.instances.push_back({.classIndex = i % 2, .start = s, .end = s + length()});
        }
        for (int i = 0; i < v % 3; ++i) {
            const double s = start();
            video.ambiguous.push_back({.start = s, .end = s + length()});
        }
        model::VideoDetections predicted{.video = video.video, .detections = {}};
        for (int i = 0; i < 30; ++i) {
            const double s = start();
            predicted.detections.push_back(
                {.classIndex = i % 2,
                 .start = s,
                 .end = s + length(),
                 .score = static_cast<double>(random.uniformInt(0, 20)) / 20.0});
        }
        sample.truth.videos.push_back(std::move(video));
        sample.predictions.videos.push_back(std::move(predicted));
    }
    return sample;
}

// The evaluation kit's own procedure, step by step: for each video by name its detections by
// descending confidence; each ground truth takes the free one of largest overlap if that exceeds
// the threshold; detections that meet an ambiguous segment are no false positives; AP is the sum of
// the precisions at true positives over the number of ground truths.
double plainKitAp(const Sample &sample, int classIndex, double threshold)
{
    struct Entry
    {
        double confidence;
        bool isHit;
    };
    std::map<std::string, std::size_t> byName;
    for (std::size_t v = 0; v < sample.truth.videos.size(); ++v) {
        byName[sample.truth.videos[v].video] = v;
    }
    const auto overlap = [](double s1, double e1, double s2, double e2) {
        const double inter = std::min(e1, e2) - std::max(s1, s2);
        return inter > 0 ? inter / (std::max(e1, e2) - std::min(s1, s2)) : 0.0;
    };
    std::vector<Entry> entries;
    double positives = 0.0;
    for (const auto &[name, v] : byName) {
        std::vector<Detection> detections;
        for (const Detection &d : sample.predictions.videos[v].detections) {
            if (d.classIndex == classIndex) {
                detections.push_back(d);
            }
        }
        std::stable_sort(detections.begin(), detections.end(),
                         [](const auto &a, const auto &b) { return a.score > b.score; });
        std::vector<bool> isFree(detections.size(), true);
        for (const Instance &instance : sample.truth.videos[v].instances) {
            if (instance.classIndex != classIndex) {
                continue;
            }
            positives += 1.0;
            double best = -1.0;
            std::size_t chosen = 0;
            for (std::size_t i = 0; i < detections.size(); ++i) {
                const double o =
                    overlap(instance.start, instance.end, detections[i].start, detections[i].end);
                if (isFree[i] && o > best) {
                    best = o;
                    chosen = i;
                }
            }
            if (best > threshold) {
                isFree[chosen] = false;
            }
        }
        for (std::size_t i = 0; i < detections.size(); ++i) {
            double ambiguous = 0.0;
            for (const model::Interval &interval : sample.truth.videos[v].ambiguous) {
                ambiguous +=
                    overlap(interval.start, interval.end, detections[i].start, detections[i].end);
            }
            if (!isFree[i] || ambiguous == 0.0) {
                entries.push_back({detections[i].score, !isFree[i]});
            }
        }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry &a, const Entry &b) { return a.confidence > b.confidence; });
    double hits = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        hits += entries[i].isHit ? 1.0 : 0.0;
        sum += entries[i].isHit ? hits / static_cast<double>(i + 1) : 0.0;
    }
    return sum / positives;
}

// Interpolated area over all points of a curve whose precision is `rule(recall, hits, misses)`.
template <class Rule>
double plainArea(const std::vector<bool> &isHit, double positives, Rule rule)
{
    std::vector<double> precision = {0.0};
    std::vector<double> recall = {0.0};
    double hits = 0.0;
    double misses = 0.0;
    for (const bool hit : isHit) {
        (hit ? hits : misses) += 1.0;
        recall.push_back(hits / positives);
        precision.push_back(rule(recall.back(), hits, misses));
    }
    precision.push_back(0.0);
    recall.push_back(1.0);
    for (std::size_t i = precision.size() - 1; i-- > 0;) {
        precision[i] = std::max(precision[i], precision[i + 1]);
    }
    double area = 0.0;
    for (std::size_t i = 1; i < recall.size(); ++i) {
        area += (recall[i] - recall[i - 1]) * precision[i];
    }
    return area;
}

model::VideoGroundTruth truthVideo(const std::string &name, std::vector<Instance> instances)
{
    model::VideoGroundTruth video;
    video.video = name;
    video.instances = std::move(instances);
    return video;
}

bool warnsOf(const tal::EvaluationResult &result, const char *text)
{
    return std::any_of(result.warnings.begin(), result.warnings.end(),
                       [&](const std::string &w) { return w.find(text) != std::string::npos; });
}

} // namespace

class TestProtocols : public QObject
{
    Q_OBJECT

private slots:
    void namesAreUnique();
    void unknownNamesListTheKnown();
    void kitAgreesWithThePlainForm_data();
    void kitAgreesWithThePlainForm();
    void kitThresholdIsExclusive();
    void kitIgnoresWhatTouchesAmbiguous();
    void kitNamesItsOrders();
    void detadNormalisesPrecision();
    void detadDropsGroundTruthWithoutLength();
    void mmactionTakesTheEarlierOfEqualScores();
    void effectsAddUp();
    void videoListsNest();
};

void TestProtocols::namesAreUnique()
{
    std::set<std::string_view> names;
    for (const tal::Protocol &protocol : tal::protocols()) {
        QVERIFY(names.insert(protocol.name).second);
        QVERIFY(!protocol.tiou.empty());
        QVERIFY(!protocol.description.empty());
        QCOMPARE((*tal::protocolByName(protocol.name))->name, protocol.name);
    }
    for (const char *name :
         {"activitynet", "thumos14-evalkit", "actionformer", "detad", "mmaction2", "fustal"}) {
        QVERIFY2(names.contains(name), name);
    }
}

void TestProtocols::unknownNamesListTheKnown()
{
    const auto result = tal::protocolByName("Fustal");
    QVERIFY(!result.has_value());
    QVERIFY(result.error().expected.find("fustal") != std::string::npos);
}

void TestProtocols::kitAgreesWithThePlainForm_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 12; ++seed) {
        QTest::addRow("%d", seed) << seed;
    }
}

void TestProtocols::kitAgreesWithThePlainForm()
{
    QFETCH(int, seed);
    const Sample sample = randomSample(static_cast<std::uint64_t>(seed));
    const auto result = tal::evaluate(sample.truth, sample.predictions,
                                      {.protocol = "thumos14-evalkit", .tiou = {0.1, 0.3, 0.5}});
    QVERIFY(result.has_value());
    for (const tal::ClassResult &entry : result->classes) {
        for (std::size_t t = 0; t < result->tiou.size(); ++t) {
            const double plain = plainKitAp(sample, entry.name == "a" ? 0 : 1, result->tiou[t]);
            QVERIFY2(std::abs(entry.ap[t] - plain) < 1e-12, entry.name.c_str());
        }
    }
}

void TestProtocols::kitThresholdIsExclusive()
{
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a"}, .videos = {{.video = "v", .detections = {{0, 0, 5, 0.9}}}}};
    QCOMPARE(tal::evaluate(truth, predictions, {.tiou = {0.5}})->map[0], 1.0);
    QCOMPARE(
        tal::evaluate(truth, predictions, {.protocol = "thumos14-evalkit", .tiou = {0.5}})->map[0],
        0.0);
}

void TestProtocols::kitIgnoresWhatTouchesAmbiguous()
{
    model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 50, 60, 0.9}, {0, 0, 10, 0.5}}}}};
    const tal::EvaluationOptions options{
        .protocol = "thumos14-evalkit", .tiou = {0.5}, .wantsMatches = true};
    const auto without = tal::evaluate(truth, predictions, options);
    QCOMPARE(without->map[0], 0.5);
    QVERIFY(warnsOf(*without, "has no ambiguous segments"));
    truth.videos[0].ambiguous = {{60, 70}}; // only touches: no common time
    QCOMPARE(tal::evaluate(truth, predictions, options)->map[0], 0.5);
    truth.videos[0].ambiguous = {{59, 70}};
    const auto with = tal::evaluate(truth, predictions, options);
    QCOMPARE(with->map[0], 1.0);
    QCOMPARE(with->matches[0].instance[0], tal::kIgnored);
    QVERIFY(warnsOf(*with, "1 false positives touch ambiguous segments"));
    // A true positive stays one, and no other rule looks at ambiguous segments.
    truth.videos[0].ambiguous = {{0, 70}};
    QCOMPARE(tal::evaluate(truth, predictions, options)->map[0], 1.0);
    QCOMPARE(tal::evaluate(truth, predictions, {.tiou = {0.5}})->map[0], 0.5);
}

void TestProtocols::kitNamesItsOrders()
{
    // Equal scores in two videos: the false positive comes first in the file, its video last.
    const model::GroundTruth truth{.classes = {"a"},
                                   .videos = {truthVideo("x", {}), truthVideo("b", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "x", .detections = {{0, 0, 10, 0.5}}},
                   {.video = "b", .detections = {{0, 0, 10, 0.5}, {0, 0, 10, 0.4}}}}};
    const auto result =
        tal::evaluate(truth, predictions, {.protocol = "thumos14-evalkit", .tiou = {0.5}});
    QCOMPARE(result->map[0], 1.0);
    QVERIFY(warnsOf(*result, "whose name sorts first"));
    QVERIFY(warnsOf(*result, "of equal overlaps the prediction of higher score"));
    // Two instances want the same prediction: the first in the file has it.
    const model::GroundTruth twins{.classes = {"a"},
                                   .videos = {truthVideo("v", {{0, 0, 8}, {0, 0, 10}})}};
    const model::DetectionSet one{.classes = {"a"},
                                  .videos = {{.video = "v", .detections = {{0, 0, 10, 0.5}}}}};
    const auto contested = tal::evaluate(
        twins, one, {.protocol = "thumos14-evalkit", .tiou = {0.5}, .wantsMatches = true});
    QCOMPARE(contested->matches[0].instance[0], 0);
    QVERIFY(warnsOf(*contested, "in the order of the ground-truth file"));
    const auto byOverlap = tal::evaluate(twins, one, {.tiou = {0.5}, .wantsMatches = true});
    QCOMPARE(byOverlap->matches[0].instance[0], 1);
}

void TestProtocols::detadNormalisesPrecision()
{
    const Sample sample = randomSample(5);
    const auto detad = tal::evaluate(sample.truth, sample.predictions,
                                     {.protocol = "detad", .tiou = {0.5}, .wantsMatches = true});
    QVERIFY(detad.has_value());
    const double meanSize =
        static_cast<double>(detad->gtInstances) / static_cast<double>(detad->classes.size());
    std::vector<std::vector<bool>> isHit(detad->classes.size());
    for (const tal::PredictionMatch &match : detad->matches) {
        isHit[static_cast<std::size_t>(match.classRow)].push_back(match.instance[0] >= 0);
    }
    for (std::size_t row = 0; row < isHit.size(); ++row) {
        const double plain = plainArea(
            isHit[row], static_cast<double>(detad->classes[row].gtInstances),
            [meanSize](double recall, double, double misses) {
                return recall == 0.0 ? 0.0 : recall * meanSize / (recall * meanSize + misses);
            });
        QVERIFY(std::abs(detad->classes[row].ap[0] - plain) < 1e-12);
    }
    const auto plainRule = tal::evaluate(sample.truth, sample.predictions, {.tiou = {0.5}});
    QVERIFY(std::abs(detad->map[0] - plainRule->map[0]) > 1e-6);
}

void TestProtocols::detadDropsGroundTruthWithoutLength()
{
    const model::GroundTruth truth{.classes = {"a"},
                                   .videos = {truthVideo("v", {{0, 0, 10}, {0, 5, 5}})}};
    const model::DetectionSet predictions{
        .classes = {"a"}, .videos = {{.video = "v", .detections = {{0, 0, 10, 0.9}}}}};
    const auto result = tal::evaluate(truth, predictions, {.protocol = "detad", .tiou = {0.5}});
    QCOMPARE(result->gtInstances, std::size_t{1});
    QCOMPARE(result->map[0], 1.0);
}

void TestProtocols::mmactionTakesTheEarlierOfEqualScores()
{
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 0, 10, 0.5}, {0, 50, 60, 0.5}}}}};
    const auto result = tal::evaluate(truth, predictions, {.protocol = "mmaction2"});
    QCOMPARE(result->averageMap, 1.0);
    QCOMPARE(result->tiou.size(), std::size_t{10});
    QCOMPARE(result->tiou.back(), 0.95);
    QVERIFY(warnsOf(*result, "of equal scores the earlier in the file"));
    QCOMPARE(tal::evaluate(truth, predictions, {.tiou = {0.5}})->averageMap, 0.5);
}

void TestProtocols::effectsAddUp()
{
    const Sample sample = randomSample(3);
    const auto rows = tal::compareProtocols(sample.truth, sample.predictions, {});
    QVERIFY(rows.has_value());
    QCOMPARE(rows->size(), tal::protocols().size());
    QCOMPARE(rows->front().result.protocol, std::string("activitynet"));
    QVERIFY(rows->front().effects.empty());
    for (const tal::ProtocolRow &row : *rows) {
        const auto alone =
            tal::evaluate(sample.truth, sample.predictions,
                          {.protocol = row.result.protocol, .tiou = rows->front().result.tiou});
        QCOMPARE(row.result.averageMap, alone->averageMap);
        QCOMPARE(row.result.warnings, alone->warnings);
        double sum = rows->front().result.averageMap;
        for (const tal::RuleEffect &effect : row.effects) {
            sum += effect.change;
        }
        QVERIFY(std::abs(sum - row.result.averageMap) < 1e-12);
    }
    // Every rule of the kit does something on this sample.
    for (const tal::RuleEffect &effect : (*rows)[1].effects) {
        QVERIFY2(effect.change != 0.0, effect.rule.c_str());
    }
}

void TestProtocols::videoListsNest()
{
    model::GroundTruth truth{.classes = {"a"}, .videos = {}};
    for (const char *name : {"video_test_0000004", "video_test_0000270", "video_test_0001292",
                             "video_test_0001496", "video_validation_0000051"}) {
        truth.videos.push_back(truthVideo(name, {{0, 0, 1}}));
    }
    const auto count = [&truth](const char *name) {
        return tal::videosOfList(*tal::videoListByName(name), truth).size();
    };
    QCOMPARE(count("thumos14-213"), std::size_t{4});
    QCOMPARE(count("thumos14-212"), std::size_t{3});
    QCOMPARE(count("thumos14-211"), std::size_t{2});
    QCOMPARE(count("thumos14-210"), std::size_t{1});
    QVERIFY(tal::videoListByName("thumos14-209") == nullptr);
}

QTEST_APPLESS_MAIN(TestProtocols)
#include "tst_protocols.moc"
