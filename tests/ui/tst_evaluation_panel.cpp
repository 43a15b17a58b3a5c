#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QToolButton>

#include "core/tal/protocols.h"

#include "ui/analysis/evaluation_panel.h"
#include "ui/analysis/figure_table.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::EvaluationPanel;
using analysis::FigureTable;

// One track under every evaluation rule, in the real window.
class TestEvaluationPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void agreesWithTalo();
    void choosesTrackAndThresholds();
    void keysChooseTheRule();
    void copiesTables();
    void followsCorrections();

private:
    EvaluationPanel &panel() { return m_case.window().analysis().evaluation(); }
    FigureTable &table() { return panel().protocols(); }
    void choose(const char *box, const QString &text);
    QJsonObject talo(const QStringList &more);

    tests::AnalysisWindow m_case;
};

void TestEvaluationPanel::init()
{
    m_case.open();
    m_case.show("analysis.evaluation");
    QVERIFY(panel().isVisible());
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
}

// As a person does: with the keys of the list.
void TestEvaluationPanel::choose(const char *box, const QString &text)
{
    auto *list = panel().findChild<QComboBox *>(QString::fromLatin1(box));
    QVERIFY(list != nullptr);
    const int target = list->findText(text);
    QVERIFY2(target >= 0, qPrintable(text));
    list->setFocus();
    while (list->currentIndex() != target) {
        QTest::keyClick(list, list->currentIndex() < target ? Qt::Key_Down : Qt::Key_Up);
    }
    QTRY_VERIFY(m_case.window().analysis().isSettled());
}

QJsonObject TestEvaluationPanel::talo(const QStringList &more)
{
    tests::Program program("talo", QStringList{QStringLiteral("evaluate"), m_case.projectPath(),
                                               QStringLiteral("--json")} +
                                       more);
    program.finishWithin(60);
    return program.json();
}

void TestEvaluationPanel::agreesWithTalo()
{
    const auto protocols = core::tal::protocols();
    QCOMPARE(panel().rows().size(), protocols.size());
    QCOMPARE(table().rowCount(), static_cast<int>(protocols.size()));
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        const QString name = QString::fromUtf8(protocols[i].name.data(),
                                               static_cast<qsizetype>(protocols[i].name.size()));
        const QJsonObject told = talo({QStringLiteral("--protocol"), name, QStringLiteral("--tiou"),
                                       QStringLiteral("0.1:0.1:0.7")});
        const core::tal::EvaluationResult &own = panel().rows()[i].result;
        QCOMPARE(own.averageMap, told["average_map"].toDouble());
        const int row = static_cast<int>(i);
        QCOMPARE(table().item(row, 0)->text(), name);
        QCOMPARE(table().item(row, 1)->text(), QString::number(100 * own.averageMap, 'f', 1));
        // The causes add up to the whole difference.
        double sum = panel().rows()[0].result.averageMap;
        for (const auto &effect : panel().rows()[i].effects) {
            sum += effect.change;
        }
        QVERIFY(std::abs(sum - own.averageMap) < 1e-9);
        QVERIFY(!table().item(row, table().columnCount() - 1)->text().isEmpty());
    }
}

void TestEvaluationPanel::choosesTrackAndThresholds()
{
    choose("comparedTrack", QStringLiteral("Pseudo-labels · train-1"));
    choose("evaluatedTiou", QStringLiteral("0.3:0.1:0.7"));
    const QJsonObject told = talo({QStringLiteral("--track"), QStringLiteral("pseudo-labels"),
                                   QStringLiteral("--tiou"), QStringLiteral("0.3:0.1:0.7")});
    // The project has two tracks of pseudo-labels, so that talo wants a name; the panel has chosen.
    const core::tal::EvaluationResult &own = panel().rows()[0].result;
    QCOMPARE(own.tiou.size(), std::size_t{5});
    if (!told.isEmpty()) {
        QCOMPARE(own.averageMap, told["average_map"].toDouble());
    }
    choose("comparedVideos", QStringLiteral("validation"));
    QCOMPARE(panel().rows()[0].result.subset, std::string("validation"));
}

void TestEvaluationPanel::keysChooseTheRule()
{
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Down);
    QCOMPARE(table().currentRow(), 1);
    const core::tal::EvaluationResult &chosen = panel().rows()[1].result;
    QCOMPARE(panel().perClass().rowCount(), static_cast<int>(chosen.classes.size()));
    for (int row = 0; row < panel().perClass().rowCount(); ++row) {
        const QString name = panel().perClass().item(row, 0)->text();
        const auto found =
            std::find_if(chosen.classes.begin(), chosen.classes.end(), [&](const auto &item) {
                return QString::fromStdString(item.name) == name;
            });
        QVERIFY(found != chosen.classes.end());
        QCOMPARE(panel().perClass().item(row, 2)->text(), QString::number(found->gtInstances));
        QCOMPARE(panel().perClass().item(row, 4)->text(),
                 QString::number(100 * found->ap[0], 'f', 1));
    }
}

void TestEvaluationPanel::copiesTables()
{
    QToolButton *button = nullptr;
    for (QToolButton *candidate : panel().findChildren<QToolButton *>()) {
        if (candidate->menu() != nullptr && button == nullptr) {
            button = candidate;
        }
    }
    QVERIFY(button != nullptr);
    button->menu()->actions()[0]->trigger();
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), table().rowCount() + 2);
    QVERIFY(lines[0].startsWith(QStringLiteral("Rule,avg,.1")));
    QVERIFY(lines[1].startsWith(table().item(0, 0)->text() + QLatin1Char(',') +
                                table().item(0, 1)->text()));
    button->menu()->actions()[1]->trigger();
    const QString latex = QApplication::clipboard()->text();
    QVERIFY(latex.startsWith(QStringLiteral("\\begin{tabular}{lr")));
    QCOMPARE(latex.count(QStringLiteral("\\\\")), table().rowCount() + 1);
}

// The labels as they are now change with every edit.
void TestEvaluationPanel::followsCorrections()
{
    choose("comparedTrack", QStringLiteral("Labels as they are now"));
    const std::size_t before = panel().rows()[0].result.predictions;
    const core::model::Video *video = m_case.project().document().videoByName("v_003");
    QVERIFY(video != nullptr); // of the test split
    QVERIFY(m_case.project().apply(
        {core::edit::AddSegment{.videoId = video->id,
                                .classId = m_case.project().document().classByKey("Run")->id,
                                .range = {26'000'000, 28'000'000}}}));
    QTRY_COMPARE(panel().rows()[0].result.predictions, before + 1);
}

QTEST_MAIN(TestEvaluationPanel)
#include "tst_evaluation_panel.moc"
