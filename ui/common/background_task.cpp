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
    if (!m_isRunning) {
        m_threads.clear(); // joins threads that have answered
    }
    const quint64 generation = ++m_generation;
    m_cancel = core::base::CancelToken();
    setRunning(true);
    const auto isCurrent = [this, generation] { return generation == m_generation; };
    m_threads.emplace_back([this, isCurrent, cancel = m_cancel, run = std::move(work)] {
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
    });
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
