#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <QtTest>

#include "core/base/random.h"

using core::base::Random;

// The generator that seeds, sampling and the demo rest on: the same numbers on every machine.
class TestRandom : public QObject
{
    Q_OBJECT

private slots:
    void sequenceIsFixed();
    void stateRestoresTheSequence();
    void streamsDiffer();
    void uniformIntCoversItsRangeEvenly();
    void normalHasUnitMoments();
    void shuffleIsAPermutation();
};

void TestRandom::sequenceIsFixed()
{
    Random random(3407);
    const std::vector<std::uint64_t> first = {random.next(), random.next(), random.next()};
    Random again(3407);
    for (const std::uint64_t value : first) {
        QCOMPARE(again.next(), value);
    }
    QVERIFY(Random(3408).next() != first[0]);
}

void TestRandom::stateRestoresTheSequence()
{
    Random random(1);
    for (int i = 0; i < 100; ++i) {
        random.next();
    }
    const Random::State state = random.state();
    const double expected = random.uniform();
    Random other(2);
    other.setState(state);
    QCOMPARE(other.uniform(), expected);
}

void TestRandom::streamsDiffer()
{
    QVERIFY(Random(5, 0).next() != Random(5, 1).next());
}

void TestRandom::uniformIntCoversItsRangeEvenly()
{
    Random random(7);
    std::array<int, 6> counts{};
    for (int i = 0; i < 60000; ++i) {
        const std::int64_t value = random.uniformInt(-2, 3);
        QVERIFY(value >= -2 && value <= 3);
        ++counts[static_cast<std::size_t>(value + 2)];
    }
    for (const int count : counts) {
        QVERIFY2(std::abs(count - 10000) < 500, qPrintable(QString::number(count)));
    }
    QCOMPARE(random.uniformInt(4, 4), 4);
}

void TestRandom::normalHasUnitMoments()
{
    Random random(11);
    double sum = 0.0;
    double squares = 0.0;
    constexpr int kCount = 100000;
    for (int i = 0; i < kCount; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
    }
    QVERIFY(std::abs(sum / kCount) < 0.02);
    QVERIFY(std::abs(squares / kCount - 1.0) < 0.02);
}

void TestRandom::shuffleIsAPermutation()
{
    std::vector<int> items(1000);
    std::iota(items.begin(), items.end(), 0);
    Random random(13);
    random.shuffle<int>(items);
    QVERIFY(!std::is_sorted(items.begin(), items.end()));
    std::sort(items.begin(), items.end());
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(items[static_cast<std::size_t>(i)], i);
    }
}

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
