#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/average_precision.h"
#include "core/tal/truth_selection.h"

using namespace core;
using model::Detection;
using model::Instance;

namespace {

model::VideoGroundTruth truthVideo(const std::string &name, std::vector<Instance> instances,
                                   const std::string &subset = "test")
{
    model::VideoGroundTruth video;
    video.video = name;
    video.subset = subset;
    video.instances = std::move(instances);
    return video;
}

struct Sample
{
    model::GroundTruth truth;
    model::DetectionSet predictions;
};

// Fixture B.6 of the spec.
Sample handSample()
{
    return {.truth = {.classes = {"jump"}, .videos = {truthVideo("A", {{0, 0, 10}, {0, 20, 30}})}},
            .predictions = {
                .classes = {"jump"},
                .videos = {{.video = "A",
                            .detections = {{0, 0, 10, 0.9}, {0, 1, 10, 0.8}, {0, 22, 30, 0.6}}},
                           {.video = "B", .detections = {{0, 0, 5, 0.7}}}}}};
}

// Many videos and classes; scores and bounds on a coarse grid, so that ties of both kinds occur.
Sample randomSample(std::uint64_t seed)
{
    base::Random random(seed);
    Sample sample{.truth = {.classes = {"a", "b", "c"}, .videos = {}},
                  .predictions = {.classes = {"c", "b", "a", "unknown"}, .videos = {}}};
    const auto interval = [&random](double &start, double &end) {
        start = static_cast<double>(random.uniformInt(0, 60));
        end = start + static_cast<double>(random.uniformInt(1, 12));
    };
    for (int v = 0; v < 12; ++v) {
        const std::string name = QString("v%1").arg(v).toStdString();
        std::vector<Instance> instances(static_cast<std::size_t>(random.uniformInt(0, 9)));
        for (Instance &instance : instances) {
            instance.classIndex = static_cast<int>(random.uniformInt(0, 2));
            interval(instance.start, instance.end);
        }
        sample.truth.videos.push_back(truthVideo(name, instances, v < 9 ? "test" : "val"));
        model::VideoDetections video{.video = name, .detections = {}};
        for (int i = 0; i < 40; ++i) {
            Detection detection;
            detection.classIndex = static_cast<int>(random.uniformInt(0, 3));
            interval(detection.start, detection.end);
            detection.score = static_cast<double>(random.uniformInt(0, 30)) / 30.0;
            video.detections.push_back(detection);
        }
        sample.predictions.videos.push_back(video);
    }
    return sample;
}

// Section 6 word by word for one class at one threshold.
double plainAp(const Sample &sample, const std::string &subset, const std::string &name,
               double threshold)
{
    struct Row
    {
        std::string video;
        double start, end, score;
    };
    std::map<std::string, std::vector<std::pair<double, double>>> truth;
    std::size_t positives = 0;
    for (const model::VideoGroundTruth &video : sample.truth.videos) {
        for (const Instance &instance : video.instances) {
            if (video.subset == subset &&
                sample.truth.classes[static_cast<std::size_t>(instance.classIndex)] == name) {
                truth[video.video].emplace_back(instance.start, instance.end);
                ++positives;
            }
        }
    }
    std::vector<Row> rows;
    for (const model::VideoDetections &video : sample.predictions.videos) {
        for (const Detection &d : video.detections) {
            if (sample.predictions.classes[static_cast<std::size_t>(d.classIndex)] == name) {
                rows.push_back({video.video, d.start, d.end, d.score});
            }
        }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row &a, const Row &b) { return a.score < b.score; });
    std::reverse(rows.begin(), rows.end());
    std::map<std::string, std::vector<bool>> locked;
    std::vector<double> precision = {0.0};
    std::vector<double> recall = {0.0};
    double hits = 0.0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        const auto &candidates = truth[rows[k].video];
        std::vector<bool> &isLocked = locked[rows[k].video];
        isLocked.resize(candidates.size());
        std::vector<std::size_t> order(candidates.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto overlap = [&](std::size_t i) {
            return tal::tiou(rows[k].start, rows[k].end, candidates[i].first, candidates[i].second);
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return overlap(a) < overlap(b); });
        std::reverse(order.begin(), order.end());
        for (const std::size_t i : order) {
            if (overlap(i) < threshold) {
                break;
            }
            if (!isLocked[i]) {
                isLocked[i] = true;
                hits += 1.0;
                break;
            }
        }
        precision.push_back(hits / static_cast<double>(k + 1));
        recall.push_back(hits / static_cast<double>(positives));
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

std::string codeOf(const base::Result<tal::EvaluationResult> &result)
{
    return result ? "accepted" : errorCodeName(result.error().code);
}

bool warnsOf(const tal::EvaluationResult &result, const std::string &text)
{
    return std::any_of(result.warnings.begin(), result.warnings.end(),
                       [&](const std::string &w) { return w.find(text) != std::string::npos; });
}

} // namespace

