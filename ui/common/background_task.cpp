#include "ui/common/background_task.h"

#include <mutex>
#include <utility>

#include <QThreadPool>

#include "ui/common/qt_convert.h"

namespace ui::common {

class BackgroundTask::Mailbox
{
public:
    explicit Mailbox(BackgroundTask &task)
        : m_task(&task)
    {
    }

    // The task goes; any thread may still post.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_task = nullptr;
    }

    // Has it carried out on the GUI thread, unless the task was started again or is gone by then.
    template <typename Function>
    void post(quint64 generation, Function function)
    {
        const std::lock_guard lock(m_mutex);
        if (m_task == nullptr) {
            return;
        }
        QMetaObject::invokeMethod(
            m_task,
            [task = m_task, generation, act = std::move(function)] {
                if (generation == task->m_generation) {
                    act(*task);
                }
            },
            Qt::QueuedConnection);
    }

private:
    std::mutex m_mutex;
    BackgroundTask *m_task;
};

BackgroundTask::BackgroundTask(QObject *parent)
    : QObject(parent)
    , m_mailbox(std::make_shared<Mailbox>(*this))
{
}

BackgroundTask::~BackgroundTask()
{
    m_cancel.cancel();
    m_mailbox->close();
    for (Thread &left : m_threads) {
        if (!left.hasEnded->load()) {
            // Joined beside the window. The pool is waited for when the application ends.
            QThreadPool::globalInstance()->start([thread = std::make_shared<std::jthread>(
                                                      std::move(left.thread))] { thread->join(); });
        }
    }
}

void BackgroundTask::start(Work work)
{
    cancel();
    // One that was given up and polls seldom is not waited for.
    std::erase_if(m_threads, [](const Thread &old) { return old.hasEnded->load(); });
    const quint64 generation = ++m_generation;
    m_cancel = core::base::CancelToken();
    setRunning(true);
    auto hasEnded = std::make_shared<std::atomic<bool>>(false);
    std::jthread thread([mailbox = m_mailbox, generation, hasEnded, cancel = m_cancel,
                         run = std::move(work)] {
        const Progress report = [&](const std::string &what, std::int64_t done,
                                    std::int64_t total) {
            mailbox->post(generation, [text = toQString(what), done, total](BackgroundTask &task) {
                emit task.progressed(text, done, total);
            });
        };
        std::function<void()> answer = run(report, cancel);
        mailbox->post(generation, [then = std::move(answer)](BackgroundTask &task) {
            task.setRunning(false);
            then();
        });
        hasEnded->store(true);
    });
    m_threads.push_back({std::move(hasEnded), std::move(thread)});
}

void BackgroundTask::cancel()
{
    m_cancel.cancel();
}

void BackgroundTask::setRunning(bool isRunning)
{
    if (m_isRunning != isRunning) {
        m_isRunning = isRunning;
        emit runningChanged(isRunning);
    }
}

} // namespace ui::common
