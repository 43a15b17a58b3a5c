#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include "ui/timeline/film_strip_lane.h"
#include "ui/timeline/lane_stack.h"
#include "ui/timeline/ruler.h"

#include "tests/ui/timeline_content.h"

using namespace ui::timeline;
using tests::kSecond;

class TestTimelineView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void paintsOnlyWhatIsVisible();
    void plotsNoMoreThanTheWidth();
    void drawsEqualProposalsOnce();
    void seeksWhereClicked();
    void selectsTheSegmentThatIsHit();
    void zoomsAboutThePointer();
    void pansByDragging();
    void walksThroughSegments();
    void dragsThresholds();
    void cutsBetweenMovedThresholds_data();
    void cutsBetweenMovedThresholds();
    void tellsWhatACutCanMake_data();
    void tellsWhatACutCanMake();
    void activatesEveryLane();
    void leavesOutLabelsThatTheTimeWouldCut();
    void repaintsInBothThemes();
    void asksForPicturesInPixelsOfTheScreen();

private:
    QPoint middleOf(const SegmentLane *lane, qint64 id) const
    {
        return lane->rectOf(id).center().toPoint();
    }

    std::unique_ptr<TimelineView> m_view;
    tests::Lanes m_lanes;
};

void TestTimelineView::init()
{
    m_view = std::make_unique<TimelineView>(ui::common::darkTheme());
    m_lanes = tests::fill(*m_view, 1800 * kSecond, 2000, 20);
    m_view->resize(1200, 500);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QCOMPARE(m_view->axis().width(), m_lanes.groundTruth->width());
}

void TestTimelineView::cleanup()
{
    m_view.reset();
}

void TestTimelineView::paintsOnlyWhatIsVisible()
{
    m_view->axis().showRange({600 * kSecond, 660 * kSecond});
    m_lanes.proposals->grab();
    int expected = 0;
    for (const SegmentItem &item : m_lanes.proposals->segments()) {
        expected += item.range.overlaps({599 * kSecond, 661 * kSecond}) ? 1 : 0;
    }
    QVERIFY(expected > 20);
    QVERIFY(m_lanes.proposals->paintedCount() > 0);
    QVERIFY2(m_lanes.proposals->paintedCount() <= expected,
             qPrintable(QString::number(m_lanes.proposals->paintedCount())));
}

