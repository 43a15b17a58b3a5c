#include "core/base/file.h"

#include "ui/analysis/figure_table.h"
#include "ui/analysis/ledger_panel.h"
#include "ui/analysis/report_writer.h"
#include "ui/edit/label_commands.h"
#include "ui/edit/label_editor.h"
#include "ui/evidence_keys.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::LedgerPanel;

// Ledger, effort and the keys that move edges to evidence, in the real window.
class TestLedgerPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init() { m_case.open(); }
    void cleanup() { m_case.close(); }
    void agreesWithTalo();
    void keysMoveEdgesToEvidence();
    void keysAndClicksAreCounted();
    void reportIsTheOneOfTalo();

private:
    LedgerPanel &panel() { return m_case.window().analysis().ledger(); }

    tests::AnalysisWindow m_case;
};

void TestLedgerPanel::agreesWithTalo()
{
    m_case.show("analysis.ledger");
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
    tests::Program ledger(
        "talo", {QStringLiteral("ledger"), m_case.projectPath(), QStringLiteral("--json")});
    ledger.finishWithin(60);
    QVERIFY2(ledger.exitCode() == 0, ledger.errors().constData());
    const QJsonArray runs = ledger.json()["entries"].toArray();
    QCOMPARE(panel().runs().rowCount(), static_cast<int>(runs.size()));
    QVERIFY(!runs.isEmpty());
    QCOMPARE(panel().runs().item(0, 0)->text(), QStringLiteral("train-1"));
    tests::Program effort("talo", {QStringLiteral("effort"), m_case.projectPath(),
                                   QStringLiteral("--out"), m_case.path("talo.csv")});
    effort.finishWithin(60);
    QVERIFY2(effort.exitCode() == 0, effort.errors().constData());
    QVERIFY(panel().exportEffort(m_case.path("studio.csv").toStdString()));
    QCOMPARE(core::base::readFile(m_case.path("studio.csv").toStdString()).value(),
             core::base::readFile(m_case.path("talo.csv").toStdString()).value());
    QCOMPARE(panel().effort().rowCount(), 10);
    QCOMPARE(panel().effort().item(2, 3)->text(),
             QString::number(panel().effortLog().effort.total.edits));
}

void TestLedgerPanel::keysMoveEdgesToEvidence()
{
    timeline::TimelineView &timeline = m_case.workspace().timeline();
    EvidenceKeys &keys = m_case.window().analysis().evidenceKeys();
    timeline::SegmentLane *own = m_case.workspace().labelTools().editor.ownLane();
    QVERIFY(own != nullptr);
    const qint64 id = own->segments().front().id;
    const auto before = own->segments().front().range;
    timeline.select(own, {id});
    timeline.setFocus();
    QTest::keyClick(&m_case.window(), Qt::Key_BracketLeft, Qt::AltModifier);
    QTRY_VERIFY(!keys.isGathering());
    QVERIFY(!keys.evidence().empty());
    const auto moved = [&] { return timeline.selectedItem()->range; };
    QTRY_VERIFY(moved().startUs < before.startUs);
    QCOMPARE(moved().endUs, before.endUs);
    const double start = core::base::usToSeconds(moved().startUs);
    const auto isEvidence = [&](double time) {
        return std::any_of(keys.evidence().begin(), keys.evidence().end(),
                           [&](const auto &entry) { return qAbs(entry.timeS - time) < 0.021; });
    };
    QVERIFY(isEvidence(start));
    QTest::keyClick(&m_case.window(), Qt::Key_BraceRight, Qt::AltModifier | Qt::ShiftModifier);
    QTRY_VERIFY(moved().endUs > before.endUs);
    QVERIFY(isEvidence(core::base::usToSeconds(moved().endUs)));
    m_case.window().actions().action(QStringLiteral("edit.undo"))->trigger();
    m_case.window().actions().action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(moved(), before);
}

// Those before an edit to the edit, those of none to the video.
void TestLedgerPanel::keysAndClicksAreCounted()
{
    QWindow *window = m_case.window().windowHandle();
    timeline::TimelineView &timeline = m_case.workspace().timeline();
    timeline::SegmentLane *own = m_case.workspace().labelTools().editor.ownLane();
    const auto before = own->segments().front().range;
    timeline.select(own, {own->segments().front().id});
    timeline.setFocus();
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(window, Qt::Key_Right); // changes nothing
    }
    QTest::keyClick(window, Qt::Key_Shift); // alone it is none
    QTest::keyClick(window, Qt::Key_BracketLeft);
    QTRY_VERIFY(timeline.selectedItem()->range.startUs < before.startUs);
    QTest::keyClick(window, Qt::Key_Left);
    QTest::mouseClick(window, Qt::LeftButton, Qt::NoModifier, QPoint(800, 5));
    QTest::keyClick(window, Qt::Key_Escape); // of the menu, if it opened
    m_case.window().close();
    const auto session = core::edit::ProjectSession::open(m_case.projectPath().toStdString(),
                                                          core::edit::Access::Read);
    QVERIFY2(session.has_value(), session ? "" : session.error().sentence().c_str());
    const core::edit::EffortLog log = core::edit::readEffort(*session).value();
    QVERIFY(log.effort.hasInput);
    QCOMPARE(log.steps.back().input.keys, std::size_t{4});
    QVERIFY(log.idle.at("v_000").keys >= 1);
    QCOMPARE(log.idle.at("v_000").clicks, std::size_t{1});
}

// The same page from the window and from the shell; on paper it is one.
void TestLedgerPanel::reportIsTheOneOfTalo()
{
    analysis::ReportWriter &report = m_case.window().analysis().report();
    const auto write = [&](const char *name) {
        report.write(m_case.projectPath().toStdString(), m_case.path(name).toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(!report.isRunning(), 60000);
    };
    const auto content = [&](const char *name) {
        return QByteArray::fromStdString(
            core::base::readFile(m_case.path(name).toStdString()).value());
    };
    write("window.html");
    write("window.pdf");
    for (const char *name : {"talo.html", "talo.pdf"}) {
        tests::Program talo("talo", {QStringLiteral("report"), m_case.projectPath(),
                                     QStringLiteral("--out"), m_case.path(name)});
        talo.finishWithin(60);
        QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    }
    QVERIFY(content("window.html").contains("<svg"));
    QCOMPARE(content("window.html"), content("talo.html"));
    for (const char *name : {"window.pdf", "talo.pdf"}) {
        QVERIFY(content(name).startsWith("%PDF-"));
        QVERIFY(content(name).contains("/Count 1\n"));
    }
}

QTEST_MAIN(TestLedgerPanel)
#include "tst_ledger_panel.moc"
