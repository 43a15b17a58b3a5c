#include "ui/common/screen_fit.h"

#include <algorithm>

#include <QScreen>
#include <QSize>
#include <QWidget>

namespace ui::common {

namespace {

// What a window manager adds to a window is known only once it is shown: room for the larger ones.
constexpr QSize kFrame = {16, 48};

} // namespace

void fitIntoScreen(QWidget &window)
{
    const QRect free = window.screen()->availableGeometry();
    window.resize(window.size().boundedTo(free.size() - kFrame));
    const QSize whole = window.size() + kFrame;
    const QPoint latest = free.bottomRight() - QPoint(whole.width() - 1, whole.height() - 1);
    const QPoint place(std::clamp(window.x(), free.left(), std::max(free.left(), latest.x())),
                       std::clamp(window.y(), free.top(), std::max(free.top(), latest.y())));
    if (place != window.pos()) { // each move() before the window is shown adds its frame
        window.move(place);
    }
}

} // namespace ui::common
