#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QDateTime>
#include <QKeySequence>
#include <QList>
#include <QString>

namespace ui::common {

enum class ThemeChoice { System, Dark, Light };

// A project that was open on this machine, as the start page lists it.
struct RecentProject
{
    QString path;
    QDateTime opened;
    int videos = 0;
    int runs = 0;
    int corrected = 0; // videos that a person worked on

    bool operator==(const RecentProject &) const = default;
};

// What the studio remembers for a person on this machine, between sessions. GUI thread.
class Settings
{
public:
    // An empty path: the user's own settings file; otherwise this INI file (tests).
    explicit Settings(QString path = {});

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    // "en", "zh_CN"; empty: as the system's.
    QString language() const;
    void setLanguage(const QString &code);

    // Who edits; empty: the name of the login.
    QString author() const;
    void setAuthor(const QString &name);
    // How runs are started: a command such as "ssh host taloscope-worker serve"; empty: the worker
    // beside the program.
    QString workerCommand() const;
    void setWorkerCommand(const QString &command);
    // Names of a recipe and a device for new runs; empty: the run dialog's own choice.
    QString recipe() const;
    void setRecipe(const QString &name);
    QString device() const;
    void setDevice(const QString &name);
    // How many runs train at the same time.
    int runsAtOnce() const;
    void setRunsAtOnce(int count);
    // Memory for decoded pictures.
    int cacheMegabytes() const;
    void setCacheMegabytes(int megabytes);
    // Frames of the bigger step.
    int stepFrames() const;
    void setStepFrames(int frames);
    bool hasSound() const;
    void setSound(bool isOn);

    // Newest first, at most kMaxRecent.
    static constexpr int kMaxRecent = 12;
    std::vector<RecentProject> recentProjects() const;
    // Puts a project at the top; one entry a path.
    void addRecentProject(const RecentProject &project);
    void forgetRecentProject(const QString &path);

    // The project that is open in this process, to be found after a crash; empty: none.
    void setOpenProject(const QString &path);
    // The project that another process had open and did not close, though it is gone; empty: none.
    // Told once.
    QString takeCrashedProject();

    // Size and place of the window, sizes of its parts; empty until they were set.
    QByteArray layout(const QString &part) const;
    void setLayout(const QString &part, const QByteArray &state);

    // The keys that the person chose for a command; none: its own.
    std::optional<QList<QKeySequence>> keys(const QString &command) const;
    void setKeys(const QString &command, const QList<QKeySequence> &keys);
    void forgetKeys(const QString &command);

private:
    void writeRecent(const std::vector<RecentProject> &projects);
    QString text(const QString &key) const;
    void setText(const QString &key, const QString &value);

    QString m_path;
};

} // namespace ui::common
