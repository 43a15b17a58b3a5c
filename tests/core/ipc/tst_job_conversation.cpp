#include <string>
#include <vector>

#include <QtTest>

#include "core/ipc/job_conversation.h"

using namespace core::ipc;
using core::base::ErrorCode;
using core::base::Result;

namespace {

const char kHello[] = R"({"type":"hello","protocol":1,"version":"x","devices":[]})";
const char kAccepted[] = R"({"type":"accepted","id":"j"})";
const char kMetric[] = R"({"type":"metric","id":"j","step":1,"name":"n","value":null})";
const char kFinished[] = R"({"type":"finished","id":"j","status":"ok"})";
const char kBeat[] = R"({"type":"heartbeat"})";

// What the last of these lines gives, after all before it were taken.
Result<std::optional<FromWorker>> takeAll(JobConversation &conversation,
                                          const std::vector<std::string> &lines)
{
    Result<std::optional<FromWorker>> last = std::nullopt;
    for (const std::string &line : lines) {
        if (!last) {
            break;
        }
        last = conversation.take({.text = line});
    }
    return last;
}

} // namespace

class TestJobConversation : public QObject
{
    Q_OBJECT

private slots:
    void tellsTheCourseOfAJob();
    void brokenOrderIsNoticed_data();
    void brokenOrderIsNoticed();
    void twentyBadLinesAreTooMany();
    void longLinesCountAsBad();
    void unknownThingsArePassedOver();
    void otherProtocolEndsIt();
    void refusalIsKept();
};

void TestJobConversation::tellsTheCourseOfAJob()
{
    JobConversation conversation("j");
    QVERIFY(!conversation.hasGreeted());
    QVERIFY(takeAll(conversation, {kHello}));
    QVERIFY(conversation.hasGreeted());
    QVERIFY(takeAll(conversation, {kBeat, kAccepted, kMetric, kBeat}));
    QVERIFY(conversation.isAccepted());
    QVERIFY(!conversation.finished());
    const auto last = takeAll(conversation, {kFinished});
    QVERIFY(last && *last);
    QCOMPARE(conversation.finished()->status, FinishStatus::Ok);
    QVERIFY(takeAll(conversation, {kBeat})); // belongs to no job
}

void TestJobConversation::brokenOrderIsNoticed_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("metric before accepted") << QStringList{kHello, kMetric};
    QTest::newRow("finished before accepted") << QStringList{kHello, kFinished};
    QTest::newRow("accepted twice") << QStringList{kHello, kAccepted, kAccepted};
    QTest::newRow("finished twice") << QStringList{kHello, kAccepted, kFinished, kFinished};
    QTest::newRow("metric after finished") << QStringList{kHello, kAccepted, kFinished, kMetric};
    QTest::newRow("accepted after finished")
        << QStringList{kHello, kAccepted, kFinished, kAccepted};
    QTest::newRow("error after finished") << QStringList{
        kHello, kAccepted, kFinished, R"({"type":"error","id":"j","code":"worker","text":"t"})"};
    QTest::newRow("log of a job after finished") << QStringList{
        kHello, kAccepted, kFinished, R"({"type":"log","id":"j","level":"info","text":"t"})"};
    QTest::newRow("another job's metric") << QStringList{
        kHello, kAccepted, R"({"type":"metric","id":"k","step":1,"name":"n","value":1})"};
}

void TestJobConversation::brokenOrderIsNoticed()
{
    QFETCH(QStringList, lines);
    JobConversation conversation("j");
    for (int i = 0; i + 1 < lines.size(); ++i) {
        QVERIFY(conversation.take({.text = lines[i].toStdString()}));
    }
    const auto broken = conversation.take({.text = lines.last().toStdString()});
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::Worker);
}

void TestJobConversation::twentyBadLinesAreTooMany()
{
    JobConversation conversation("j");
    QVERIFY(takeAll(conversation, {kHello, kAccepted}));
    for (int i = 1; i < kMaxBadLines; ++i) {
        const auto taken = conversation.take({.text = "Loading weights..."});
        QVERIFY(taken && !*taken);
    }
    QVERIFY(takeAll(conversation, {kMetric})); // good lines do not count
    const auto last = conversation.take({.text = "{\"type\":\"metric\",\"id\":\"j\"}"});
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::Worker);
    QVERIFY(last.error().problem.find("20 lines") != std::string::npos);
}

void TestJobConversation::longLinesCountAsBad()
{
    JobConversation conversation("j");
    for (int i = 1; i < kMaxBadLines; ++i) {
        QVERIFY(conversation.take({.text = "x", .isTooLong = true}));
    }
    QVERIFY(!conversation.take({.text = "x", .isTooLong = true}));
}

void TestJobConversation::unknownThingsArePassedOver()
{
    JobConversation conversation("j");
    for (int i = 0; i < 100; ++i) {
        const auto taken = conversation.take({.text = R"({"type":"weather","rain":true})"});
        QVERIFY(taken && !*taken);
    }
    const auto taken =
        conversation.take({.text = R"({"type":"hello","protocol":1,"colour":"red"})"});
    QVERIFY(taken && *taken);
}

void TestJobConversation::otherProtocolEndsIt()
{
    JobConversation conversation("j");
    const auto taken = conversation.take({.text = R"({"type":"hello","protocol":2})"});
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::Unsupported);
}

void TestJobConversation::refusalIsKept()
{
    JobConversation conversation("j");
    QVERIFY(takeAll(conversation, {kHello}));
    QVERIFY(takeAll(conversation,
                    {R"({"type":"error","field":"id","code":"conflict","text":"busy"})"}));
    QVERIFY(conversation.refusal());
    QCOMPARE(conversation.refusal()->text, std::string("busy"));
}

QTEST_APPLESS_MAIN(TestJobConversation)
#include "tst_job_conversation.moc"