class TestAveragePrecision : public QObject
{
    Q_OBJECT

private slots:
    void handValues();
    void overlapHasNoPlusOne();
    void interpolatesFromTheRight();
    void agreesWithThePlainForm_data();
    void agreesWithThePlainForm();
    void classesWithoutTruthAreOneNote();
    void takenBestMatchLeavesTheNextBest();
    void thresholdIsInclusive();
    void zeroLength();
    void actionFormerDropsDuplicatesAndSlivers();
    void subsetsAndLists();
    void classesWithoutPredictionsCount();
    void matchesExplainTheResult();
    void orderOfEqualScoresIsNamed();
    void orderOfVideosDoesNotMatterWithoutTies();
    void refusesBadInput();
    void likelySubset();
};

void TestAveragePrecision::handValues()
{
    const Sample sample = handSample();
    const auto result =
        tal::evaluate(sample.truth, sample.predictions, {.protocol = "fustal", .subset = "test"});
    QVERIFY(result.has_value());
    QCOMPARE(result->tiou.size(), std::size_t{7});
    for (const double ap : result->classes.at(0).ap) {
        QCOMPARE(ap, 0.75);
    }
    QCOMPARE(result->averageMap, 0.75);
    QCOMPARE(result->protocol, std::string("fustal"));
    QCOMPARE(result->videos, std::size_t{1});
    QCOMPARE(result->gtInstances, std::size_t{2});
    QCOMPARE(result->predictions, std::size_t{4});
    QVERIFY(warnsOf(*result, "1 predictions lie in videos outside"));
}

void TestAveragePrecision::overlapHasNoPlusOne()
{
    QCOMPARE(tal::tiou(0, 4, 2, 6), 1.0 / 3.0);
    QCOMPARE(tal::tiou(0, 1, 2, 3), 0.0);
    QCOMPARE(tal::tiou(0, 1, 1, 2), 0.0);
    QVERIFY(std::isnan(tal::tiou(1, 1, 5, 5)));
}

void TestAveragePrecision::interpolatesFromTheRight()
{
    QCOMPARE(tal::interpolatedAp({}, 3), 0.0);
    QCOMPARE(tal::interpolatedAp({true, true}, 2), 1.0);
    QCOMPARE(tal::interpolatedAp({false, true}, 1), 0.5);
    // precisions at the hits 1/2, 2/3, interpolated to 2/3, 2/3
    QCOMPARE(tal::interpolatedAp({false, true, true}, 2), 2.0 / 3.0);
    QCOMPARE(tal::interpolatedAp({true, false, false}, 4), 0.25);
    QCOMPARE(tal::interpolatedAp({true}, 0), 0.0);
}

void TestAveragePrecision::agreesWithThePlainForm_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 12; ++seed) {
        QTest::addRow("%d", seed) << seed;
    }
}

void TestAveragePrecision::agreesWithThePlainForm()
{
    QFETCH(int, seed);
    const Sample sample = randomSample(static_cast<std::uint64_t>(seed));
    const auto result = tal::evaluate(sample.truth, sample.predictions, {.subset = "test"});
    QVERIFY2(result.has_value(), codeOf(result).c_str());
    for (std::size_t t = 0; t < result->tiou.size(); ++t) {
        double sum = 0.0;
        for (const tal::ClassResult &entry : result->classes) {
            const double plain = plainAp(sample, "test", entry.name, result->tiou[t]);
            QVERIFY(std::abs(entry.ap[t] - plain) < 1e-12);
            sum += plain;
        }
        QVERIFY(std::abs(result->map[t] - sum / static_cast<double>(result->classes.size())) <
                1e-12);
    }
    QVERIFY(warnsOf(*result, "no instance of their class: 'unknown' ("));
}

