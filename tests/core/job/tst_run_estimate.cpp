#include <QtTest>

#include "core/job/run_estimate.h"

using namespace core;

// What is left of a run, from what its phases took in earlier ones.
class TestRunEstimate : public QObject
{
    Q_OBJECT

private slots:
    void addsThePhasesThatFollow();
    void goesWithThePaceOfThisRun();
    void isSilentWhereAPhaseWasNeverMeasured();

private:
    static ipc::Progress at(const char *phase, std::int64_t done, std::optional<double> left)
    {
        return {.id = "j", .phase = phase, .done = done, .total = 100, .remainingS = left};
    }
    const job::PhaseTimes m_times = {{"generator", 60.0}, {"proposals", 4.0}, {"student", 100.0}};
};

void TestRunEstimate::addsThePhasesThatFollow()
{
    // Exactly as fast as before: 30 s of this phase, and all that follows.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 50, 30.0)), std::optional(134.0));
    QCOMPARE(job::remainingOfRun(m_times, at("student", 99, 1.0)), std::optional(1.0));
}

void TestRunEstimate::goesWithThePaceOfThisRun()
{
    // The generator takes twice what it took: the rest will, too.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 50, 60.0)), std::optional(60.0 + 208.0));
    // Its first steps tell nothing yet.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 1, 990.0)), std::optional(990.0 + 104.0));
    // One that is stuck for a moment does not make hours of the rest.
    QCOMPARE(job::remainingOfRun(m_times, at("proposals", 50, 200.0)),
             std::optional(200.0 + 400.0));
}

void TestRunEstimate::isSilentWhereAPhaseWasNeverMeasured()
{
    const job::PhaseTimes first = {{"generator", {}}, {"proposals", {}}, {"student", {}}};
    QVERIFY(!job::remainingOfRun(first, at("generator", 50, 30.0)));
    QCOMPARE(job::remainingOfRun(first, at("student", 50, 30.0)), std::optional(30.0));
    QVERIFY(!job::remainingOfRun(m_times, at("generator", 0, {})));
    QVERIFY(!job::remainingOfRun(m_times, at("filter", 1, 1.0)));
    QVERIFY(!job::remainingOfRun({}, at("generator", 50, 30.0)));
}

QTEST_GUILESS_MAIN(TestRunEstimate)
#include "tst_run_estimate.moc"
