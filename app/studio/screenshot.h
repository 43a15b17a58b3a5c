#pragma once

#include <QString>
#include <QStringList>

#include "core/base/result.h"

namespace ui {
class MainWindow;
}
class QWidget;

namespace app::studio {

// Waits until everything that decodes in the background has arrived, at most 30 s; runs the event
// loop.
core::base::Result<void> waitUntilSettled(ui::MainWindow &window);
// Writes a widget as it is now. Errors: Io.
core::base::Result<void> savePicture(QWidget &widget, const QString &path);

// Waits until the window shows everything that decodes in the background, at most 30 s, and writes
// its picture. Runs the event loop; blocking. Errors: Io where the file cannot be written, Media
// where the pictures did not come in time.
core::base::Result<void> saveScreenshot(ui::MainWindow &window, const QString &path);

// Runs commands of the menus, in this order (by their ids, "edit.preferences"), and writes the
// picture of the dialog that they open, where none comes of the panel that they made a window of
// its own, else of the window. Errors: NotFound for an unknown command, and as above.
core::base::Result<void> saveCommandPicture(ui::MainWindow &window, const QStringList &commands,
                                            const QString &path);

// The same for the dialog that takes files for import.
core::base::Result<void> saveImportPicture(ui::MainWindow &window, const QStringList &files,
                                           const QString &path);

} // namespace app::studio
