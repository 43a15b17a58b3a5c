#include "ui/common/background_task.h"

#include <utility>

#include "ui/common/qt_convert.h"

namespace ui::common {

BackgroundTask::BackgroundTask(QObject *parent)
    : QObject(parent)
{
}

BackgroundTask::~BackgroundTask()
{
    m_cancel.cancel(); // the threads are joined next
}

void BackgroundTask::start(Work work)
{
    cancel();
    // One that was given up and polls seldom is not waited for.
    std::erase_if(m_threads, [](const Thread &old) { return old.hasEnded->load(); });
    const quint64 generation = ++m_generation;
    m_cancel = core::base::CancelToken();
    setRunning(true);
    const auto isCurrent = [this, generation] { return generation == m_generation; };
    auto hasEnded = std::make_shared<std::atomic<bool>>(false);
    std::jthread thread([this, isCurrent, hasEnded, cancel = m_cancel, run = std::move(work)] {
        const Progress report = [this, isCurrent](const std::string &what, std::int64_t done,
                                                  std::int64_t total) {
            QMetaObject::invokeMethod(this, [this, isCurrent, text = toQString(what), done, total] {
                if (isCurrent()) {
                    emit progressed(text, done, total);
                }
            });
        };
        std::function<void()> answer = run(report, cancel);
        QMetaObject::invokeMethod(this, [this, isCurrent, then = std::move(answer)] {
            if (isCurrent()) {
                setRunning(false);
                then();
            }
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
