#pragma once

#include <QString>

#include "core/base/result.h"

namespace ui {
class MainWindow;
}

namespace app::studio {

// Waits until the window shows everything that decodes in the background, at most 30 s, and writes
// its picture. Runs the event loop; blocking. Errors: Io where the file cannot be written, Media
// where the pictures did not come in time.
core::base::Result<void> saveScreenshot(ui::MainWindow &window, const QString &path);

} // namespace app::studio
