#include <QtTest>

#include "core/tal/rejections.h"

using namespace core;
using model::Detection;

// What a person rejected does not come back under slightly other bounds.
class TestRejections : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheSameAgain_data();
    void knowsTheSameAgain();
    void leavesTheOthersInTheirOrder();
};

void TestRejections::knowsTheSameAgain_data()
{
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("classIndex");
    QTest::addColumn<bool>("isRejected");
    QTest::newRow("the same") << 10.0 << 20.0 << 1 << true;
    QTest::newRow("tIoU 0.7") << 10.0 << 17.0 << 1 << true;
    QTest::newRow("less") << 10.0 << 16.9 << 1 << false;
    QTest::newRow("longer") << 8.0 << 22.0 << 1 << true;
    QTest::newRow("another class") << 10.0 << 20.0 << 0 << false;
    QTest::newRow("elsewhere") << 30.0 << 40.0 << 1 << false;
    QTest::newRow("no length") << 15.0 << 15.0 << 1 << false;
}

void TestRejections::knowsTheSameAgain()
{
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(int, classIndex);
    const std::vector<model::Instance> rejected = {{0, 100.0, 110.0}, {1, 10.0, 20.0}};
    QTEST(tal::isRejected({classIndex, start, end, 0.9}, rejected), "isRejected");
    QVERIFY(!tal::isRejected({classIndex, start, end, 0.9}, {}));
}

void TestRejections::leavesTheOthersInTheirOrder()
{
    // The detections know other classes, in another order, than the rejections.
    const model::DetectionSet set = {
        .classes = {"Jump", "Run"},
        .videos = {{"a", {{1, 30.0, 40.0, 0.9}, {1, 10.0, 20.0, 0.8}, {0, 10.0, 20.0, 0.7}}},
                   {"b", {{1, 10.0, 20.0, 0.6}}}}};
    const std::vector<model::CorrectedVideo> rejections = {
        {"a", false, {{0, 10.5, 20.0}, {1, 0.0, 90.0}}}, {"c", false, {{0, 10.0, 20.0}}}};
    const model::DetectionSet left =
        tal::withoutRejected(set, rejections, {"Run", "Throw", "Jump"});
    QCOMPARE(left.videos.size(), std::size_t{2});
    QCOMPARE(left.videos[0].detections.size(), std::size_t{2});
    QCOMPARE(left.videos[0].detections[0].start, 30.0);
    QCOMPARE(left.videos[0].detections[1].classIndex, 0);
    QCOMPARE(left.videos[1].detections.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestRejections)
#include "tst_rejections.moc"
