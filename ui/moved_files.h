#pragma once

#include <QObject>
#include <QPointer>

#include "core/edit/moved_media.h"

#include "ui/common/background_task.h"

class QProgressDialog;
class QWidget;

namespace ui {

class Workspace;

// Tells the project where its videos and features lie now: asks for the folder that they were moved
// to and looks there in the background, as `talo relink` does. It can be cancelled and changes
// nothing then. GUI thread.
class MovedFiles : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it; `window` is the parent of dialogs.
    MovedFiles(Workspace &workspace, QWidget &window);

    // Asks for the folder.
    void ask();
    void search(const QString &folder);

signals:
    // A sentence for the status bar.
    void said(const QString &text);

private:
    void tell(const core::edit::MovedMedia &media, const QString &folder);

    Workspace &m_workspace;
    QWidget &m_window;
    common::BackgroundTask m_task;
    QPointer<QProgressDialog> m_progress;
};

} // namespace ui
