// Zooming and panning a 30-minute video with 2,000 proposals and 20 curves, drawn offscreen: median
// and worst processor time of a frame, which other work on the machine does not change. Prints;
// not a pass/fail test.
#include <algorithm>
#include <vector>

#include <time.h>

#include <QApplication>
#include <QImage>
#include <QTextStream>

#include "tests/ui/timeline_content.h"

namespace {

using ui::timeline::TimelineView;

double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Draws frame after frame while change(i) moves the axis; milliseconds of each.
template <typename Change>
std::vector<double> frameTimes(TimelineView &view, tests::Lanes &lanes, int frames, Change &&change)
{
    QImage surface(view.size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> milliseconds;
    for (int i = 0; i < frames; ++i) {
        const double start = threadMilliseconds();
        change(i);
        lanes.curves->replotNow();
        view.render(&surface);
        milliseconds.push_back(threadMilliseconds() - start);
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
        const double start = threadMilliseconds();
        view.setTime(i * 40'000);
        view.render(&column, {}, QRegion(800, 0, 3, view.height()));
        playing.push_back(threadMilliseconds() - start);
    }
    std::sort(playing.begin(), playing.end());
    report("playhead only", playing);
    return 0;
}
