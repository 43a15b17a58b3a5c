#include <map>

#include <QtTest>

#include "core/tal/stage_quality.h"

using namespace core;

namespace {

model::VideoGroundTruth truthVideo(const std::string &name, std::vector<model::Instance> instances)
{
    model::VideoGroundTruth video;
    video.video = name;
    video.instances = std::move(instances);
    return video;
}

// Two right labels, a split instance, a label over two instances, a missed instance, a confusion.
const model::GroundTruth kTruth{
    .classes = {"a", "b"},
    .videos = {truthVideo("v", {{0, 0, 10}, {0, 20, 30}, {0, 40, 50}, {0, 52, 60}, {1, 70, 80}}),
               truthVideo("w", {{1, 0, 10}})}};
const model::DetectionSet kLabels{
    .classes = {"b", "a"},
    .videos = {{.video = "v",
                .detections = {{1, 1, 12, 0.95},    // a: late start, late end
                               {1, 20, 24, 0.55},   // halves of an instance
                               {1, 25, 30, 0.65},   //
                               {1, 40, 60, 0.85},   // over two instances
                               {1, 70, 80, 0.75}}}, // b taken for a
               {.video = "w", .detections = {{0, 0, 9, 0.15}, {0, 50, 60, 0.25}}}}};

} // namespace

class TestStageQuality : public QObject
{
    Q_OBJECT

private slots:
    void signedErrors();
    void splitMergedMissed();
    void confusion();
    void calibration();
    void nothingToCompare();
};

void TestStageQuality::signedErrors()
{
    const auto quality = tal::stageQuality(kTruth, kLabels, {.tiou = 0.5});
    QVERIFY(quality.has_value());
    // Matched: v/0 (+1, +2), v/2 with (25, 30) (+5, 0), v/3 with the long one (0, +10), w/0 (0,
    // -1).
    QCOMPARE(quality->boundaries.matched, std::size_t{4});
    QCOMPARE(quality->boundaries.matched, quality->labels.total.matched);
    QCOMPARE(quality->boundaries.startErrorS, 6.0 / 4.0);
    QCOMPARE(quality->boundaries.endErrorS, 11.0 / 4.0);
    QCOMPARE(quality->classes.size(), quality->labels.classes.size());
    QCOMPARE(quality->classes[1].name, std::string("b"));
    QCOMPARE(quality->classes[1].counts.endErrorS, -1.0);
    QCOMPARE(quality->videos[1].counts.endErrorS, -1.0);
    for (const tal::MatchedLabel &matched : quality->matched) {
        const auto &label = kLabels.videos[static_cast<std::size_t>(matched.video)]
                                .detections[static_cast<std::size_t>(matched.detection)];
        const auto &instance = kTruth.videos[static_cast<std::size_t>(matched.gtVideo)]
                                   .instances[static_cast<std::size_t>(matched.instance)];
        QCOMPARE(matched.startErrorS, label.start - instance.start);
        QCOMPARE(matched.endErrorS, label.end - instance.end);
    }
}

void TestStageQuality::splitMergedMissed()
{
    const auto quality = tal::stageQuality(kTruth, kLabels, {.tiou = 0.5});
    QCOMPARE(quality->split, (std::vector<tal::SegmentPlace>{{0, 1}}));
    QCOMPARE(quality->merged, (std::vector<tal::SegmentPlace>{{0, 3}}));
    QCOMPARE(quality->missed, (std::vector<tal::SegmentPlace>{{0, 4}}));
    QCOMPARE(quality->boundaries.split, std::size_t{1});
    QCOMPARE(quality->classes[0].counts.merged, std::size_t{1});
    QCOMPARE(quality->classes[1].counts.missed, std::size_t{1});
    QCOMPARE(quality->videos[1].counts.missed, std::size_t{0});
}

void TestStageQuality::confusion()
{
    const auto quality = tal::stageQuality(kTruth, kLabels, {.tiou = 0.5});
    std::map<std::pair<std::string, std::string>, std::size_t> cells;
    for (const tal::ConfusionCell &cell : quality->confusion) {
        cells[{cell.truth, cell.label}] = cell.count;
    }
    QCOMPARE((cells[{"a", "a"}]), std::size_t{3}); // (20, 24) reaches 0.4 only
    QCOMPARE((cells[{"", "a"}]), std::size_t{1});
    QCOMPARE((cells[{"b", "a"}]), std::size_t{1});
    QCOMPARE((cells[{"b", "b"}]), std::size_t{1});
    QCOMPARE((cells[{"", "b"}]), std::size_t{1});
    QCOMPARE((cells[{"b", ""}]), std::size_t{1}); // the missed one
}

void TestStageQuality::calibration()
{
    const auto quality = tal::stageQuality(kTruth, kLabels, {.tiou = 0.5});
    QCOMPARE(quality->calibration[9].labels, std::size_t{1});
    QCOMPARE(quality->calibration[9].right, std::size_t{1});
    QCOMPARE(quality->calibration[9].meanScore, 0.95);
    QCOMPARE(quality->calibration[7].right, std::size_t{0});
    // |0.95-1| + |0.55-0| + |0.65-1| + |0.85-1| + |0.75-0| + |0.15-1| + |0.25-0| over 7
    QVERIFY(qAbs(quality->calibrationError - 2.95 / 7.0) < 1e-12);
}

void TestStageQuality::nothingToCompare()
{
    const auto empty = tal::stageQuality(kTruth, {.classes = {"a"}, .videos = {}}, {});
    QVERIFY(empty.has_value());
    QCOMPARE(empty->boundaries.missed, std::size_t{6});
    QCOMPARE(empty->boundaries.startErrorS, 0.0);
    QCOMPARE(empty->calibrationError, 0.0);
    QVERIFY(!tal::stageQuality({}, kLabels, {}).has_value());
}

QTEST_APPLESS_MAIN(TestStageQuality)
#include "tst_stage_quality.moc"
