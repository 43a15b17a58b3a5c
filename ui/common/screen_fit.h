#pragma once

class QWidget;

namespace ui::common {

// Makes a window that is still to be shown no larger than the screen that it is on leaves with its
// frame, and moves it to where all of it can be seen. Without a window manager nobody else does; a
// screen that was there last time may be gone.
void fitIntoScreen(QWidget &window);

} // namespace ui::common
