#include <QtTest>

#include "core/base/random.h"
#include "core/tal/box_fusion.h"
#include "core/tal/class_matching.h"

using namespace core;
using model::Detection;
using model::DetectionSet;

namespace {

DetectionSet setOf(std::vector<Detection> detections, std::vector<std::string> classes = {"a"})
{
    return {.classes = std::move(classes),
            .videos = {{.video = "v", .detections = std::move(detections)}}};
}

// The definition word for word: every proposal against every fused one.
std::vector<Detection> plainFusion(const std::vector<DetectionSet> &sets, double tiou)
{
    struct Entry
    {
        Detection detection;
        std::size_t generator;
    };
    std::vector<Entry> entries;
    for (std::size_t g = 0; g < sets.size(); ++g) {
        for (const Detection &detection : sets[g].videos[0].detections) {
            entries.push_back({detection, g});
        }
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
        return a.detection.score > b.detection.score;
    });
    std::vector<std::vector<Entry>> clusters;
    std::vector<Detection> fused;
    for (const Entry &entry : entries) {
        std::size_t best = fused.size();
        double highest = 0.0;
        for (std::size_t i = 0; i < fused.size(); ++i) {
            const double overlap =
                tal::tiou(entry.detection.start, entry.detection.end, fused[i].start, fused[i].end);
            if (overlap >= tiou && overlap > highest) {
                best = i;
                highest = overlap;
            }
        }
        if (best == fused.size()) {
            fused.emplace_back();
            clusters.emplace_back();
        }
        clusters[best].push_back(entry);
        double start = 0.0;
        double end = 0.0;
        double weight = 0.0;
        for (const Entry &member : clusters[best]) {
            start += member.detection.score * member.detection.start;
            end += member.detection.score * member.detection.end;
            weight += member.detection.score;
        }
        std::vector<bool> seen(sets.size());
        for (const Entry &member : clusters[best]) {
            seen[member.generator] = true;
        }
        fused[best] = {0, start / weight, end / weight,
                       weight / static_cast<double>(clusters[best].size()) *
                           static_cast<double>(std::count(seen.begin(), seen.end(), true)) /
                           static_cast<double>(sets.size())};
    }
    std::stable_sort(fused.begin(), fused.end(),
                     [](const Detection &a, const Detection &b) { return a.score > b.score; });
    return fused;
}

} // namespace

class TestBoxFusion : public QObject
{
    Q_OBJECT

private slots:
    void agreementRaisesAndAverages();
    void weightsCount();
    void ranksMakeScalesComparable();
    void classesAndVideosByName();
    void worthlessIsLeftOut();
    void equalsThePlainDefinition_data();
    void equalsThePlainDefinition();
    void usage();
};

void TestBoxFusion::agreementRaisesAndAverages()
{
    const auto fused = tal::fuseProposals(
        {setOf({{0, 0, 10, 0.8}, {0, 50, 60, 0.7}}), setOf({{0, 2, 12, 0.4}})}, {.tiou = 0.5});
    QVERIFY(fused.has_value());
    const std::vector<Detection> &detections = fused->set.videos[0].detections;
    QCOMPARE(detections.size(), std::size_t{2});
    QVERIFY(qAbs(detections[0].start - 0.8 / 1.2) < 1e-12); // 0.4 × 2 / (0.8 + 0.4)
    QVERIFY(qAbs(detections[0].end - (8.0 + 4.8) / 1.2) < 1e-12);
    QVERIFY(qAbs(detections[0].score - 0.6) < 1e-12);
    QVERIFY(qAbs(detections[1].score - 0.35) < 1e-12); // half of the generators
    QCOMPARE(fused->agreement, (std::vector<std::size_t>{0, 1, 1}));
    QCOMPARE(fused->members[0][0],
             (std::vector<std::pair<std::int32_t, std::int32_t>>{{0, 0}, {1, 0}}));
}

void TestBoxFusion::weightsCount()
{
    const auto fused =
        tal::fuseProposals({setOf({{0, 0, 10, 0.5}}), setOf({{0, 2, 12, 0.5}, {0, 30, 40, 0.8}})},
                           {.tiou = 0.5, .weights = {3.0, 1.0}});
    const std::vector<Detection> &detections = fused->set.videos[0].detections;
    QVERIFY(qAbs(detections[0].start - 0.5) < 1e-12);
    QVERIFY(qAbs(detections[0].score - 0.5) < 1e-12);
    QVERIFY(qAbs(detections[1].score - 0.2) < 1e-12); // 0.8 × 1/4
}