// However many classes the ground truth lacks, one sentence names them.
void TestAveragePrecision::classesWithoutTruthAreOneNote()
{
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a", "b", "c"},
        .videos = {
            {.video = "v",
             .detections = {{0, 0, 10, 0.9}, {1, 0, 1, 0.8}, {2, 0, 1, 0.7}, {1, 4, 5, 0.6}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.5}});
    QVERIFY(result.has_value());
    QCOMPARE(result->warnings, std::vector<std::string>{
                                   "3 predictions were left out: the ground truth has no instance "
                                   "of their class: 'b' (2), 'c' (1)."});
}

void TestAveragePrecision::takenBestMatchLeavesTheNextBest()
{
    const model::GroundTruth truth{.classes = {"a"},
                                   .videos = {truthVideo("v", {{0, 0, 10}, {0, 2, 12}})}};
    const model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 0, 10, 0.9}, {0, 0, 10, 0.8}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.5, 0.9}});
    QVERIFY(result.has_value());
    QCOMPARE(result->map[0], 1.0); // the second prediction claims the other instance
    QCOMPARE(result->map[1], 0.5);
}

void TestAveragePrecision::thresholdIsInclusive()
{
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"a"}, .videos = {{.video = "v", .detections = {{0, 0, 5, 0.9}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.5}});
    QVERIFY(result.has_value());
    QCOMPARE(result->map[0], 1.0);
}

void TestAveragePrecision::zeroLength()
{
    // Two segments without length match wherever they lie (spec §6.6, as published).
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 3, 3}})}};
    const model::DetectionSet predictions{
        .classes = {"a"}, .videos = {{.video = "v", .detections = {{0, 40, 40, 0.9}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.7}});
    QVERIFY(result.has_value());
    QCOMPARE(result->map[0], 1.0);
    QVERIFY(warnsOf(*result, "have no length"));
    // Against an ordinary instance a prediction without length is a false positive.
    const model::GroundTruth usual{.classes = {"a"}, .videos = {truthVideo("v", {{0, 3, 50}})}};
    const auto other = tal::evaluate(usual, predictions, {.tiou = {0.1}});
    QVERIFY(other.has_value());
    QCOMPARE(other->map[0], 0.0);
}

void TestAveragePrecision::actionFormerDropsDuplicatesAndSlivers()
{
    const model::GroundTruth truth{
        .classes = {"a"},
        .videos = {truthVideo("v", {{0, 0, 10}, {0, 0.0005, 10.0005}, {0, 5, 5.0005}}, "Test")}};
    const model::DetectionSet predictions{
        .classes = {"a"}, .videos = {{.video = "v", .detections = {{0, 0, 10, 0.9}}}}};
    const auto result =
        tal::evaluate(truth, predictions, {.protocol = "actionformer", .subset = "test"});
    QVERIFY2(result.has_value(), codeOf(result).c_str());
    QCOMPARE(result->gtInstances, std::size_t{1});
    QCOMPARE(result->averageMap, 1.0);
    QCOMPARE(result->tiou.front(), 0.3);
    QVERIFY(warnsOf(*result, "2 ground-truth instances are duplicates or too short"));
    // The other rule counts all three and tells upper from lower case.
    QCOMPARE(codeOf(tal::evaluate(truth, predictions, {.subset = "test"})),
             std::string("not-found"));
    const auto all = tal::evaluate(truth, predictions, {.subset = "Test"});
    QVERIFY(all.has_value());
    QCOMPARE(all->gtInstances, std::size_t{3});
}

