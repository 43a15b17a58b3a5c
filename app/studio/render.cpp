#include "app/studio/render.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <vector>

#include <fmt/format.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QImage>
#include <QMenuBar>
#include <QPixmap>
#include <QStatusBar>

#include "core/base/time.h"
#include "core/media/video_encoder.h"

#include "ui/common/qt_convert.h"
#include "ui/main_window.h"
#include "ui/player/playback_controller.h"
#include "ui/player/video_view.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "app/studio/event_turn.h"
#include "app/studio/film_pace.h"
#include "app/studio/screenshot.h"

namespace app::studio {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::base::TimeUs;

namespace {

constexpr int kWidth = 1280;
constexpr int kHeightWithVideo = 960;
constexpr QSize kLeast = {640, 200};
constexpr QSize kLeastWithVideo = {640, 540};
constexpr qint64 kFramePatienceMs = 20'000;
constexpr int kTurnMs = 20;
constexpr double kRateWithoutFile = 25.0;

QSize sizeOf(ui::Workspace &workspace, const RenderWish &wish)
{
    if (!wish.size.isEmpty()) {
        return wish.size;
    }
    const int height =
        wish.showsVideo ? kHeightWithVideo : workspace.timeline().sizeHint().height();
    return {kWidth, height + height % 2}; // encoders want even sides
}

Result<core::base::TimeRange> rangeOf(const ui::player::PlaybackController &controller,
                                      const RenderWish &wish)
{
    const core::base::TimeRange range = {core::base::secondsToUs(wish.fromS.value_or(0)),
                                         wish.toS ? core::base::secondsToUs(*wish.toS)
                                                  : controller.durationUs()};
    if (range.startUs < 0 || range.durationUs() <= 0 || range.endUs > controller.durationUs()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("there is nothing from {} s to {} s to draw",
                                            core::base::usToSeconds(range.startUs),
                                            core::base::usToSeconds(range.endUs)),
                     .expected = fmt::format("a part of 0 to {} s",
                                             core::base::usToSeconds(controller.durationUs()))});
    }
    return range;
}

Result<void> checkSize(QSize size, bool showsVideo)
{
    const QSize least = showsVideo ? kLeastWithVideo : kLeast;
    if (size.width() < least.width() || size.height() < least.height() ||
        (size.width() | size.height()) % 2 != 0) {
        return fail(
            {.code = ErrorCode::BadValue,
             .problem = fmt::format("a size of {}x{} cannot be drawn", size.width(), size.height()),
             .place = "--size",
             .expected =
                 fmt::format("even numbers, {}x{} or more", least.width(), least.height())});
    }
    return {};
}

core::media::Picture toPicture(const QPixmap &pixmap, QSize size)
{
    QImage image = pixmap.toImage().convertToFormat(QImage::Format_RGB888);
    if (image.size() != size) { // a scaled screen
        image = image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    core::media::Picture picture;
    picture.width = size.width();
    picture.height = size.height();
    const std::size_t row = std::size_t{3} * static_cast<std::size_t>(size.width());
    picture.pixels.resize(row * static_cast<std::size_t>(size.height()));
    for (int y = 0; y < size.height(); ++y) {
        std::memcpy(picture.pixels.data() + static_cast<std::size_t>(y) * row,
                    image.constScanLine(y), row);
    }
    return picture;
}

// Until the frame of the current time is on screen, or what is there instead of a damaged one.
Result<void> awaitFrame(ui::Workspace &workspace, bool hasPicture)
{
    QElapsedTimer waited;
    waited.start();
    while (true) {
        QCoreApplication::processEvents();
        const ui::player::VideoView &view = workspace.videoView();
        const qint64 frame = workspace.controller().frame();
        if (!hasPicture || view.shownFrame() == frame || view.gap() == frame) {
            return {};
        }
        if (waited.elapsed() > kFramePatienceMs) {
            return fail({.code = ErrorCode::Media,
                         .problem = fmt::format("frame {} did not come in time", frame)});
        }
        takeTurn(kTurnMs);
    }
}

Result<std::int64_t> saveFilm(ui::Workspace &workspace, const std::filesystem::path &file,
                              core::base::TimeRange range, QSize size,
                              const core::base::CancelToken &cancel)
{
    ui::player::PlaybackController &controller = workspace.controller();
    const double rate =
        controller.framesPerSecond() > 0 ? controller.framesPerSecond() : kRateWithoutFile;
    const qint64 first = controller.frameAt(range.startUs);
    const qint64 last = controller.frameAt(range.endUs - 1);
    std::vector<TimeUs> times;
    for (qint64 frame = first; frame <= last; ++frame) {
        times.push_back(controller.timeOf(frame));
    }
    const FilmPace pace = paceOf(times, rate);
    core::media::VideoEncoder encoder = TRY(core::media::VideoEncoder::create(
        file, {.width = size.width(), .height = size.height(), .fps = pace.rate}));
    const bool hasPicture = workspace.videoView().shownFrame() >= 0;
    for (qint64 frame = first; frame <= last; ++frame) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "the film was not finished"});
        }
        controller.seekTo(controller.timeOf(frame));
        TRY(awaitFrame(workspace, hasPicture));
        TRY(encoder.add(toPicture(workspace.grab(), size),
                        pace.ticks[static_cast<std::size_t>(frame - first)]));
        if ((frame - first) % 25 == 0) {
            fmt::print(stderr, "\rrender {} %", 100 * (frame - first) / (last - first + 1));
        }
    }
    fmt::print(stderr, "\rrender 100 %\n");
    TRY(encoder.finish());
    return last - first + 1;
}

} // namespace

Result<Rendered> render(ui::MainWindow &window, const RenderWish &wish,
                        const core::base::CancelToken &cancel)
{
    ui::Workspace &workspace = window.workspace();
    window.menuBar()->hide();
    window.statusBar()->hide();
    workspace.showForPicture(wish.showsVideo);
    const QSize size = sizeOf(workspace, wish);
    TRY(checkSize(size, wish.showsVideo));
    window.setMinimumSize(size);
    window.resize(size);
    TRY(waitUntilSettled(window)); // the file has told its length, too
    const core::base::TimeRange range = TRY(rangeOf(workspace.controller(), wish));
    workspace.timeline().axis().showRange(range);
    const bool isPicture =
        QFileInfo(wish.file).suffix().compare(QLatin1String("png"), Qt::CaseInsensitive) == 0;
    if (!isPicture) {
        TRY(waitUntilSettled(window));
        const std::int64_t frames =
            TRY(saveFilm(workspace, ui::common::toPath(wish.file), range, size, cancel));
        return Rendered{size, frames};
    }
    workspace.controller().seekTo(wish.timeS ? core::base::secondsToUs(*wish.timeS)
                                             : range.startUs);
    TRY(waitUntilSettled(window));
    TRY(savePicture(workspace, wish.file));
    return Rendered{workspace.size(), 1};
}

} // namespace app::studio
