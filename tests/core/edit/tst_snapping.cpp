#include <QtTest>

#include "core/edit/snapping.h"

using namespace core;
using edit::SnapKind;
using edit::SnapPoint;

class TestSnapping : public QObject
{
    Q_OBJECT

private slots:
    void prefersStrongPoints();
    void takesTheNearest();
    void staysWhereNothingIsNear();
    void findsCrossingsAndPeaks();
    void findsTheFeatureGrid();
};

void TestSnapping::prefersStrongPoints()
{
    const std::vector<SnapPoint> points = {{1'000'000, SnapKind::Frame, {}},
                                           {1'050'000, SnapKind::Edge, "Ground truth"}};
    const auto hit = edit::snap(1'010'000, points, 80'000);
    QVERIFY(hit);
    QCOMPARE(hit->timeUs, 1'050'000);
    QCOMPARE(hit->kind, SnapKind::Edge);
    QCOMPARE(hit->of, "Ground truth");
    // Out of reach, the weak one is taken.
    QCOMPARE(edit::snap(1'010'000, points, 20'000)->kind, SnapKind::Frame);
}

void TestSnapping::takesTheNearest()
{
    const std::vector<SnapPoint> points = {
        {100, SnapKind::Playhead, {}}, {140, SnapKind::Edge, "a"}, {180, SnapKind::Edge, "b"}};
    QCOMPARE(edit::snap(150, points, 1000)->of, "a");
    QCOMPARE(edit::snap(161, points, 1000)->of, "b");
    QCOMPARE(edit::snap(160, points, 1000)->of, "a"); // as near: the first
    QCOMPARE(edit::snap(110, points, 1000)->kind, SnapKind::Playhead);
}

void TestSnapping::staysWhereNothingIsNear()
{
    const std::vector<SnapPoint> points = {{100, SnapKind::Edge, "a"}};
    QVERIFY(!edit::snap(201, points, 100));
    QVERIFY(edit::snap(200, points, 100));
    QVERIFY(!edit::snap(0, {}, 1000));
}

void TestSnapping::findsCrossingsAndPeaks()
{
    // Centres at 0.5, 1.5, … s; two channels, of which the second one is looked at.
    const std::vector<float> values = {9, 0.0F, 9, 0.2F, 9, 0.8F, 9, 0.8F, 9, 0.3F, 9, 0.5F, 9, 0};
    const model::ScoreCurve curve(2, values, 0.5e6, 1e6);
    const std::vector<double> thresholds = {0.4};
    const auto points = edit::curvePoints(curve, 1, thresholds, {0, 10'000'000});
    std::vector<std::pair<base::TimeUs, SnapKind>> found;
    for (const SnapPoint &point : points) {
        found.emplace_back(point.timeUs, point.kind);
        QCOMPARE(point.of, std::string(point.kind == SnapKind::Threshold ? "θ 0.40" : ""));
    }
    const std::vector<std::pair<base::TimeUs, SnapKind>> expected = {
        {1'833'333, SnapKind::Threshold},    // a third of the way from 0.2 to 0.8
        {2'500'000, SnapKind::CurveMaximum}, // the first of the plateau
        {4'300'000, SnapKind::Threshold},    // from 0.8 to 0.3
        {5'000'000, SnapKind::Threshold},    // from 0.3 to 0.5
        {5'500'000, SnapKind::CurveMaximum}, {5'700'000, SnapKind::Threshold}, // from 0.5 to 0
    };
    QCOMPARE(found, expected);
    // Only what lies within the range.
    QCOMPARE(edit::curvePoints(curve, 1, thresholds, {2'000'000, 4'400'000}).size(),
             std::size_t{2});
}

void TestSnapping::findsTheFeatureGrid()
{
    const model::ScoreCurve curve(1, {1, 2, 3}, 0.5e6, 1e6);
    std::vector<base::TimeUs> times;
    for (const SnapPoint &point : edit::gridPoints(curve, {0, 10'000'000})) {
        QCOMPARE(point.kind, SnapKind::Snippet);
        times.push_back(point.timeUs);
    }
    QCOMPARE(times, (std::vector<base::TimeUs>{0, 1'000'000, 2'000'000, 3'000'000}));
}

QTEST_APPLESS_MAIN(TestSnapping)
#include "tst_snapping.moc"
