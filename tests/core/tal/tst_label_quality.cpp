#include <limits>

#include <QtTest>

#include "core/tal/label_quality.h"

using namespace core;
using model::Detection;

namespace {

// Two test videos of two classes and one of another subset.
model::GroundTruth someTruth()
{
    model::GroundTruth truth{.classes = {"a", "b"}, .videos = {}};
    for (const char *name : {"v1", "v2", "w"}) {
        model::VideoGroundTruth video;
        video.video = name;
        video.subset = name[0] == 'v' ? "test" : "val";
        truth.videos.push_back(video);
    }
    truth.videos[0].instances = {{0, 0, 10}, {0, 20, 30}, {1, 40, 50}};
    truth.videos[1].instances = {{1, 0, 4}};
    truth.videos[2].instances = {{0, 0, 10}};
    return truth;
}

model::DetectionSet someLabels()
{
    return {.classes = {"b", "a", "c"},
            .videos = {{.video = "v1",
                        .detections = {{1, 1, 10, 0.9},    // a: matches, 1 s late
                                       {1, 0, 10, 0.8},    // a: a second one for the same instance
                                       {0, 40, 52, 0.7},   // b: matches, ends 2 s late
                                       {0, 20, 30, 0.6}}}, // b where a is: wrong
                       {.video = "v2", .detections = {{2, 0, 4, 0.5}}}, // a class of its own
                       {.video = "w", .detections = {{1, 0, 10, 0.9}}}}};
}

const tal::QualityCounts &countsOf(const std::vector<tal::NamedQuality> &rows, const char *name)
{
    for (const tal::NamedQuality &row : rows) {
        if (row.name == name) {
            return row.counts;
        }
    }
    throw std::runtime_error(name);
}

} // namespace

class TestLabelQuality : public QObject
{
    Q_OBJECT

private slots:
    void countsByHand();
    void oneInstanceIsMatchedOnce();
    void bestOverlapOfTheBestScoreWins();
    void perfectAndEmpty();
    void refusesBadInput();
};

void TestLabelQuality::countsByHand()
{
    const auto quality = tal::labelQuality(someTruth(), someLabels(), {.subset = "test"});
    QVERIFY(quality.has_value());
    QCOMPARE(quality->total.labels, std::size_t{5});
    QCOMPARE(quality->total.gtInstances, std::size_t{4});
    QCOMPARE(quality->total.matched, std::size_t{2});
    QCOMPARE(quality->total.precision(), 0.4);
    QCOMPARE(quality->total.recall(), 0.5);
    QCOMPARE(quality->total.f1(), 4.0 / 9.0);
    QCOMPARE(quality->startErrorS, 0.5);
    QCOMPARE(quality->endErrorS, 1.0);
    QCOMPARE(quality->classes.size(), std::size_t{3});
    QCOMPARE(countsOf(quality->classes, "a").matched, std::size_t{1});
    QCOMPARE(countsOf(quality->classes, "a").labels, std::size_t{2});
    QCOMPARE(countsOf(quality->classes, "b").gtInstances, std::size_t{2});
    QCOMPARE(countsOf(quality->classes, "c").precision(), 0.0);
    QCOMPARE(quality->videos.size(), std::size_t{2});
    QCOMPARE(countsOf(quality->videos, "v1").matched, std::size_t{2});
    QCOMPARE(countsOf(quality->videos, "v2").recall(), 0.0);
    // AP of a: one hit of two instances at rank 1; of b: one of two at rank 1.
    QCOMPARE(quality->map, 0.5);
}

void TestLabelQuality::oneInstanceIsMatchedOnce()
{
    const model::DetectionSet labels{
        .classes = {"a"},
        .videos = {{.video = "w", .detections = {{0, 0, 10, 0.9}, {0, 0, 10, 0.8}}}}};
    const auto quality = tal::labelQuality(someTruth(), labels, {.subset = "val"});
    QVERIFY(quality.has_value());
    QCOMPARE(quality->total.matched, std::size_t{1});
    QCOMPARE(quality->total.precision(), 0.5);
    QCOMPARE(quality->total.recall(), 1.0);
}

void TestLabelQuality::bestOverlapOfTheBestScoreWins()
{
    model::GroundTruth truth{.classes = {"a"}, .videos = {}};
    model::VideoGroundTruth video;
    video.video = "v";
    video.instances = {{0, 0, 10}, {0, 3, 13}};
    truth.videos.push_back(video);
    // The better-scored label fits the second instance better; the other one takes the first.
    const model::DetectionSet labels{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 1, 11, 0.3}, {0, 3, 12, 0.9}}}}};
    const auto quality = tal::labelQuality(truth, labels, {});
    QVERIFY(quality.has_value());
    QCOMPARE(quality->total.matched, std::size_t{2});
    QCOMPARE(quality->startErrorS, 0.5);
    QCOMPARE(quality->endErrorS, 1.0);
}

void TestLabelQuality::perfectAndEmpty()
{
    const model::GroundTruth truth = someTruth();
    model::DetectionSet labels{.classes = truth.classes, .videos = {}};
    for (const model::VideoGroundTruth &video : truth.videos) {
        model::VideoDetections copy{.video = video.video, .detections = {}};
        for (const model::Instance &instance : video.instances) {
            copy.detections.push_back({instance.classIndex, instance.start, instance.end, 1.0});
        }
        labels.videos.push_back(copy);
    }
    const auto perfect = tal::labelQuality(truth, labels, {.tiou = 1.0});
    QVERIFY(perfect.has_value());
    QCOMPARE(perfect->total.precision(), 1.0);
    QCOMPARE(perfect->total.recall(), 1.0);
    QCOMPARE(perfect->map, 1.0);
    QCOMPARE(perfect->averageMap, 1.0);
    const auto empty = tal::labelQuality(truth, {}, {});
    QVERIFY(empty.has_value());
    QCOMPARE(empty->total.precision(), 0.0);
    QCOMPARE(empty->total.recall(), 0.0);
    QCOMPARE(empty->total.f1(), 0.0);
}

void TestLabelQuality::refusesBadInput()
{
    QVERIFY(!tal::labelQuality(someTruth(), someLabels(), {.subset = "train"}).has_value());
    QVERIFY(!tal::labelQuality(someTruth(), someLabels(), {.tiou = 0.0}).has_value());
    model::DetectionSet labels = someLabels();
    labels.videos[0].detections[0].score = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(!tal::labelQuality(someTruth(), labels, {}).has_value());
}

QTEST_APPLESS_MAIN(TestLabelQuality)
#include "tst_label_quality.moc"
