#include <array>

#include <QtTest>

#include "core/base/random.h"

#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/segment_layout.h"

using namespace ui::timeline;
using core::base::TimeRange;

class TestSegmentLayout : public QObject
{
    Q_OBJECT

private slots:
    void packsWithoutOverlapInARow();
    void letsHighPrioritiesChooseFirst();
    void countsRowsOfOverlappingGroups();
    void hidesWhatDoesNotFit();
    void placesRectangles();
    void keepsNarrowSegmentsVisible();
    void snapsToDevicePixels();
    void choosesRulerSteps_data();
    void choosesRulerSteps();
    void coversTheRuler();
};

void TestSegmentLayout::packsWithoutOverlapInARow()
{
    core::base::Random random(11);
    std::vector<TimeRange> ranges;
    std::vector<double> priorities;
    for (int i = 0; i < 300; ++i) {
        const core::base::TimeUs start = random.uniformInt(0, 5000);
        ranges.push_back({start, start + random.uniformInt(1, 300)});
        priorities.push_back(random.uniform());
    }
    const RowPacking packing = packRows(ranges, priorities, 1000);
    QCOMPARE(packing.hidden, 0);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        for (std::size_t j = i + 1; j < ranges.size(); ++j) {
            QVERIFY(packing.rows[i] != packing.rows[j] || !ranges[i].overlaps(ranges[j]));
        }
        QVERIFY(packing.rows[i] < packing.rowCount);
        QVERIFY(packing.rows[i] < packing.clusterRows[i]);
    }
}

void TestSegmentLayout::letsHighPrioritiesChooseFirst()
{
    const std::array<TimeRange, 3> ranges = {{{0, 10}, {5, 15}, {10, 20}}};
    const RowPacking byStart = packRows(ranges, {}, 9);
    QCOMPARE(byStart.rows, (std::vector<int>{0, 1, 0}));
    const RowPacking byScore = packRows(ranges, std::array{0.1, 0.9, 0.2}, 9);
    QCOMPARE(byScore.rows, (std::vector<int>{1, 0, 1}));
}

void TestSegmentLayout::countsRowsOfOverlappingGroups()
{
    const std::array<TimeRange, 4> ranges = {{{0, 10}, {5, 15}, {15, 20}, {30, 40}}};
    const RowPacking packing = packRows(ranges, {}, 9);
    QCOMPARE(packing.clusterRows, (std::vector<int>{2, 2, 1, 1}));
    QCOMPARE(packing.rowCount, 2);
}

void TestSegmentLayout::hidesWhatDoesNotFit()
{
    const std::array<TimeRange, 3> ranges = {{{0, 10}, {0, 10}, {0, 10}}};
    const RowPacking packing = packRows(ranges, {}, 2);
    QCOMPARE(packing.rows, (std::vector<int>{0, 1, -1}));
    QCOMPARE(packing.hidden, 1);
    const std::array positions = {0, 1, 2};
    QCOMPARE(layoutSegments(positions, ranges, packing, {0, 1}, {0, 100, 0, 1}).size(),
             std::size_t{2});
    // Rows of a fixed height that reach past the lane are left out.
    QCOMPARE(layoutSegments(positions, ranges, packing, {0, 1}, {0, 9, 6, 2}).size(),
             std::size_t{1});
}

void TestSegmentLayout::placesRectangles()
{
    const std::array<TimeRange, 2> ranges = {{{100, 200}, {150, 260}}};
    const RowPacking packing = packRows(ranges, {}, 9);
    const auto rects = layoutSegments(std::array{1, 0}, ranges, packing, {100, 2}, {4, 41, 0, 1});
    QCOMPARE(rects.size(), std::size_t{2});
    QCOMPARE(rects[0].position, 1);
    QCOMPARE(rects[0].rect, QRectF(25, 25, 55, 20));
    QCOMPARE(rects[1].rect, QRectF(0, 4, 50, 20));
}

void TestSegmentLayout::keepsNarrowSegmentsVisible()
{
    const std::array<TimeRange, 1> ranges = {{{1000, 1001}}};
    const RowPacking packing = packRows(ranges, {}, 1);
    const auto rects = layoutSegments(std::array{0}, ranges, packing, {0, 100}, {0, 10, 0, 1});
    QCOMPARE(rects.front().rect, QRectF(10, 0, 4, 10));
}

void TestSegmentLayout::snapsToDevicePixels()
{
    const std::array<TimeRange, 1> ranges = {{{103, 207}}};
    const RowPacking packing = packRows(ranges, {}, 1);
    const auto rects = layoutSegments(std::array{0}, ranges, packing, {0, 10}, {0, 10, 0, 1}, 2.0);
    QCOMPARE(rects.front().rect, QRectF(10.5, 0, 10, 10));
}

void TestSegmentLayout::choosesRulerSteps_data()
{
    QTest::addColumn<double>("usPerPixel");
    QTest::addColumn<qint64>("step");
    QTest::newRow("a frame is wide") << 100.0 << qint64{100'000};
    QTest::newRow("exactly 72 px") << 1e6 / 72 << qint64{1'000'000};
    QTest::newRow("just under 72 px") << 1e6 / 71.9 << qint64{2'000'000};
    QTest::newRow("two minutes on a screen") << 120e6 / 1000 << qint64{10'000'000};
    QTest::newRow("an hour on a screen") << 3600e6 / 1000 << qint64{300'000'000};
    QTest::newRow("a day on a screen") << 86400e6 / 1000 << qint64{7'200'000'000};
    QTest::newRow("a month on a screen") << 30 * 86400e6 / 1000 << qint64{187'200'000'000};
}

void TestSegmentLayout::choosesRulerSteps()
{
    QFETCH(double, usPerPixel);
    QFETCH(qint64, step);
    QCOMPARE(majorStep(usPerPixel), step);
    QVERIFY(static_cast<double>(majorStep(usPerPixel)) / usPerPixel >= 72 - 1e-9);
}

void TestSegmentLayout::coversTheRuler()
{
    const TimeScale scale = {12'345'678, 50'000};
    const auto ticks = majorTicks(scale, 1000);
    QVERIFY(scale.xOf(ticks.front()) <= 0);
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        QCOMPARE(ticks[i] - ticks[i - 1], core::base::TimeUs{5'000'000});
        QVERIFY(scale.xOf(ticks[i]) >= 0);
    }
    QVERIFY(scale.xOf(ticks.back() + 5'000'000) >= 1000);
}

QTEST_GUILESS_MAIN(TestSegmentLayout)
#include "tst_segment_layout.moc"
