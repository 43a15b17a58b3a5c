#include <QtTest>

#include "core/tal/boundary_evidence.h"
#include "core/tal/same_error.h"

using namespace core;
using tal::Evidence;
using tal::EvidenceKind;

// Evidence for bounds, jumps to it, and corrections carried over to labels of the same shape.
class TestBoundaryEvidence : public QObject
{
    Q_OBJECT

private slots:
    void thresholdsOfTheExtent();
    void inflections();
    void changeOfFeatures();
    void nextOfOrdered();
    void keys();
    void framesBeginToMove();
    void jumpsGoToTheStrongest();
    void shapesIgnoreScaleAndPlace();
    void correctionsAreRelative();
};

void TestBoundaryEvidence::thresholdsOfTheExtent()
{
    const std::vector<float> values = {2.0F, 2.0F, 6.0F, 2.0F};
    const std::vector<double> thresholds = {0.25};
    const auto found =
        tal::curveEvidence({.values = values, .firstS = 1.0, .stepS = 2.0}, thresholds, "CAS");
    QCOMPARE(found.size(), std::size_t{3}); // up, down and one inflection
    QVERIFY((found[0] == Evidence{3.5, EvidenceKind::Threshold, "CAS at 0.25"}));
    QCOMPARE(found[1].timeS, 6.5);
    const std::vector<float> flat = {1.0F, 1.0F};
    QVERIFY(tal::curveEvidence({.values = flat}, thresholds, "").empty());
    QVERIFY(tal::curveEvidence({}, thresholds, "").empty());
}

void TestBoundaryEvidence::inflections()
{
    std::vector<float> values;
    for (int i = 0; i <= 40; ++i) {
        values.push_back(static_cast<float>(std::sin(i * 0.1 * 2.0 * 3.14159265))); // period 10
    }
    std::vector<double> times;
    for (const Evidence &entry : tal::curveEvidence({.values = values}, {}, "x")) {
        QVERIFY(entry.kind == EvidenceKind::Inflection);
        times.push_back(entry.timeS);
    }
    QVERIFY(times.size() >= 6); // at the zeros of the sine
    for (const double time : times) {
        QVERIFY(qAbs(time / 5.0 - std::round(time / 5.0)) * 5.0 <= 1.0);
    }
}

void TestBoundaryEvidence::changeOfFeatures()
{
    std::vector<float> rows(std::size_t{40} * 2, 0.0F);
    for (std::size_t t = 20; t < 40; ++t) {
        rows[t * 2] = 3.0F;
        rows[t * 2 + 1] = 4.0F;
    }
    const std::vector<float> change = tal::featureChange(rows, 2);
    QCOMPARE(change.size(), std::size_t{39});
    QCOMPARE(change[19], 5.0F);
    const auto found = tal::changeEvidence({.values = change, .firstS = 0.5, .stepS = 1.0});
    QCOMPARE(found.size(), std::size_t{3});
    QVERIFY(found[0].kind == EvidenceKind::ShotCut);
    QCOMPARE(found[0].timeS, 19.5);
    QVERIFY(found[1].kind == EvidenceKind::MotionOnset && found[1].timeS < 19.5);
    QVERIFY(tal::featureChange({}, 2).empty());
    QVERIFY(tal::changeEvidence({.values = std::vector<float>(5, 1.0F)}).empty());
}

void TestBoundaryEvidence::nextOfOrdered()
{
    const auto list = tal::ordered({{3.0, EvidenceKind::Threshold, "c"},
                                    {1.0, EvidenceKind::Threshold, "a"},
                                    {1.02, EvidenceKind::OtherEdge, "b"}},
                                   0.04);
    QCOMPARE(list.size(), std::size_t{2});
    QCOMPARE(tal::nextEvidence(list, 0.0, true)->of, "a");
    QCOMPARE(tal::nextEvidence(list, 1.0, true)->of, "c");
    QCOMPARE(tal::nextEvidence(list, 3.0, false)->of, "a");
    QVERIFY(!tal::nextEvidence(list, 3.0, true));
    QVERIFY(!tal::nextEvidence({}, 3.0, false));
}

void TestBoundaryEvidence::keys()
{
    const std::vector<Evidence> list = {{1.0, EvidenceKind::Threshold, ""},
                                        {2.0, EvidenceKind::Threshold, ""}};
    // 25 frames away, two of them need not be gone.
    const tal::KeyCount there = tal::keysToReach(list, 0.0, 1.0, 25.0);
    QCOMPARE(there.nudging, std::size_t{23});
    QCOMPARE(there.snapping, std::size_t{1});
    // Back from behind: one jump and one frame.
    QCOMPARE(tal::keysToReach(list, 2.5, 1.88, 25.0).snapping, std::size_t{2});
    // Nothing between: nudging is all that is left.
    QCOMPARE(tal::keysToReach(list, 1.1, 1.3, 25.0).snapping, std::size_t{3});
    QCOMPARE(tal::keysToReach({}, 0.0, 1.0, 25.0).snapping, std::size_t{23});
    QCOMPARE(tal::keysToReach(list, 1.0, 1.05, 25.0).nudging, std::size_t{0});
}

