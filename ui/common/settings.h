#pragma once

#include <optional>

#include <QByteArray>
#include <QKeySequence>
#include <QList>
#include <QString>

namespace ui::common {

enum class ThemeChoice { System, Dark, Light };

// What the studio remembers for a person on this machine, between sessions. GUI thread.
class Settings
{
public:
    // An empty path: the user's own settings file; otherwise this INI file (tests).
    explicit Settings(QString path = {});

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    // How runs are started: a command such as "ssh host taloscope-worker serve"; empty: the worker
    // beside the program.
    QString workerCommand() const;
    void setWorkerCommand(const QString &command);

    // Size and place of the window, sizes of its parts; empty until they were set.
    QByteArray layout(const QString &part) const;
    void setLayout(const QString &part, const QByteArray &state);

    // The keys that the person chose for a command; none: its own.
    std::optional<QList<QKeySequence>> keys(const QString &command) const;
    void setKeys(const QString &command, const QList<QKeySequence> &keys);
    void forgetKeys(const QString &command);

private:
    QString m_path;
};

} // namespace ui::common
