// Zooming and panning a 30-minute video with 2,000 proposals and 20 curves, drawn offscreen: median
// and worst time of a frame. Prints two lines; not a pass/fail test.
#include <algorithm>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QTextStream>

#include "tests/ui/timeline_content.h"

namespace {

using ui::timeline::TimelineView;

// Draws frame after frame while change(i) moves the axis; milliseconds of each.
template <typename Change>
std::vector<double> frameTimes(TimelineView &view, tests::Lanes &lanes, int frames, Change &&change)
{
    QImage surface(view.size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> milliseconds;
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer timer;
        timer.start();
        change(i);
        lanes.curves->replotNow();
        view.render(&surface);
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds;
}

void report(const char *what, const std::vector<double> &milliseconds)
{
    QTextStream(stdout) << what << ": median " << milliseconds[milliseconds.size() / 2]
                        << " ms, worst " << milliseconds.back() << " ms over "
                        << milliseconds.size() << " frames\n";
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    constexpr core::base::TimeUs kDuration = 1800 * tests::kSecond;
    TimelineView view(ui::common::darkTheme());
    tests::Lanes lanes = tests::fill(view, kDuration, 2000, 20);
    view.resize(1600, 450);
    view.show();
    QApplication::processEvents();

    report("zoom", frameTimes(view, lanes, 200, [&](int i) {
               view.axis().zoomAbout(700, i % 100 < 50 ? 1.08 : 1 / 1.08);
           }));
    view.axis().showRange({600 * tests::kSecond, 690 * tests::kSecond});
    report("pan, 90 s visible", frameTimes(view, lanes, 200, [&](int) { view.axis().panBy(12); }));
    view.axis().showAll();
    report("whole video", frameTimes(view, lanes, 50, [&](int i) {
               view.axis().zoomAbout(10, i % 2 == 0 ? 1.001 : 1 / 1.001);
           }));
    QImage column(3, view.height(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> playing;
    for (int i = 0; i < 200; ++i) {
        QElapsedTimer timer;
        timer.start();
        view.setTime(i * 40'000);
        view.render(&column, {}, QRegion(800, 0, 3, view.height()));
        playing.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(playing.begin(), playing.end());
    report("playhead only", playing);
    return 0;
}
