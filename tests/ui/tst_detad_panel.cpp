#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QXmlStreamReader>
#include <qcustomplot.h>

#include "ui/analysis/characteristic_plot.h"
#include "ui/analysis/detad_panel.h"
#include "ui/analysis/place_list.h"
#include "ui/analysis/profile_plot.h"
#include "ui/analysis/side_by_side.h"
#include "ui/common/qt_convert.h"
#include "ui/timeline/timeline_view.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::DetadPanel;
using analysis::PlaceRow;
using analysis::ProfilePlot;
using core::tal::ErrorType;

// DETAD's diagnosis in the real window.
class TestDetadPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void usesTheWidthOfAWindow();
    void agreesWithTalo();
    void meansOverAList();
    void aBarOpensItsSegments();
    void keysWalkBarsAndSegments();
    void gainsOpenTheirSegments();
    void characteristicsOpenTheirInstances();
    void exports();

private:
    DetadPanel &panel() { return m_case.window().analysis().detad(); }
    const std::vector<PlaceRow> &rows() { return panel().list().rows(); }
    // A bar with something in it.
    ProfilePlot::Bar someBar();

    tests::AnalysisWindow m_case;
};

void TestDetadPanel::init()
{
    m_case.open();
    m_case.show("analysis.detad");
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
    QVERIFY(panel().diagnosis().gtInstances > 0);
    panel().profile().plot().replot(); // places are known once they are drawn
    panel().characteristic().plot().replot();
}

ProfilePlot::Bar TestDetadPanel::someBar()
{
    ProfilePlot::Bar bar;
    std::size_t most = 0;
    for (std::size_t g = 0; g < panel().diagnosis().profile.size(); ++g) {
        for (std::size_t type = 1; type < core::tal::kErrorTypeCount; ++type) {
            const std::size_t count = panel().diagnosis().profile[g][type];
            if (count > most) {
                most = count;
                bar = {static_cast<int>(g), static_cast<ErrorType>(type)};
            }
        }
    }
    return bar;
}

// As a tab what the errors cost is below the profile; in a wide window it is beside it.
void TestDetadPanel::usesTheWidthOfAWindow()
{
    const auto top = [this](const char *name) {
        const QWidget *widget = m_case.child<QWidget>(name);
        return widget->mapTo(&panel(), QPoint(0, 0)).y();
    };
    const auto *parts = panel().findChild<analysis::SideBySide *>();
    QVERIFY(!parts->isWide());
    QVERIFY(top("gain:D") > top("profile"));
    m_case.window().actions().action(QStringLiteral("view.float-panel"))->trigger();
    panel().window()->resize(1200, 900);
    QTRY_VERIFY(parts->isWide());
    QTRY_VERIFY(top("gain:D") < top("profile") + 60);
    panel().window()->resize(400, 900); // narrow again
    QTRY_VERIFY(!parts->isWide());
    QTRY_VERIFY(top("gain:D") > top("profile"));
    QVERIFY(panel().findChild<QScrollArea *>()->widget()->width() <= 400);
}

void TestDetadPanel::agreesWithTalo()
{
    tests::Program talo(
        "talo", {QStringLiteral("diagnose"), m_case.projectPath(), QStringLiteral("--json")});
    talo.finishWithin(60);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    const QJsonObject told = talo.json();
    QCOMPARE(panel().diagnosis().map, told["map"].toDouble());
    QCOMPARE(panel().diagnosis().missedGain, told["map_gain"].toObject()["Missed"].toDouble());
    QCOMPARE(static_cast<int>(panel().diagnosis().gtInstances), told["gt_instances"].toInt());
}

// Means over a list, as talo's.
void TestDetadPanel::meansOverAList()
{
    auto *box = m_case.child<QComboBox>("detadMean");
    QVERIFY(!panel().mean());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    QVERIFY(panel().mean().has_value());
    tests::Program talo("talo",
                        {QStringLiteral("diagnose"), m_case.projectPath(), QStringLiteral("--tiou"),
                         QStringLiteral("0.1:0.1:0.7"), QStringLiteral("--json")});
    talo.finishWithin(60);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QCOMPARE(panel().mean()->map, talo.json()["map"].toDouble());
    QCOMPARE(panel().mean()->missedGain, talo.json()["map_gain"].toObject()["Missed"].toDouble());
    auto *table = m_case.child<QTableWidget>("detadMeans");
    QVERIFY(table->isVisible());
    QCOMPARE(table->item(0, 1)->text(),
             QString::number(100.0 * panel().mean()->map, 'f', 1) + QStringLiteral(" %"));
    QTest::keyClick(box, Qt::Key_Up);
    QTRY_VERIFY(!panel().mean());
    QVERIFY(!table->isVisible());
}

