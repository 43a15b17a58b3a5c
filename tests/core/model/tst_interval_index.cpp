#include <QtTest>

#include "core/base/random.h"
#include "core/model/interval_index.h"

using namespace core;
using base::TimeRange;
using model::IntervalIndex;

class TestIntervalIndex : public QObject
{
    Q_OBJECT

private slots:
    void treatsRangesAsHalfOpen();
    void ordersByStartThenPosition();
    void agreesWithLinearSearch();
    void isEmptyWithoutIntervals();
};

void TestIntervalIndex::treatsRangesAsHalfOpen()
{
    const std::vector<TimeRange> ranges = {{10, 20}};
    const IntervalIndex index(ranges);
    QVERIFY(index.overlapping({0, 10}).empty());
    QCOMPARE(index.overlapping({0, 11}).size(), std::size_t{1});
    QCOMPARE(index.overlapping({19, 30}).size(), std::size_t{1});
    QVERIFY(index.overlapping({20, 30}).empty());
    QVERIFY(index.at(9).empty());
    QCOMPARE(index.at(10).size(), std::size_t{1});
    QVERIFY(index.at(20).empty());
    QCOMPARE(index.overlapping({15, 15}).size(), std::size_t{1});
}

void TestIntervalIndex::ordersByStartThenPosition()
{
    const std::vector<TimeRange> ranges = {{50, 60}, {0, 100}, {50, 51}, {0, 5}, {20, 70}};
    const IntervalIndex index(ranges);
    QCOMPARE(index.overlapping({0, 100}), (std::vector<int>{1, 3, 4, 0, 2}));
    QCOMPARE(index.at(50), (std::vector<int>{1, 4, 0, 2}));
}

void TestIntervalIndex::agreesWithLinearSearch()
{
    base::Random random(7);
    std::vector<TimeRange> ranges;
    for (int i = 0; i < 500; ++i) {
        const base::TimeUs start = random.uniformInt(0, 999);
        ranges.push_back({start, start + 1 + random.uniformInt(0, i % 7 == 0 ? 400 : 30)});
    }
    const IntervalIndex index(ranges);
    for (int i = 0; i < 400; ++i) {
        const base::TimeUs start = random.uniformInt(-50, 1050);
        const TimeRange asked = {start, start + 1 + random.uniformInt(0, 90)};
        std::vector<int> found = index.overlapping(asked);
        std::sort(found.begin(), found.end());
        std::vector<int> expected;
        for (std::size_t k = 0; k < ranges.size(); ++k) {
            if (ranges[k].overlaps(asked)) {
                expected.push_back(static_cast<int>(k));
            }
        }
        QCOMPARE(found, expected);
    }
}

void TestIntervalIndex::isEmptyWithoutIntervals()
{
    QVERIFY(IntervalIndex().overlapping({0, 10}).empty());
    QCOMPARE(IntervalIndex().size(), std::size_t{0});
}

QTEST_APPLESS_MAIN(TestIntervalIndex)
#include "tst_interval_index.moc"
