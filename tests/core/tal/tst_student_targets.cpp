#include <cmath>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/student_targets.h"

using namespace core;

class TestStudentTargets : public QObject
{
    Q_OBJECT

private slots:
    void workedChecks();
    void secondsAreClamped();
    void wholeSamplesStayUntouched();
    void cropsHoldASegmentWhereTheyCan();
    void withoutSegmentsAllTrialsAreUsed();
    void zeroLengthIsNeverSelected();
    void sameSeedSameCrop();
};

void TestStudentTargets::workedChecks()
{
    // spec fustal-stage3-student §10.1 and §10.2
    const tal::StudentGrid grid{.fps = 30.0};
    QCOMPARE(grid.toGrid(10.0), 73.0F);
    QCOMPARE(grid.toSeconds(73.0F), 10.0F);
    const std::int64_t expected[][3] = {{5, 4, 5},    {15, 14, 15}, {25, 22, 25},
                                        {35, 32, 35}, {45, 40, 45}, {1, 1, 1}};
    for (const auto &[length, shortest, longest] : expected) {
        QVERIFY((tal::cropLengthRange(length, 0.9, 1.0) ==
                 tal::CropRange{.shortest = shortest, .longest = longest}));
    }
}

void TestStudentTargets::secondsAreClamped()
{
    const tal::StudentGrid grid{.fps = 30.0};
    QCOMPARE(grid.toSecondsWithin(-100.0F, 9.0), 0.0F);
    QVERIFY(!std::signbit(grid.toSecondsWithin(-2.0F, 9.0)));
    QCOMPARE(grid.toSecondsWithin(1e6F, 9.5), 9.5F);
    QCOMPARE(grid.toSecondsWithin(73.0F, 20.0), 10.0F);
}

void TestStudentTargets::wholeSamplesStayUntouched()
{
    const std::vector<tal::GridSegment> segments = {{-3.5F, 20.0F, 1}, {30.0F, 60.0F, 2}};
    const tal::CropRule rule{.isRandomLength = false};
    const tal::Crop crop =
        tal::cropSample(50, segments, rule, [](std::int64_t, std::int64_t) -> std::int64_t {
            throw std::runtime_error("nothing to draw");
        });
    QCOMPARE(crop.start, 0);
    QCOMPARE(crop.length, 50);
    QVERIFY(crop.segments == segments); // not clipped either
}

void TestStudentTargets::cropsHoldASegmentWhereTheyCan()
{
    const std::vector<tal::GridSegment> segments = {{100.0F, 140.0F, 4}};
    const tal::CropRule rule{.maxSequence = 64};
    base::Random random(3);
    for (int i = 0; i < 100; ++i) {
        const tal::Crop crop = tal::cropSample(1000, segments, rule, random);
        QCOMPARE(crop.length, 64);
        QVERIFY(crop.start >= 0 && crop.start + crop.length <= 1000);
        QCOMPARE(crop.segments.size(), std::size_t{1});
        const tal::GridSegment &segment = crop.segments[0];
        QVERIFY(segment.start >= 0.0F && segment.end <= 64.0F);
        QVERIFY(segment.end - segment.start >= 20.0F); // half of it
        QCOMPARE(segment.classIndex, 4);
        QCOMPARE(crop.sources, (std::vector<std::size_t>{0}));
    }
}

void TestStudentTargets::withoutSegmentsAllTrialsAreUsed()
{
    int draws = 0;
    const tal::CropRule rule{.maxSequence = 10, .trials = 7};
    const tal::Crop crop = tal::cropSample(100, {}, rule, [&](std::int64_t, std::int64_t high) {
        ++draws;
        return draws == 7 ? high : std::int64_t{3};
    });
    QCOMPARE(draws, 7);
    QCOMPARE(crop.start, 90); // the last trial counts
    QVERIFY(crop.segments.empty());
}

void TestStudentTargets::zeroLengthIsNeverSelected()
{
    const std::vector<tal::GridSegment> segments = {{5.0F, 5.0F, 0}, {4.0F, 8.0F, 1}};
    const tal::CropRule rule{.maxSequence = 10};
    const tal::Crop crop =
        tal::cropSample(20, segments, rule, [](std::int64_t low, std::int64_t) { return low; });
    QCOMPARE(crop.sources, (std::vector<std::size_t>{1}));
}

void TestStudentTargets::sameSeedSameCrop()
{
    const std::vector<tal::GridSegment> segments = {{10.0F, 30.0F, 0}};
    base::Random a(9, 1);
    base::Random b(9, 1);
    for (int i = 0; i < 20; ++i) {
        const tal::Crop first = tal::cropSample(500, segments, {}, a);
        const tal::Crop second = tal::cropSample(500, segments, {}, b);
        QCOMPARE(first.start, second.start);
        QCOMPARE(first.length, second.length);
        QVERIFY(first.length >= 450 && first.length <= 500);
    }
}

QTEST_APPLESS_MAIN(TestStudentTargets)
#include "tst_student_targets.moc"
