#include <cmath>

#include <QSignalSpy>
#include <QtTest>

#include "ui/timeline/time_axis.h"

using ui::timeline::TimeAxis;

class TestTimeAxis : public QObject
{
    Q_OBJECT

private slots:
    void showsAllOfANewVideo();
    void returnsFromPixelToTime();
    void keepsTheTimeUnderThePointer();
    void staysInsideTheVideo();
    void keepsWhatIsVisibleWhenResized();
    void revealsATime();
    void worksWithoutAVideo();
};

void TestTimeAxis::showsAllOfANewVideo()
{
    TimeAxis axis;
    const QSignalSpy changed(&axis, &TimeAxis::changed);
    axis.setWidth(1000);
    axis.setDuration(120'000'000);
    QVERIFY(changed.count() >= 1);
    QVERIFY(axis.showsAll());
    QCOMPARE(axis.visible().startUs, 0);
    QCOMPARE(axis.visible().endUs, 120'000'000);
    QCOMPARE(axis.xOf(60'000'000), 500.0);
}

void TestTimeAxis::returnsFromPixelToTime()
{
    TimeAxis axis;
    axis.setWidth(1237);
    axis.setDuration(1'800'000'000);
    for (const double factor : {1.0, 3.7, 80.0, 1e5}) {
        axis.zoomAbout(700, factor);
        for (const core::base::TimeUs time :
             {axis.visible().startUs, axis.timeAt(3.25), axis.timeAt(618), axis.visible().endUs}) {
            QCOMPARE(axis.timeAt(axis.xOf(time)), time);
        }
    }
}

void TestTimeAxis::keepsTheTimeUnderThePointer()
{
    TimeAxis axis;
    axis.setWidth(1000);
    axis.setDuration(600'000'000);
    axis.zoomAbout(500, 8);
    for (const double x : {0.0, 137.0, 500.0, 999.0}) {
        const double before = axis.scale().timeAt(x);
        axis.zoomAbout(x, 1.7);
        QVERIFY(std::abs(axis.scale().timeAt(x) - before) < 1e-3);
        axis.zoomAbout(x, 1 / 1.7);
        QVERIFY(std::abs(axis.scale().timeAt(x) - before) < 1e-3);
    }
}

void TestTimeAxis::staysInsideTheVideo()
{
    TimeAxis axis;
    axis.setWidth(1000);
    axis.setDuration(100'000'000);
    axis.zoomAbout(500, 0.1);
    QVERIFY(axis.showsAll());
    axis.zoomAbout(0, 10);
    axis.panBy(-5000);
    QCOMPARE(axis.visible().startUs, 0);
    axis.panBy(1e9);
    QCOMPARE(axis.visible().endUs, 100'000'000);
    axis.zoomAbout(500, 1e12);
    QVERIFY(axis.visible().durationUs() >= 50'000);
}

void TestTimeAxis::keepsWhatIsVisibleWhenResized()
{
    TimeAxis axis;
    axis.setWidth(800);
    axis.setDuration(100'000'000);
    axis.showRange({20'000'000, 30'000'000});
    axis.setWidth(1600);
    QCOMPARE(axis.visible().startUs, 20'000'000);
    QCOMPARE(axis.visible().endUs, 30'000'000);
}

void TestTimeAxis::revealsATime()
{
    TimeAxis axis;
    axis.setWidth(1000);
    axis.setDuration(100'000'000);
    axis.showRange({20'000'000, 30'000'000});
    axis.reveal(25'000'000);
    QCOMPARE(axis.visible().startUs, 20'000'000);
    axis.reveal(60'000'000);
    QVERIFY(axis.visible().contains(60'000'000));
    QCOMPARE(axis.visible().durationUs(), 10'000'000);
    axis.reveal(1'000'000);
    QVERIFY(axis.visible().contains(1'000'000));
}

void TestTimeAxis::worksWithoutAVideo()
{
    TimeAxis axis;
    axis.setWidth(0);
    axis.setDuration(0);
    axis.zoomAbout(10, 2);
    axis.panBy(100);
    QCOMPARE(axis.timeAt(500), 0);
    QVERIFY(std::isfinite(axis.xOf(1'000'000)));
}

QTEST_GUILESS_MAIN(TestTimeAxis)
#include "tst_time_axis.moc"
