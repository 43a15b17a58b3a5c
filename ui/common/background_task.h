#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <QObject>

#include "core/base/cancel.h"

namespace ui::common {

// Long work off the GUI thread, with progress and a way to stop it. Starting again gives up what
// still runs: its answer never comes. Used on the GUI thread. The destructor stops what runs and
// does not wait for it: work must hold all that it reads. The application waits, at its end.
class BackgroundTask : public QObject
{
    Q_OBJECT

public:
    using Progress =
        std::function<void(const std::string &what, std::int64_t done, std::int64_t total)>;
    // Runs on a thread of its own, polls the token, and returns what then runs on the GUI thread,
    // unless the work was given up. What is returned may use the task's owner; the work may not.
    using Work =
        std::function<std::function<void()>(const Progress &, const core::base::CancelToken &)>;

    explicit BackgroundTask(QObject *parent = nullptr);
    ~BackgroundTask() override;

    void start(Work work);
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    void progressed(const QString &what, qint64 done, qint64 total);
    // The work began or ended.
    void runningChanged(bool isRunning);

private:
    // The way from a thread to the task, which may be gone.
    class Mailbox;
    struct Thread
    {
        std::shared_ptr<std::atomic<bool>> hasEnded; // its work is done: joining takes no time
        std::jthread thread;
    };

    void setRunning(bool isRunning);

    quint64 m_generation = 0;
    bool m_isRunning = false;
    core::base::CancelToken m_cancel;
    std::shared_ptr<Mailbox> m_mailbox;
    std::vector<Thread> m_threads; // the newest last; older ones were given up
};

} // namespace ui::common