void TestTimelineView::plotsNoMoreThanTheWidth()
{
    // 20 channels of 2,812 snippets over 1,022 pixels: runs of four, their lowest and highest
    // value.
    const int width = m_lanes.curves->width();
    QVERIFY(m_lanes.curves->plottedPoints() <= 20 * 2 * (width + 2));
    m_view->axis().showRange({600 * kSecond, 660 * kSecond});
    QVERIFY(m_lanes.curves->plottedPoints() <= 20 * (60'000 / 640 + 5));
    QVERIFY(m_lanes.curves->plottedPoints() >= 20 * (60'000 / 640));
}

void TestTimelineView::drawsEqualProposalsOnce()
{
    std::vector<SegmentItem> items = tests::segments(3, 100 * kSecond, SegmentLook::Proposal);
    items.push_back(items.front());
    items.back().id = 77;
    items.back().score = 0.01;
    m_lanes.proposals->setSegments(items);
    QCOMPARE(m_lanes.proposals->segments().size(), std::size_t{3});
}

void TestTimelineView::seeksWhereClicked()
{
    const QSignalSpy seeks(m_view.get(), &TimelineView::seekRequested);
    QTest::mouseClick(m_lanes.curves, Qt::LeftButton, Qt::NoModifier, QPoint(300, 40));
    QCOMPARE(seeks.count(), 1);
    const auto time = seeks.front().front().value<core::base::TimeUs>();
    QCOMPARE(time, m_view->axis().timeAt(300));
}

void TestTimelineView::selectsTheSegmentThatIsHit()
{
    const QSignalSpy seeks(m_view.get(), &TimelineView::seekRequested);
    m_view->axis().showRange({0, 60 * kSecond});
    const SegmentItem &first = m_lanes.groundTruth->segments().front();
    m_view->axis().showRange({first.range.startUs - 5 * kSecond, first.range.endUs + 5 * kSecond});
    const QPoint position = middleOf(m_lanes.groundTruth, first.id);
    QTest::mouseClick(m_lanes.groundTruth, Qt::LeftButton, Qt::NoModifier, position);
    QVERIFY(m_view->selectedItem() != nullptr);
    QCOMPARE(m_view->selectedItem()->id, first.id);
    QVERIFY(m_view->activeLane() == m_lanes.groundTruth);
    QCOMPARE(seeks.count(), 0);
    // A click beside it clears the selection and moves the playhead.
    const QRectF rect = m_lanes.groundTruth->rectOf(first.id);
    QTest::mouseClick(m_lanes.groundTruth, Qt::LeftButton, Qt::NoModifier,
                      QPoint(static_cast<int>(rect.left()) - 12, position.y()));
    QVERIFY(m_view->selectedItem() == nullptr);
    QCOMPARE(seeks.count(), 1);
}

void TestTimelineView::zoomsAboutThePointer()
{
    const double before = m_view->axis().scale().timeAt(400);
    const QPointF position(400, 20);
    QWheelEvent wheel(position, m_lanes.groundTruth->mapToGlobal(position), {}, {0, 120},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(m_lanes.groundTruth, &wheel);
    QVERIFY(!m_view->axis().showsAll());
    QVERIFY(std::abs(m_view->axis().scale().timeAt(400) - before) < 1);
}

void TestTimelineView::pansByDragging()
{
    m_view->axis().showRange({600 * kSecond, 700 * kSecond});
    const QSignalSpy seeks(m_view.get(), &TimelineView::seekRequested);
    const core::base::TimeUs grabbed = m_view->axis().timeAt(500);
    QTest::mousePress(m_lanes.curves, Qt::LeftButton, Qt::NoModifier, QPoint(500, 30));
    QTest::mouseMove(m_lanes.curves, QPoint(450, 30));
    QTest::mouseMove(m_lanes.curves, QPoint(400, 30));
    QTest::mouseRelease(m_lanes.curves, Qt::LeftButton, Qt::NoModifier, QPoint(400, 30));
    QVERIFY(std::abs(m_view->axis().timeAt(400) - grabbed) <= 1);
    QCOMPARE(seeks.count(), 0);
}

void TestTimelineView::walksThroughSegments()
{
    const QSignalSpy seeks(m_view.get(), &TimelineView::seekRequested);
    m_view->activate(m_lanes.groundTruth);
    std::vector<core::base::TimeUs> starts;
    for (const SegmentItem &item : m_lanes.groundTruth->segments()) {
        starts.push_back(item.range.startUs);
    }
    std::sort(starts.begin(), starts.end());
    m_view->setTime(0);
    for (const core::base::TimeUs start : starts) {
        m_view->selectNeighbour(1);
        QVERIFY(m_view->selectedItem() != nullptr);
        QCOMPARE(m_view->selectedItem()->range.startUs, start);
        QCOMPARE(seeks.back().front().value<core::base::TimeUs>(), start);
    }
    m_view->selectNeighbour(1);
    QCOMPARE(m_view->selectedItem()->range.startUs, starts.back());
    m_view->selectNeighbour(-1);
    QCOMPARE(m_view->selectedItem()->range.startUs, starts[starts.size() - 2]);
}

void TestTimelineView::dragsThresholds()
{
    CurveLane *lane = m_lanes.curves;
    const QSignalSpy moves(lane, &CurveLane::thetasChanged);
    const QSignalSpy choices(lane, &CurveLane::thetasChosen);
    const QSignalSpy seeks(m_view.get(), &TimelineView::seekRequested);
    // Extremes of 0 … 1 with 6 % kept free above and below.
    const auto yOf = [lane](double theta) {
        return static_cast<int>(std::lround((1.06 - theta) / 1.12 * (lane->height() - 1)));
    };
    const QPoint handle(lane->width() - 20, yOf(0.3));
    QTest::mousePress(lane, Qt::LeftButton, Qt::NoModifier, handle);
    QTest::mouseMove(lane, {handle.x(), yOf(0.45)});
    QCOMPARE(choices.count(), 0);
    QVERIFY(moves.count() > 0);
    QVERIFY(std::abs(lane->thetas()[0] - 0.45) < 0.02);
    // Not past its neighbour.
    QTest::mouseMove(lane, {handle.x(), yOf(0.9)});
    QCOMPARE(lane->thetas()[0], 0.62);
    QTest::mouseMove(lane, {handle.x(), yOf(0.5)});
    QTest::mouseRelease(lane, Qt::LeftButton, Qt::NoModifier, {handle.x(), yOf(0.5)});
    QCOMPARE(choices.count(), 1);
    const std::vector<double> chosen = lane->thetas();
    QCOMPARE(lane->thresholds(), chosen); // the run does not scale
    // Escape takes a drag back, a double click all of them.
    QTest::mousePress(lane, Qt::LeftButton, Qt::NoModifier, {handle.x(), yOf(chosen[0])});
    QTest::mouseMove(lane, {handle.x(), yOf(0.2)});
    QVERIFY(lane->thetas() != chosen);
    m_view->escape();
    QCOMPARE(lane->thetas(), chosen);
    QTest::mouseRelease(lane, Qt::LeftButton, Qt::NoModifier, {handle.x(), yOf(0.2)});
    QCOMPARE(choices.count(), 1);
    QTest::mouseDClick(lane, Qt::LeftButton, Qt::NoModifier, {handle.x(), yOf(chosen[0])});
    QCOMPARE(lane->thetas(), lane->cuts().thetas);
    QCOMPARE(seeks.count(), 0);
}

void TestTimelineView::tellsWhatACutCanMake_data()
{
    QTest::addColumn<double>("low"); // negative: no bound
    QTest::addColumn<double>("high");
    QTest::addColumn<bool>("can");
    // The values 0.1 0.5 0.7 0.6 0.2; the proposal holds the three in the middle.
    QTest::newRow("no bounds") << -1.0 << -1.0 << true;
    QTest::newRow("at its lowest value") << 0.5 << -1.0 << true;
    QTest::newRow("above its lowest value") << 0.51 << -1.0 << false;
    QTest::newRow("upper bound above what is beside it") << -1.0 << 0.21 << true;
    QTest::newRow("upper bound at what is beside it") << -1.0 << 0.2 << false;
    QTest::newRow("between") << 0.3 << 0.45 << true;
}

void TestTimelineView::tellsWhatACutCanMake()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(bool, can);
    const core::model::ScoreCurve curve(1, {0.1F, 0.5F, 0.7F, 0.6F, 0.2F}, 0.5e6, 1e6);
    const auto bound = [](double value) {
        return value < 0 ? std::optional<double>() : std::optional(value);
    };
    // Values are floats: a bound at one is the float itself.
    const auto exact = [&](double value) {
        return value < 0 ? bound(value) : bound(static_cast<double>(static_cast<float>(value)));
    };
    QCOMPARE(canBeCut(curve, 0, {kSecond, 4 * kSecond}, exact(low), exact(high)), can);
    // All of the curve has nothing beside it.
    QVERIFY(canBeCut(curve, 0, {0, 5 * kSecond}, {}, 0.0));
    QVERIFY(!canBeCut(curve, 0, {0, 5 * kSecond}, 0.2, {}));
    // Scaled by the run: θ 0.5 lies half-way between the extremes.
    const CurveCuts cuts{.thetas = {0.5}, .isMinMax = true};
    QCOMPARE(cuts.levelOf(0.5, {0.25F, 0.75F}), 0.5);
    QCOMPARE(cuts.thetaOf(0.75, {0.25F, 0.75F}), 1.0);
}

void TestTimelineView::cutsBetweenMovedThresholds_data()
{
    using List = std::vector<double>;
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<List>("every");
    QTest::newRow("as it was") << 0.2 << 0.4 << List{0.2, 0.3, 0.4};
    QTest::newRow("narrower") << 0.25 << 0.35 << List{0.25, 0.3, 0.35};
    QTest::newRow("one") << 0.5 << 0.5 << List{0.5};
    QTest::newRow("wider") << 0.05 << 0.6 << List{0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    QTest::newRow("elsewhere") << 0.55 << 0.75 << List{0.55, 0.6, 0.7, 0.75};
}

void TestTimelineView::cutsBetweenMovedThresholds()
{
    QFETCH(const double, low);
    QFETCH(const double, high);
    const CurveCuts cuts{.thetas = {0.2, 0.4}, .all = {0.2, 0.3, 0.4}};
    QTEST(cuts.between(low, high), "every");
    // Thresholds that lie very close do not become thousands.
    const CurveCuts close{.thetas = {0.2, 0.2001}, .all = {0.2, 0.2001}};
    QVERIFY(close.between(0.0, 1.0).size() < 110);
}

void TestTimelineView::asksForPicturesInPixelsOfTheScreen()
{
    // As on a screen with two pixels a unit.
    class FineStrip : public FilmStripLane
    {
        using FilmStripLane::FilmStripLane;
        int metric(PaintDeviceMetric which) const override
        {
            return which == PdmDevicePixelRatio ? 2
                   : which == PdmDevicePixelRatioScaled
                       ? static_cast<int>(2 * devicePixelRatioFScale())
                       : FilmStripLane::metric(which);
        }
    };
    FineStrip fine(QStringLiteral("Film strip"), m_view->context(), nullptr);
    FilmStripLane plain(QStringLiteral("Film strip"), m_view->context(), nullptr);
    int heights[2] = {0, 0};
    int place = 0;
    for (FilmStripLane *strip : {static_cast<FilmStripLane *>(&fine), &plain}) {
        strip->resize(400, 45);
        connect(strip, &FilmStripLane::thumbnailsWanted, this,
                [height = &heights[place++]](const auto &, int wanted) { *height = wanted; });
        strip->reset(16.0 / 9.0);
    }
    QCOMPARE(heights[1], 40);
    QCOMPARE(heights[0], 80);
}

void TestTimelineView::activatesEveryLane()
{
    m_view->activate(m_lanes.groundTruth);
    m_view->activateNeighbour(1);
    QVERIFY(m_view->activeLane() == m_lanes.curves);
    QVERIFY(m_lanes.curves->isActive());
    m_view->selectNeighbour(1); // has no segments
    QVERIFY(m_view->selectedItem() == nullptr);
    m_view->stack().move(*m_lanes.curves, 1);
    QVERIFY(m_view->lanes()[2] == m_lanes.curves);
    const int height = m_lanes.curves->height();
    m_view->stack().grow(*m_lanes.curves, 16);
    QTRY_COMPARE(m_lanes.curves->height(), height + 16);
    m_view->stack().resetHeight(*m_lanes.curves);
    QTRY_COMPARE(m_lanes.curves->height(), height);
    m_view->stack().toggleSolo(*m_lanes.curves);
    QCOMPARE(m_view->lanes().size(), std::size_t{1});
    m_view->stack().toggleSolo(*m_lanes.curves);
    QCOMPARE(m_view->lanes().size(), std::size_t{4});
}

void TestTimelineView::leavesOutLabelsThatTheTimeWouldCut()
{
    m_view->axis().showRange({0, 60 * kSecond});
    auto *ruler = m_view->findChild<Ruler *>();
    // A label every five seconds but the one that the tag of the time lies on.
    const auto labelsBut = [](core::base::TimeUs left) {
        std::vector<core::base::TimeUs> times;
        for (core::base::TimeUs time = 0; time < 60 * kSecond; time += 5 * kSecond) {
            if (time != left) {
                times.push_back(time);
            }
        }
        return times;
    };
    m_view->setTime(10 * kSecond);
    QCOMPARE(ruler->labelled(), labelsBut(10 * kSecond));
    m_view->setTime(33 * kSecond); // the tag begins within the label
    QCOMPARE(ruler->labelled(), labelsBut(30 * kSecond));
    // It moves with the view, too, and is nowhere outside of it.
    m_view->axis().showRange({600 * kSecond, 660 * kSecond});
    QCOMPARE(ruler->labelled().size(), std::size_t{12});
    m_view->setTime(633 * kSecond);
    const auto moved = ruler->labelled();
    QCOMPARE(moved.size(), std::size_t{11});
    QVERIFY(std::find(moved.begin(), moved.end(), 630 * kSecond) == moved.end());
}

void TestTimelineView::repaintsInBothThemes()
{
    const QColor dark = m_lanes.groundTruth->grab().toImage().pixelColor(5, 2);
    m_view->setTheme(ui::common::lightTheme());
    const QColor light = m_lanes.groundTruth->grab().toImage().pixelColor(5, 2);
    QCOMPARE(dark, ui::common::darkTheme().lane);
    QCOMPARE(light, ui::common::lightTheme().lane);
}

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
