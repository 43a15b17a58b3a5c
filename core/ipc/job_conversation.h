#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/base/result.h"
#include "core/ipc/line_framer.h"
#include "core/ipc/message_order.h"
#include "core/ipc/protocol.h"

namespace core::ipc {

// What one side hears in a conversation about one job, without any input or output of its own:
// give it the worker's lines in order and it tells the messages, counts the lines that are none,
// warns once about each unknown type and field, and checks the order. Whoever owns the pipe (talo,
// the studio) drives it. Not thread-safe.
class JobConversation
{
public:
    explicit JobConversation(std::string jobId)
        : m_jobId(std::move(jobId))
    {
    }

    // The message in a line; none where the line was passed over. An error ends the conversation:
    // another protocol, a broken order, or too many lines that are no messages.
    base::Result<std::optional<FromWorker>> take(const LineFramer::Line &line);

    bool hasGreeted() const { return m_hasGreeted; }
    bool isDetached() const { return m_isDetached; }
    bool isAccepted() const { return m_order.isAccepted(m_jobId); }
    // How the job ended, once it has.
    const std::optional<Finished> &finished() const { return m_finished; }
    // The last refusal that was no part of an accepted job, e.g. a worker that is busy.
    const std::optional<Problem> &refusal() const { return m_refusal; }

private:
    // Counts a line that is no message; the error when there were too many.
    base::Result<void> countBadLine(const std::string &why);

    std::string m_jobId;
    MessageOrder m_order;
    bool m_hasGreeted = false;
    bool m_isDetached = false;
    int m_badLines = 0;
    std::set<std::string> m_warned;
    std::optional<Finished> m_finished;
    std::optional<Problem> m_refusal;
};

} // namespace core::ipc