void TestAveragePrecision::subsetsAndLists()
{
    const Sample sample = randomSample(3);
    const auto all = tal::evaluate(sample.truth, sample.predictions, {});
    const auto test = tal::evaluate(sample.truth, sample.predictions, {.subset = "test"});
    QVERIFY(all.has_value() && test.has_value());
    QCOMPARE(all->videos, std::size_t{12});
    QCOMPARE(test->videos, std::size_t{9});
    QCOMPARE(test->predictions, all->predictions); // others count as false positives
    const auto listed = tal::evaluate(sample.truth, sample.predictions,
                                      {.subset = "test", .videos = {"v0", "v1", "v2"}});
    QVERIFY(listed.has_value());
    QCOMPARE(listed->videos, std::size_t{3});
    QVERIFY(listed->predictions < test->predictions);
    QVERIFY(warnsOf(*listed, "their videos are not listed"));
    QCOMPARE(codeOf(tal::evaluate(sample.truth, sample.predictions, {.subset = "Test"})),
             std::string("not-found"));
    QCOMPARE(codeOf(tal::evaluate(sample.truth, sample.predictions, {.videos = {"nobody"}})),
             std::string("not-found"));
    QCOMPARE(codeOf(tal::evaluate(sample.truth, sample.predictions,
                                  {.subset = "test", .videos = {"v11"}})),
             std::string("not-found"));
}

void TestAveragePrecision::classesWithoutPredictionsCount()
{
    const model::GroundTruth truth{.classes = {"a", "b"},
                                   .videos = {truthVideo("v", {{1, 0, 10}, {0, 20, 30}})}};
    const model::DetectionSet predictions{
        .classes = {"b"}, .videos = {{.video = "v", .detections = {{0, 0, 10, 0.9}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.5}});
    QVERIFY(result.has_value());
    QCOMPARE(result->map[0], 0.5);
    // Classes in order of first appearance in the file, not of the class list.
    QCOMPARE(result->classes[0].name, std::string("b"));
    QCOMPARE(result->classes[1].ap[0], 0.0);
    const auto nothing = tal::evaluate(truth, {}, {.tiou = {0.5}});
    QVERIFY(nothing.has_value());
    QCOMPARE(nothing->averageMap, 0.0);
    QVERIFY(warnsOf(*nothing, "1 of 1 videos have no predictions"));
}

void TestAveragePrecision::matchesExplainTheResult()
{
    const Sample sample = randomSample(7);
    const auto result =
        tal::evaluate(sample.truth, sample.predictions, {.subset = "test", .wantsMatches = true});
    QVERIFY(result.has_value());
    QCOMPARE(result->matches.size(), result->predictions);
    for (std::size_t t = 0; t < result->tiou.size(); ++t) {
        std::map<std::pair<int, int>, int> claims;
        std::vector<std::vector<bool>> isTruePositive(result->classes.size());
        for (const tal::PredictionMatch &match : result->matches) {
            const std::int32_t instance = match.instance[t];
            isTruePositive[static_cast<std::size_t>(match.classRow)].push_back(instance >= 0);
            if (instance < 0) {
                continue;
            }
            ++claims[{match.gtVideo, instance}];
            const Detection &d = sample.predictions.videos[static_cast<std::size_t>(match.video)]
                                     .detections[static_cast<std::size_t>(match.detection)];
            const Instance &i = sample.truth.videos[static_cast<std::size_t>(match.gtVideo)]
                                    .instances[static_cast<std::size_t>(instance)];
            QVERIFY(tal::tiou(d.start, d.end, i.start, i.end) >= result->tiou[t]);
        }
        for (const auto &[instance, count] : claims) {
            QCOMPARE(count, 1);
        }
        for (std::size_t row = 0; row < result->classes.size(); ++row) {
            QCOMPARE(tal::interpolatedAp(isTruePositive[row], result->classes[row].gtInstances),
                     result->classes[row].ap[t]);
        }
    }
}

void TestAveragePrecision::orderOfEqualScoresIsNamed()
{
    const model::GroundTruth truth{.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}};
    model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 0, 10, 0.5}, {0, 50, 60, 0.5}}}}};
    const auto result = tal::evaluate(truth, predictions, {.tiou = {0.5}});
    QVERIFY(result.has_value());
    QCOMPARE(result->map[0], 0.5); // the later one, a false positive, comes first
    QVERIFY(warnsOf(*result, "of equal scores the later in the file counts first"));
    std::swap(predictions.videos[0].detections[0], predictions.videos[0].detections[1]);
    QCOMPARE(tal::evaluate(truth, predictions, {.tiou = {0.5}})->map[0], 1.0);
}

