#include "app/worker/message_writer.h"

#include <chrono>
#include <ctime>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/base/log.h"

namespace app::worker {

using core::ipc::FromWorker;
using core::ipc::ToWorker;

namespace {

std::string nowText()
{
    const auto now = std::chrono::system_clock::now();
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), ms % 1000);
}

// The message with two more fields, which readers of the protocol pass over.
std::string asEvent(std::string_view line, std::string_view from)
{
    return fmt::format(R"({},"at":"{}","from":"{}"}})", line.substr(0, line.size() - 1), nowText(),
                       from);
}

// A line that a killed worker left unfinished must not swallow the next one.
bool endsWithinALine(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file || file.tellg() <= 0) {
        return false;
    }
    file.seekg(-1, std::ios::end);
    return file.get() != '\n';
}

} // namespace

MessageWriter::MessageWriter(StdoutChannel &output)
    : m_output(output)
    , m_thread([this] { work(); })
{
}

MessageWriter::~MessageWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_hasWork.notify_all();
}

bool MessageWriter::send(const FromWorker &message)
{
    std::string line = core::ipc::toLine(message);
    std::string event = asEvent(line, "worker");
    const bool isEnd = std::holds_alternative<core::ipc::Finished>(message);
    {
        const std::lock_guard lock(m_mutex);
        if (const std::string_view job = core::ipc::jobId(message); !job.empty()) {
            if (job == m_finishedJob) {
                return false;
            }
            if (isEnd) {
                m_finishedJob = job;
            }
        }
        if (std::holds_alternative<core::ipc::WorkerHello>(message)) {
            m_ownGreeting = event;
        } else if (std::holds_alternative<core::ipc::Accepted>(message)) {
            m_acceptance = event;
        }
        // Whatever the parent answers to the end of a job belongs to no job any more.
        enqueue({.line = std::move(line), .event = std::move(event), .closesEvents = isEnd});
    }
    m_hasWork.notify_one();
    return true;
}

void MessageWriter::noteReceived(const ToWorker &message)
{
    std::string event = asEvent(core::ipc::toLine(message), "parent");
    {
        const std::lock_guard lock(m_mutex);
        if (std::holds_alternative<core::ipc::ClientHello>(message)) {
            m_greeting = event;
        } else if (std::holds_alternative<core::ipc::RunRequest>(message)) {
            m_request = event;
        }
    }
    push({.line = {}, .event = std::move(event)});
}

core::base::Result<void> MessageWriter::openEvents(const std::filesystem::path &path)
{
    flush();
    const std::lock_guard lock(m_mutex);
    const bool needsLineEnd = endsWithinALine(path);
    m_events.open(path, std::ios::app | std::ios::binary);
    if (!m_events) {
        return core::base::fail({.code = core::base::ErrorCode::Io,
                                 .problem = "cannot be written",
                                 .file = path.string(),
                                 .expected = "a run folder that may be written"});
    }
    if (needsLineEnd) {
        m_events << '\n';
    }
    for (const std::string &event : {m_ownGreeting, m_greeting, m_request, m_acceptance}) {
        if (!event.empty()) {
            m_events << event << '\n';
        }
    }
    m_events.flush();
    m_hasEvents = true;
    return {};
}

void MessageWriter::flush()
{
    std::unique_lock lock(m_mutex);
    m_isIdle.wait(lock, [this] { return m_queue.empty() && !m_isWriting; });
}

void MessageWriter::push(Item item)
{
    {
        const std::lock_guard lock(m_mutex);
        enqueue(std::move(item));
    }
    m_hasWork.notify_one();
}

void MessageWriter::enqueue(Item item)
{
    if (!m_hasEvents) {
        item.event.clear();
    }
    if (item.closesEvents) {
        m_hasEvents = false;
    }
    m_queue.push_back(std::move(item));
}

void MessageWriter::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_hasWork.wait(lock, [this] { return !m_queue.empty() || m_isEnding; });
        if (m_queue.empty()) {
            return;
        }
        const Item item = std::move(m_queue.front());
        m_queue.pop_front();
        m_isWriting = true;
        lock.unlock();
        write(item);
        lock.lock();
        m_isWriting = false;
        m_isIdle.notify_all();
    }
}

void MessageWriter::write(const Item &item)
{
    // The file first: who reads a message may rely on finding it there.
    if (!item.event.empty() && m_events.is_open()) {
        m_events << item.event << '\n';
        m_events.flush();
        if (!m_events) {
            core::base::logger("worker")->warn("events.jsonl cannot be written any more");
            m_events.close();
        }
    }
    if (item.closesEvents && m_events.is_open()) {
        m_events.close();
    }
    if (!item.line.empty() && !m_isReaderGone) {
        if (const auto written = m_output.write(item.line + '\n'); !written) {
            core::base::logger("worker")->warn("{}", written.error().sentence());
            m_isReaderGone = true;
        }
    }
}

} // namespace app::worker
