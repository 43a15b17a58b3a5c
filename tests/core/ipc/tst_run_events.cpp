#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/ipc/run_events.h"

using namespace core::ipc;

class TestRunEvents : public QObject
{
    Q_OBJECT

private slots:
    void workerIsToldAgainWithoutItsParent();
    void missingFileIsNamed();

private:
    QTemporaryDir m_folder;
};

// A run that was killed in the middle of a line and then resumed.
void TestRunEvents::workerIsToldAgainWithoutItsParent()
{
    const std::filesystem::path path = m_folder.filePath("events.jsonl").toStdString();
    std::ofstream(path) << R"({"type":"hello","protocol":1,"devices":[],"at":"t","from":"worker"}
{"type":"hello","protocol":1,"at":"t","from":"parent"}
{"type":"run","id":"j","manifest":"job.json","at":"t","from":"parent"}
{"type":"accepted","id":"j","at":"t","from":"worker"}
{"type":"metric","id":"j","step":3,"name":"loss","value":0.5,"at":"t","from":"worker"}
{"type":"metric","id":"j","st
{"type":"accepted","id":"j","at":"t","from":"worker"}
{"type":"cancel","id":"j","at":"t","from":"parent"}
{"type":"finished","id":"j","status":"cancelled","at":"t","from":"worker"})";
    const auto messages = readRunEvents(path);
    QVERIFY(messages);
    QCOMPARE(messages->size(), 5U);
    QVERIFY(std::holds_alternative<WorkerHello>(messages->front()));
    QCOMPARE(std::get<Metric>((*messages)[2]).value, 0.5);
    QCOMPARE(std::get<Finished>(messages->back()).status, FinishStatus::Cancelled);
}

void TestRunEvents::missingFileIsNamed()
{
    const auto messages = readRunEvents(m_folder.filePath("none").toStdString());
    QVERIFY(!messages);
    QCOMPARE(messages.error().code, core::base::ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestRunEvents)
#include "tst_run_events.moc"