void TestAveragePrecision::orderOfVideosDoesNotMatterWithoutTies()
{
    Sample sample = randomSample(9);
    double score = 0.0;
    for (model::VideoDetections &video : sample.predictions.videos) {
        for (Detection &detection : video.detections) {
            score += 0.618033988749895;
            detection.score = score - std::floor(score);
        }
    }
    const auto before = tal::evaluate(sample.truth, sample.predictions, {.subset = "test"});
    std::reverse(sample.predictions.videos.begin(), sample.predictions.videos.end());
    const auto after = tal::evaluate(sample.truth, sample.predictions, {.subset = "test"});
    QVERIFY(before.has_value() && after.has_value());
    QVERIFY(before->map == after->map);
}

void TestAveragePrecision::refusesBadInput()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto codeWith = [](auto change, tal::EvaluationOptions options = {}) {
        Sample sample = handSample();
        change(sample);
        return codeOf(tal::evaluate(sample.truth, sample.predictions, options));
    };
    const std::string bad = "bad-value";
    QCOMPARE(codeWith([](Sample &) {}), std::string("accepted"));
    QCOMPARE(codeWith([&](Sample &s) { s.predictions.videos[0].detections[1].score = nan; }), bad);
    QCOMPARE(codeWith([&](Sample &s) { s.predictions.videos[0].detections[1].start = nan; }), bad);
    QCOMPARE(codeWith([](Sample &s) { s.predictions.videos[0].detections[0].end = -1; }), bad);
    QCOMPARE(codeWith([](Sample &s) { s.predictions.videos[0].detections[0].classIndex = 4; }),
             bad);
    QCOMPARE(codeWith([](Sample &s) { s.truth.videos[0].instances[0].end = -1; }), bad);
    QCOMPARE(codeWith([](Sample &s) { s.truth.videos[0].instances[0].classIndex = -1; }), bad);
    QCOMPARE(codeWith([](Sample &s) { s.truth.videos.push_back(s.truth.videos[0]); }),
             std::string("conflict"));
    QCOMPARE(codeWith([](Sample &s) { s.truth.videos[0].instances.clear(); }),
             std::string("not-found"));
    QCOMPARE(codeWith([](Sample &s) { s.truth.videos.clear(); }), std::string("not-found"));
    QCOMPARE(codeWith([](Sample &) {}, {.tiou = {0.0}}), bad);
    QCOMPARE(codeWith([](Sample &) {}, {.tiou = {0.5, 1.5}}), bad);
    QCOMPARE(codeWith([](Sample &) {}, {.protocol = "coco"}), std::string("not-found"));
    // An infinite score is a score.
    QCOMPARE(codeWith([](Sample &s) {
                 s.predictions.videos[0].detections[1].score =
                     std::numeric_limits<double>::infinity();
             }),
             std::string("accepted"));
}

void TestAveragePrecision::likelySubset()
{
    const Sample sample = randomSample(1);
    QCOMPARE(*tal::likelySubset(sample.truth, sample.predictions), std::string("test"));
    const model::DetectionSet onlyVal{.classes = {},
                                      .videos = {{.video = "v10", .detections = {}}}};
    QCOMPARE(*tal::likelySubset(sample.truth, onlyVal), std::string("val"));
    QCOMPARE(*tal::likelySubset(handSample().truth, onlyVal), std::string("test"));
    model::GroundTruth open{.classes = {},
                            .videos = {truthVideo("a", {}, "x"), truthVideo("b", {}, "y")}};
    const model::DetectionSet both{
        .classes = {},
        .videos = {{.video = "a", .detections = {}}, {.video = "b", .detections = {}}}};
    QVERIFY(!tal::likelySubset(open, both).has_value());
    open.videos.clear();
    QCOMPARE(*tal::likelySubset(open, both), std::string());
}

QTEST_APPLESS_MAIN(TestAveragePrecision)
#include "tst_average_precision.moc"