void TestBoxFusion::ranksMakeScalesComparable()
{
    const auto fused = tal::fuseProposals(
        {setOf({{0, 0, 10, 0.01}, {0, 50, 60, 0.02}}), setOf({{0, 0, 10, 7}, {0, 50, 60, 9}})},
        {.scale = tal::ScoreScale::Rank});
    const std::vector<Detection> &detections = fused->set.videos[0].detections;
    QCOMPARE(detections[0].start, 50.0);
    QCOMPARE(detections[0].score, 1.0);
    QCOMPARE(detections[1].score, 0.5);
}

void TestBoxFusion::classesAndVideosByName()
{
    DetectionSet other = setOf({{1, 0, 10, 0.5}, {0, 0, 10, 0.5}}, {"b", "a"});
    other.videos.push_back({.video = "w", .detections = {{0, 1, 2, 0.5}}});
    const auto fused = tal::fuseProposals({setOf({{0, 0, 10, 0.5}}), other});
    QCOMPARE(fused->set.classes, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(fused->set.videos.size(), std::size_t{2});
    const std::vector<Detection> expected = {{0, 0, 10, 0.5}, {1, 0, 10, 0.25}};
    QVERIFY(fused->set.videos[0].detections == expected);
    QCOMPARE(fused->set.videos[1].detections[0].classIndex, 1);
}

void TestBoxFusion::worthlessIsLeftOut()
{
    const auto fused =
        tal::fuseProposals({setOf({{0, 5, 5, 0.9}, {0, 0, 10, -0.1}}), setOf({{0, 0, 10, 0.0}})});
    QVERIFY(fused->set.videos[0].detections.empty());
    QCOMPARE(fused->withoutLength, std::size_t{1});
    QCOMPARE(fused->withoutScore, std::size_t{2});
    const auto ranked = tal::fuseProposals({setOf({{0, 0, 10, -0.1}}), setOf({{0, 0, 10, 0.0}})},
                                           {.tiou = 0.55, .scale = tal::ScoreScale::Rank});
    QCOMPARE(ranked->set.videos[0].detections.size(), std::size_t{1});
    QCOMPARE(ranked->withoutScore, std::size_t{0});
}

void TestBoxFusion::equalsThePlainDefinition_data()
{
    QTest::addColumn<double>("tiou");
    for (const double tiou : {0.1, 0.3, 0.55, 0.9}) {
        QTest::addRow("%g", tiou) << tiou;
    }
}

void TestBoxFusion::equalsThePlainDefinition()
{
    QFETCH(double, tiou);
    base::Random random(9);
    for (int round = 0; round < 20; ++round) {
        std::vector<DetectionSet> sets;
        for (int g = 0; g < 3; ++g) {
            std::vector<Detection> detections;
            for (int i = 0; i < 80; ++i) {
                const double start = random.uniform(0.0, 100.0);
                detections.push_back(
                    {0, start, start + random.uniform(0.5, 20.0), random.uniform(0.05, 1.0)});
            }
            sets.push_back(setOf(std::move(detections)));
        }
        const std::vector<Detection> expected = plainFusion(sets, tiou);
        const auto fused = tal::fuseProposals(sets, {.tiou = tiou});
        const std::vector<Detection> &found = fused->set.videos[0].detections;
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY(qAbs(found[i].start - expected[i].start) < 1e-9);
            QVERIFY(qAbs(found[i].end - expected[i].end) < 1e-9);
            QVERIFY(qAbs(found[i].score - expected[i].score) < 1e-9);
        }
    }
}

void TestBoxFusion::usage()
{
    const DetectionSet set = setOf({{0, 0, 10, 0.5}});
    QCOMPARE(tal::fuseProposals({set}).error().code, base::ErrorCode::Usage);
    QCOMPARE(tal::fuseProposals({set, set}, {.tiou = 0.0}).error().code, base::ErrorCode::Usage);
    QCOMPARE(tal::fuseProposals({set, set}, {.weights = {1.0}}).error().code,
             base::ErrorCode::Usage);
    DetectionSet broken = set;
    broken.videos[0].detections[0].end = -1.0;
    QCOMPARE(tal::fuseProposals({set, broken}).error().code, base::ErrorCode::BadValue);
}

QTEST_APPLESS_MAIN(TestBoxFusion)
#include "tst_box_fusion.moc"