// A camera that rests, a cut, then someone moves.
void TestBoundaryEvidence::framesBeginToMove()
{
    std::vector<tal::FrameChange> changes;
    for (int i = 1; i < 100; ++i) {
        const bool isMoving = i >= 60;
        changes.push_back({i / 10.0, i == 30 ? 40.0 : isMoving ? 4.0 : 1.0});
    }
    // A cut casts its shadow on the means of the half second around it, weaker than itself.
    const auto found = tal::ordered(tal::frameEvidence(changes), 0.6);
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].timeS, 3.0);
    QVERIFY(found[0].kind == EvidenceKind::ShotCut);
    QCOMPARE(found[1].timeS, 6.0);
    QVERIFY(found[1].kind == EvidenceKind::MotionOnset);
    QCOMPARE(found[1].of, "frames");
    QVERIFY(found[0].strength > found[1].strength && found[1].strength >= 0.5);
    QVERIFY(tal::frameEvidence({}).empty());
    QVERIFY(tal::frameEvidence(std::vector<tal::FrameChange>(50, {1.0, 2.0})).empty());
}

void TestBoundaryEvidence::jumpsGoToTheStrongest()
{
    const std::vector<Evidence> list = {{1.0, EvidenceKind::Threshold, "a"},
                                        {1.5, EvidenceKind::ShotCut, "b", 2.0},
                                        {1.8, EvidenceKind::ShotCut, "c", 1.0},
                                        {4.0, EvidenceKind::OtherEdge, "d"}};
    const auto at = [&](double time, bool isForward) {
        return tal::jumpEvidence(list, time, isForward)->of;
    };
    QCOMPARE(at(0.8, true), "b");
    QCOMPARE(at(0.45, true), "a"); // "b" is out of reach
    QCOMPARE(at(1.5, true), "c");
    QCOMPARE(at(1.8, true), "d"); // nothing in reach: the next one
    QCOMPARE(at(1.45, false), "a");
    QCOMPARE(at(2.0, false), "b");
    QVERIFY(!tal::jumpEvidence(list, 4.0, true));
    QVERIFY(!tal::jumpEvidence({}, 0.0, true));
    // Too far by a jump and back by another, where that pays.
    QCOMPARE(tal::keysToReach(list, 0.9, 1.78, 25.0).snapping, std::size_t{2});
    QCOMPARE(tal::keysToReach(list, 0.0, 0.8, 25.0).fiveFrames, std::size_t{4});
}

void TestBoundaryEvidence::shapesIgnoreScaleAndPlace()
{
    std::vector<float> curve(200, 0.0F);
    for (int i = 0; i < 20; ++i) {
        curve[static_cast<std::size_t>(40 + i)] = static_cast<float>(i);
        curve[static_cast<std::size_t>(120 + i)] = static_cast<float>(3 * i + 1);
        curve[static_cast<std::size_t>(160 + i)] = static_cast<float>(20 - i);
    }
    const auto first = tal::labelShape(curve, 0.0, 1.0, 40.0, 60.0);
    QCOMPARE(first.size(), static_cast<std::size_t>(tal::kShapeSamples));
    QVERIFY(tal::shapeLikeness(first, first) > 0.9999);
    QVERIFY(tal::shapeLikeness(first, tal::labelShape(curve, 0.0, 1.0, 120.0, 140.0)) > 0.98);
    QVERIFY(tal::shapeLikeness(first, tal::labelShape(curve, 0.0, 1.0, 160.0, 180.0)) < 0.7);
    QVERIFY(tal::labelShape(curve, 0.0, 1.0, 80.0, 85.0).empty());
    QVERIFY(tal::labelShape(curve, 0.0, 1.0, 5.0, 5.0).empty());
    QCOMPARE(tal::shapeLikeness(first, {}), 0.0);
}

void TestBoundaryEvidence::correctionsAreRelative()
{
    const std::vector<std::string> classes = {"a", "b"};
    const tal::Correction correction =
        tal::correctionOf({0, 10, 20, 0.5}, model::Detection{1, 8, 25, 0.5}, classes);
    QVERIFY(qAbs(correction.startShift + 0.2) < 1e-12);
    QVERIFY(qAbs(correction.endShift - 0.5) < 1e-12);
    QCOMPARE(*correction.newClass, "b");
    const model::Interval moved = tal::applied(correction, {100, 104}, {}, {}).interval;
    QVERIFY(qAbs(moved.start - 99.2) < 1e-9 && qAbs(moved.end - 106.0) < 1e-9);
    QCOMPARE(tal::applied(correction, {100, 104}, {}, 105.0).interval.end, 105.0);
    QCOMPARE(tal::applied(correction, {0, 4}, {}, {}).interval.start, 0.0);
    const tal::Correction rejected = tal::correctionOf({0, 10, 20, 0.5}, std::nullopt, classes);
    QVERIFY(rejected.isRejection);
    QVERIFY((tal::applied(rejected, {1, 2}, {}, {}).interval == model::Interval{1, 2}));
}

QTEST_APPLESS_MAIN(TestBoundaryEvidence)
#include "tst_boundary_evidence.moc"
