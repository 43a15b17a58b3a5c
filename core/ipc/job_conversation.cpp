#include "core/ipc/job_conversation.h"

#include <utility>

#include <fmt/format.h>

#include "core/base/log.h"

namespace core::ipc {

using base::Result;

Result<void> JobConversation::countBadLine(const std::string &why)
{
    ++m_badLines;
    base::logger("ipc")->warn("line {} of the worker passed over: {}", m_badLines, why);
    if (m_badLines < kMaxBadLines) {
        return {};
    }
    return base::fail({.code = base::ErrorCode::Worker,
                       .problem = fmt::format("the worker wrote {} lines that are no messages; the "
                                              "last: {}",
                                              m_badLines, why),
                       .expected = "one JSON object a line"});
}

Result<std::optional<FromWorker>> JobConversation::take(const LineFramer::Line &line)
{
    if (line.isTooLong) {
        TRY(countBadLine(fmt::format("longer than {} bytes", kMaxLineBytes)));
        return std::nullopt;
    }
    Result<Reading<FromWorker>> reading = readFromWorker(line.text);
    if (!reading) {
        TRY(countBadLine(reading.error().sentence()));
        return std::nullopt;
    }
    for (const std::string &what : reading->ignored) {
        if (m_warned.insert(what).second) {
            base::logger("ipc")->warn("the worker's {} is unknown here and is passed over", what);
        }
    }
    if (!reading->message) {
        return std::nullopt;
    }
    const FromWorker &message = *reading->message;
    TRY(m_order.add(message));
    if (const auto *hello = std::get_if<WorkerHello>(&message)) {
        TRY(checkProtocol(hello->protocol));
        m_hasGreeted = true;
    } else if (const auto *problem = std::get_if<Problem>(&message)) {
        if (!isAccepted()) {
            m_refusal = *problem;
        }
    } else if (std::holds_alternative<Detached>(message)) {
        m_isDetached = true;
    } else if (const auto *finished = std::get_if<Finished>(&message)) {
        if (finished->id == m_jobId) {
            m_finished = *finished;
        }
    }
    return std::move(reading->message);
}

} // namespace core::ipc
