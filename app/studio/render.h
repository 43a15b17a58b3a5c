#pragma once

#include <cstdint>
#include <optional>

#include <QSize>
#include <QString>

#include "core/base/cancel.h"
#include "core/base/result.h"

namespace ui {
class MainWindow;
}

namespace app::studio {

// A picture (.png) or a film (.mp4, .mkv, .webm, .avi) of a video's timeline.
struct RenderWish
{
    QString file;
    bool showsVideo = false;       // the video above its lanes, not the lanes alone
    QSize size = {};               // empty: 1280 wide, lanes alone as high as they are
    std::optional<double> fromS{}; // the part that the timeline shows and the film plays
    std::optional<double> toS{};
    std::optional<double> timeS{}; // of a picture: where the playhead stands
};

struct Rendered
{
    QSize size;
    std::int64_t frames = 0; // 1: a picture
};

// Draws the video that the window shows; window, panels and bars are hidden for good. A film has
// the frames of the video, each once and for as long as there, or 25 a second where the project has
// no file of it. The file appears whole or not at all. Errors: BadValue (size, range, file name),
// Media, Io, Cancelled. Blocking, long.
core::base::Result<Rendered> render(ui::MainWindow &window, const RenderWish &wish,
                                    const core::base::CancelToken &cancel);

} // namespace app::studio
