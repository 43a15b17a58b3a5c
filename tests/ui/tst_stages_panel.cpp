#include <QComboBox>

#include "ui/analysis/figure_table.h"
#include "ui/analysis/place_list.h"
#include "ui/analysis/score_bars.h"
#include "ui/analysis/stages_panel.h"
#include "ui/timeline/timeline_view.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::PlaceRow;
using analysis::StagesPanel;

// The quality of every stage in the real window.
class TestStagesPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void agreesWithTalo();
    void countsOpenTheirSegments();
    void aClassLimitsTheList();
    void agreementNeedsNoGroundTruth();

private:
    StagesPanel &panel() { return m_case.window().analysis().stages(); }
    const std::vector<PlaceRow> &rows() { return panel().list().rows(); }
    void choose(const char *box, int index);

    tests::AnalysisWindow m_case;
};

void TestStagesPanel::init()
{
    m_case.open();
    m_case.show("analysis.stages");
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
}

void TestStagesPanel::choose(const char *name, int index)
{
    auto *box = m_case.child<QComboBox>(name);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    for (int i = 0; i < index; ++i) {
        QTest::keyClick(box, Qt::Key_Down);
    }
    QCOMPARE(box->currentIndex(), index);
    QTRY_VERIFY(m_case.window().analysis().isSettled());
}

void TestStagesPanel::agreesWithTalo()
{
    tests::Program talo(
        "talo", {QStringLiteral("quality"), m_case.projectPath(), QStringLiteral("--json")});
    talo.finishWithin(60);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    const QJsonArray told = talo.json()["stages"].toArray();
    const auto &stages = panel().survey().stages;
    QCOMPARE(static_cast<qsizetype>(stages.size()), told.size());
    QCOMPARE(panel().stages().rowCount(), static_cast<int>(told.size()));
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const QJsonObject stage = told[static_cast<qsizetype>(i)].toObject();
        QVERIFY(stages[i].quality.has_value());
        QCOMPARE(stages[i].quality->labels.total.precision(), stage["precision"].toDouble());
        QCOMPARE(stages[i].quality->boundaries.startErrorS, stage["start_error_s"].toDouble());
        QCOMPARE(stages[i].quality->labels.map, stage["map"].toDouble());
        QCOMPARE(static_cast<int>(stages[i].quality->missed.size()), stage["missed"].toInt());
        QCOMPARE(stages[i].meanScore, stage["mean_score"].toDouble());
        QCOMPARE(static_cast<int>(stages[i].scores[9]), stage["scores"].toArray()[9].toInt());
        QCOMPARE(panel().stages().item(static_cast<int>(i), 2)->text(),
                 QString::number(100.0 * stage["precision"].toDouble(), 'f', 1));
    }
}

void TestStagesPanel::countsOpenTheirSegments()
{
    for (int stage = 0; stage < panel().stages().rowCount(); ++stage) {
        const QRect cell = panel().stages().visualItemRect(panel().stages().item(stage, 0));
        QTest::mouseClick(panel().stages().viewport(), Qt::LeftButton, {}, cell.center());
        const auto &quality = *panel().survey().stages[static_cast<std::size_t>(stage)].quality;
        const std::size_t counts[] = {quality.missed.size(), quality.split.size(),
                                      quality.merged.size(), quality.matched.size()};
        for (int wrong = 0; wrong < 4; ++wrong) {
            choose("stagesWrong", wrong);
            QCOMPARE(rows().size(), counts[wrong]);
            if (rows().empty()) {
                continue;
            }
            panel().list().setFocus();
            QTest::keyClick(&panel().list(), Qt::Key_Return);
            QCOMPARE(m_case.workspace().videoName(), rows()[0].place.video);
        }
        std::size_t labels = 0;
        for (const auto &bar : panel().scores().bars()) {
            labels += bar.labels;
        }
        QCOMPARE(labels, quality.labels.total.labels);
    }
}

void TestStagesPanel::aClassLimitsTheList()
{
    choose("stagesWrong", 3);
    const std::size_t all = rows().size();
    QVERIFY(all > 0);
    std::size_t sum = 0;
    for (int row = 0; row < panel().details().rowCount(); ++row) {
        const QRect cell = panel().details().visualItemRect(panel().details().item(row, 0));
        QTest::mouseClick(panel().details().viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(panel().details().currentRow(), row);
        sum += rows().size();
    }
    QCOMPARE(sum, all);
}

void TestStagesPanel::agreementNeedsNoGroundTruth()
{
    choose("stagesDetail", 3);
    const auto &survey = panel().survey();
    QCOMPARE(panel().details().rowCount(), static_cast<int>(survey.stages.size()) - 1);
    for (std::size_t i = 0; i < survey.stages.size(); ++i) {
        QCOMPARE(survey.agreement[i][i].agreed, survey.agreement[i][i].labels);
    }
}

QTEST_MAIN(TestStagesPanel)
#include "tst_stages_panel.moc"
