#include "app/studio/screenshot.h"

#include <functional>
#include <vector>

#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QDialog>
#include <QElapsedTimer>
#include <QPixmap>
#include <QPointer>
#include <QTimer>

#include "core/base/file.h"

#include "ui/common/action_registry.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs/import_panel.h"
#include "ui/main_window.h"
#include "ui/window_analysis.h"
#include "ui/workspace.h"

#include "app/studio/event_turn.h"

namespace app::studio {

using core::base::Result;

namespace {

constexpr qint64 kPatienceMs = 30'000;
constexpr int kTurnMs = 20;
constexpr int kSettledTurns = 5; // queued replots and layouts, after everything has arrived

Result<void> waitUntil(const std::function<bool()> &isSettled)
{
    QElapsedTimer waited;
    waited.start();
    for (int settledTurns = 0; settledTurns < kSettledTurns;) {
        takeTurn(kTurnMs);
        settledTurns = isSettled() ? settledTurns + 1 : 0;
        if (waited.elapsed() > kPatienceMs) {
            return core::base::fail({.code = core::base::ErrorCode::Media,
                                     .problem = "the pictures of the video did not come in time"});
        }
    }
    return {};
}

// The window of the panel that was used last, where it floats; else the studio's.
QWidget &usedWindow(ui::MainWindow &window)
{
    const ui::PanelDeck &panels = window.workspace().panels();
    QWidget *floating = panels.window(panels.current());
    return floating != nullptr ? *floating : window;
}

// A dialog runs an event loop of its own; its picture is taken from within. Where none comes, the
// picture is of the window, or of the floating panel, with what the command changed.
Result<void> saveDialog(ui::MainWindow &window, const std::function<void()> &open,
                        const QString &path)
{
    Result<void> saved = saveScreenshot(window, path); // once everything has arrived
    if (!saved) {
        return saved;
    }
    bool hasDialog = false;
    QTimer::singleShot(0, &window, [&saved, &hasDialog, path] {
        QPointer<QDialog> dialog;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            auto *candidate = qobject_cast<QDialog *>(widget);
            dialog = candidate != nullptr && candidate->isVisible() ? candidate : dialog.data();
        }
        if (dialog.isNull()) {
            return;
        }
        hasDialog = true;
        const auto *panel = dialog->findChild<ui::dialogs::ImportPanel *>();
        saved = waitUntil([panel] { return panel == nullptr || !panel->isBusy(); });
        if (saved) {
            saved = savePicture(*dialog, path);
        }
        dialog->reject();
    });
    open();
    const Result<void> shown = waitUntil([] { return true; }); // dialogs that do not block
    if (saved && shown && !hasDialog) {
        saved = waitUntilSettled(window);
        return saved ? savePicture(usedWindow(window), path) : saved;
    }
    return saved ? shown : saved;
}

} // namespace

Result<void> savePicture(QWidget &widget, const QString &path)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    widget.grab().save(&buffer, "PNG");
    return core::base::writeFileAtomically(ui::common::toPath(path), bytes.toStdString());
}

Result<void> waitUntilSettled(ui::MainWindow &window)
{
    return waitUntil(
        [&window] { return window.workspace().isSettled() && window.analysis().isSettled(); });
}

Result<void> saveScreenshot(ui::MainWindow &window, const QString &path)
{
    const Result<void> settled = waitUntilSettled(window);
    return settled ? savePicture(window, path) : settled;
}

Result<void> saveCommandPicture(ui::MainWindow &window, const QStringList &commands,
                                const QString &path)
{
    std::vector<QAction *> actions;
    for (const QString &command : commands) {
        actions.push_back(window.actions().action(command));
        if (actions.back() == nullptr) {
            return core::base::fail({.code = core::base::ErrorCode::NotFound,
                                     .problem = "there is no command " + command.toStdString()});
        }
    }
    return saveDialog(
        window,
        [actions] {
            for (QAction *action : actions) {
                action->trigger();
            }
        },
        path);
}

Result<void> saveImportPicture(ui::MainWindow &window, const QStringList &files,
                               const QString &path)
{
    return saveDialog(
        window, [&window, files] { window.importFiles(files); }, path);
}

} // namespace app::studio
