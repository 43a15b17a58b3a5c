#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

class QProcess;
class QProgressDialog;
class QWidget;

namespace ui {

class Workspace;

// The timeline as a picture, at once, or as a film of what it shows, which another taloscope draws
// in the background (`--render`); it can be cancelled and leaves nothing then. GUI thread.
class TimelineExport : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it; `window` is the parent of dialogs.
    TimelineExport(Workspace &workspace, QWidget &window);
    // Stops a film that is drawn.
    ~TimelineExport() override;

    // Asks for the file; its ending tells picture or film.
    void ask();
    void save(const QString &file);
    bool isDrawing() const { return m_process != nullptr; }

signals:
    // A sentence for the status bar.
    void said(const QString &text);

private:
    void savePicture(const QString &file);
    void startFilm(const QString &file);
    void readProgress();
    void endFilm(const QString &file, int exitCode);

    Workspace &m_workspace;
    QWidget &m_window;
    QProcess *m_process = nullptr;
    QPointer<QProgressDialog> m_progress;
    QString m_lastLine; // of what the process wrote
};

} // namespace ui