void TestDetadPanel::aBarOpensItsSegments()
{
    const ProfilePlot::Bar bar = someBar();
    ProfilePlot &plot = panel().profile();
    QTest::mouseClick(&plot.plot(), Qt::LeftButton, {}, plot.positionOf(bar));
    QCOMPARE(plot.chosen(), std::optional(bar));
    const std::size_t count = panel().diagnosis().profile[static_cast<std::size_t>(bar.group)]
                                                         [static_cast<std::size_t>(bar.type)];
    QVERIFY(count > 0);
    QCOMPARE(rows().size(), count);
    // A double click brings the person there.
    const QRect place = panel().list().visualRect(panel().list().model()->index(0, 0));
    QTest::mouseClick(panel().list().viewport(), Qt::LeftButton, {}, place.center());
    QTest::mouseDClick(panel().list().viewport(), Qt::LeftButton, {}, place.center());
    QCOMPARE(m_case.workspace().videoName(), rows()[0].place.video);
    const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
    QVERIFY(item != nullptr);
    QCOMPARE(item->range.startUs, rows()[0].place.range.startUs);
}

void TestDetadPanel::keysWalkBarsAndSegments()
{
    ProfilePlot &plot = panel().profile();
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Up); // from "true positive" of 1G
    QVERIFY(plot.chosen().has_value());
    QCOMPARE(plot.chosen()->type, ErrorType::DoubleDetection);
    QTest::keyClick(&plot, Qt::Key_Right);
    QCOMPARE(plot.chosen()->group, 1);
    QTest::mouseClick(m_case.child<QPushButton>("gain:B"), Qt::LeftButton);
    QVERIFY(rows().size() > 1);
    panel().list().setFocus();
    for (std::size_t i = 0; i < 2; ++i) {
        QTest::keyClick(&panel().list(), Qt::Key_Return);
        QCOMPARE(m_case.workspace().videoName(), rows()[i].place.video);
        const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
        QVERIFY(item != nullptr);
        QCOMPARE(item->range, rows()[i].place.range);
    }
    // The list that was used last is what F8 walks.
    if (rows().size() > 2) {
        m_case.workspace().timeline().setFocus();
        QTest::keyClick(&m_case.window(), Qt::Key_F8);
        QCOMPARE(m_case.workspace().videoName(), rows()[2].place.video);
    }
}

void TestDetadPanel::gainsOpenTheirSegments()
{
    std::size_t missed = 0;
    for (const auto &item : panel().diagnosis().instances) {
        missed += item.isFound ? 0 : 1;
    }
    QTest::mouseClick(m_case.child<QPushButton>("gain:missed"), Qt::LeftButton);
    QCOMPARE(rows().size(), missed);
    QVERIFY(missed > 0);
    panel().list().setFocus();
    QTest::keyClick(&panel().list(), Qt::Key_Return);
    const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
    QVERIFY(item != nullptr);
    QVERIFY(item->look == timeline::SegmentLook::GroundTruth);
    QCOMPARE(item->range, rows()[0].place.range);
}

void TestDetadPanel::characteristicsOpenTheirInstances()
{
    const auto &bars = panel().diagnosis().characteristics[1]; // length
    int bin = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bin = bars[i].instances > bars[static_cast<std::size_t>(bin)].instances
                  ? static_cast<int>(i)
                  : bin;
    }
    analysis::CharacteristicPlot &plot = panel().characteristic();
    QTest::mouseClick(&plot.plot(), Qt::LeftButton, {}, plot.positionOf(bin));
    QCOMPARE(rows().size(), bars[static_cast<std::size_t>(bin)].instances);
    auto *measure = m_case.child<QComboBox>("detadMeasure");
    measure->setFocus();
    QTest::keyClick(measure, Qt::Key_Down);
    QTest::mouseClick(&plot.plot(), Qt::LeftButton, {}, plot.positionOf(bin));
    QCOMPARE(rows().size(), bars[static_cast<std::size_t>(bin)].missed);
}

void TestDetadPanel::exports()
{
    const QString svg = m_case.path("detad.svg");
    QVERIFY(panel().exportTo(common::toPath(svg)));
    const QByteArray drawn = tests::fileContent(svg);
    QXmlStreamReader xml(drawn);
    while (!xml.atEnd()) {
        xml.readNext();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(drawn.contains("DETAD"));
    const QString pdf = m_case.path("detad.pdf");
    QVERIFY(panel().exportTo(common::toPath(pdf)));
    QVERIFY(tests::fileContent(pdf).startsWith("%PDF"));
    const QString csv = m_case.path("detad.csv");
    QVERIFY(panel().exportTo(common::toPath(csv)));
    const QByteArray text = tests::fileContent(csv);
    QVERIFY(text.startsWith("figure,bin,name,value\nfalse_positives,1G,True Positive,"));
    QVERIFY(text.contains("sensitivity,XS,length") || text.contains("instances,XS,length"));
    QVERIFY(!panel().exportTo(common::toPath(m_case.path("detad.gif"))));
}

QTEST_MAIN(TestDetadPanel)
#include "tst_detad_panel.moc"
