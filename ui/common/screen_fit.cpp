#include "ui/common/screen_fit.h"

#include <algorithm>

#include <QScreen>
#include <QWidget>

namespace ui::common {

void fitIntoScreen(QWidget &window)
{
    const QRect free = window.screen()->availableGeometry();
    window.resize(window.size().boundedTo(free.size()));
    const QPoint latest = free.bottomRight() - QPoint(window.width() - 1, window.height() - 1);
    const QPoint place(std::clamp(window.x(), free.left(), std::max(free.left(), latest.x())),
                       std::clamp(window.y(), free.top(), std::max(free.top(), latest.y())));
    if (place != window.pos()) { // each move() before the window is shown adds its frame
        window.move(place);
    }
}

} // namespace ui::common
