#include "core/edit/doctor_input.h"
#include "core/edit/project_session.h"

#include "ui/analysis/doctor_panel.h"
#include "ui/analysis/place_list.h"
#include "ui/timeline/timeline_view.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::DoctorPanel;
using analysis::PlaceRow;

// The data-set doctor in the real window.
class TestDoctorPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_case.close(); }
    void findsWhatTheCoreFinds();
    void leadsToThePlaces();
    void showsNoListsWithoutFindings();

private:
    DoctorPanel &panel() { return m_case.window().analysis().doctor(); }

    tests::AnalysisWindow m_case;
    void makeProject(const QString &path, const char *segments);

    QString m_sick; // a project with something to find
    QString m_healthy;
};

void TestDoctorPanel::initTestCase()
{
    m_case.makeProject();
    m_sick = m_case.path("sick.talo");
    m_healthy = m_case.path("healthy.talo");
    makeProject(m_healthy, R"({"label":"Run","segment":[5.0,9.0]})");
    // One ends after its video.
    makeProject(m_sick, R"({"label":"Run","segment":[5.0,9.0]},)"
                        R"({"label":"Run","segment":[18.0,25.0]})");
}

// With talo, as a user would.
void TestDoctorPanel::makeProject(const QString &path, const char *segments)
{
    const QString truth = m_case.path("gt.json");
    QFile file(truth);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(R"({"version":"1","taxonomy":[],"database":{)"
                          R"("a":{"subset":"validation","duration":20.0,"annotations":[)") +
               segments +
               R"(]},"b":{"subset":"test","duration":20.0,"annotations":[)"
               R"({"label":"Run","segment":[5.0,9.0]}]}}})");
    file.close();
    const QList<QStringList> commands = {{QStringLiteral("init"), path},
                                         {QStringLiteral("import"), path, QStringLiteral("--kind"),
                                          QStringLiteral("ground-truth"), truth}};
    for (const QStringList &command : commands) {
        tests::Program talo("talo", command);
        talo.finishWithin(60);
        QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    }
}

void TestDoctorPanel::init()
{
    m_case.open();
    QVERIFY(m_case.window().openProject(m_sick));
    m_case.show("analysis.doctor");
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
}

void TestDoctorPanel::findsWhatTheCoreFinds()
{
    const auto input = core::edit::doctorInput(m_case.project().session(), false);
    QVERIFY(input);
    const auto findings = core::tal::examineDataset(*input);
    QVERIFY(!findings.empty());
    QCOMPARE(panel().findings().size(), findings.size());
    for (std::size_t i = 0; i < findings.size(); ++i) {
        QCOMPARE(panel().findings()[i].code, findings[i].code);
        const PlaceRow &row = panel().findingList().rows()[i];
        QVERIFY(row.title.contains(QString::fromStdString(findings[i].code)));
        QCOMPARE(row.value, QString::number(findings[i].count));
    }
}

void TestDoctorPanel::leadsToThePlaces()
{
    panel().findingList().setFocus();
    for (int row = 0; row < static_cast<int>(panel().findings().size()); ++row) {
        const auto &places = panel().findings()[static_cast<std::size_t>(row)].places;
        QCOMPARE(panel().findingList().currentIndex().row(), row);
        QCOMPARE(panel().places().rows().size(), places.size());
        if (!places.empty()) {
            panel().places().setFocus();
            QTest::keyClick(&panel().places(), Qt::Key_Return);
            QCOMPARE(m_case.workspace().videoName().toStdString(), places[0].video);
            const PlaceRow &first = panel().places().rows()[0];
            if (places[0].instance >= 0) {
                const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
                QVERIFY(item != nullptr);
                QCOMPARE(item->range, first.place.range);
            }
            panel().findingList().setFocus();
        }
        QTest::keyClick(&panel().findingList(), Qt::Key_Down);
    }
}

void TestDoctorPanel::showsNoListsWithoutFindings()
{
    QVERIFY(panel().places().isVisible());
    QVERIFY(m_case.window().openProject(m_healthy));
    m_case.show("analysis.doctor");
    QVERIFY(panel().findings().empty());
    QVERIFY(!panel().findingList().isVisible());
    QVERIFY(!panel().places().isVisible());
}

QTEST_MAIN(TestDoctorPanel)
#include "tst_doctor_panel.moc"
