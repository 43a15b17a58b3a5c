#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include <QtTest>

#include "core/base/bounded_queue.h"
#include "core/base/parallel.h"

using namespace core::base;

class TestParallel : public QObject
{
    Q_OBJECT

private slots:
    void callsEveryIndexOnce_data();
    void callsEveryIndexOnce();
    void returnsTheFirstError();
    void queueKeepsTheOrder();
    void closedQueueDrainsAndRefuses();
    void closingWakesAWaitingPush();
};

void TestParallel::callsEveryIndexOnce_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("threads");
    QTest::newRow("nothing") << 0 << 2;
    QTest::newRow("one thread") << 100 << 1;
    QTest::newRow("four threads") << 1000 << 4;
    QTest::newRow("more threads than work") << 3 << 16;
    QTest::newRow("one a core") << 50 << 0;
}

void TestParallel::callsEveryIndexOnce()
{
    QFETCH(int, count);
    QFETCH(int, threads);
    std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
    QVERIFY(forEachParallel(calls.size(), threads, [&](std::size_t i) -> Result<void> {
        ++calls[i];
        return {};
    }));
    for (const std::atomic<int> &called : calls) {
        QCOMPARE(called.load(), 1);
    }
}

void TestParallel::returnsTheFirstError()
{
    std::atomic<int> calls = 0;
    const auto done = forEachParallel(1000, 2, [&](std::size_t i) -> Result<void> {
        ++calls;
        if (i == 7) {
            return fail({.code = ErrorCode::BadValue, .problem = "seven"});
        }
        return {};
    });
    QVERIFY(!done);
    QCOMPARE(done.error().problem, std::string("seven"));
    QVERIFY(calls < 1000);
}

void TestParallel::queueKeepsTheOrder()
{
    BoundedQueue<int> queue(3);
    const std::jthread producer([&] {
        for (int i = 0; i < 500; ++i) {
            queue.push(i);
        }
        queue.close();
    });
    int expected = 0;
    while (const std::optional<int> value = queue.pop()) {
        QCOMPARE(*value, expected++);
    }
    QCOMPARE(expected, 500);
}

void TestParallel::closedQueueDrainsAndRefuses()
{
    BoundedQueue<int> queue(3);
    QVERIFY(queue.push(1));
    queue.close();
    QVERIFY(!queue.push(2));
    QCOMPARE(queue.pop(), std::optional<int>(1));
    QCOMPARE(queue.pop(), std::optional<int>());
}

void TestParallel::closingWakesAWaitingPush()
{
    BoundedQueue<int> queue(1);
    QVERIFY(queue.push(1));
    std::atomic<bool> wasTaken = true;
    {
        const std::jthread producer([&] { wasTaken = queue.push(2); });
        queue.close();
    }
    QVERIFY(!wasTaken);
}

QTEST_APPLESS_MAIN(TestParallel)
#include "tst_parallel.moc"
