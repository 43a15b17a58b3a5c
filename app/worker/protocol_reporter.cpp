#include "app/worker/protocol_reporter.h"

#include <optional>
#include <utility>

#include "core/base/hash.h"

#include "app/worker/message_writer.h"

namespace app::worker {

namespace ipc = core::ipc;

namespace {

constexpr std::chrono::milliseconds kProgressInterval{100};

} // namespace

ProtocolReporter::ProtocolReporter(MessageWriter &writer, std::string jobId,
                                   std::filesystem::path runFolder)
    : m_writer(writer)
    , m_jobId(std::move(jobId))
    , m_runFolder(std::move(runFolder))
{
}

void ProtocolReporter::progress(std::string_view phase, std::int64_t done, std::int64_t total)
{
    const Clock::time_point now = Clock::now();
    const bool isNewPhase = phase != m_phase || done < m_doneAtStart;
    if (isNewPhase) {
        m_phase = phase;
        m_phaseStart = now;
        m_doneAtStart = done;
    }
    if (!isNewPhase && done != total && now - m_lastSent < kProgressInterval) {
        return;
    }
    m_lastSent = now;
    std::optional<double> remainingS;
    if (done > m_doneAtStart && total >= done) {
        const double elapsedS = std::chrono::duration<double>(now - m_phaseStart).count();
        remainingS = elapsedS * static_cast<double>(total - done) /
                     static_cast<double>(done - m_doneAtStart);
    }
    m_writer.send(ipc::Progress{m_jobId, m_phase, done, total, remainingS});
}

void ProtocolReporter::metric(std::string_view name, std::int64_t step, double value)
{
    m_writer.send(ipc::Metric{m_jobId, step, std::string(name), value});
}

void ProtocolReporter::artifact(std::string_view kind, const std::filesystem::path &path)
{
    std::string hash;
    if (std::filesystem::is_regular_file(path)) {
        hash = core::base::hashFile(path).value_or("");
    }
    m_writer.send(ipc::Artifact{m_jobId, std::string(kind),
                                path.lexically_proximate(m_runFolder).string(), std::move(hash)});
}

void ProtocolReporter::message(core::ml::ReportLevel level, std::string_view text)
{
    const ipc::LogLevel ipcLevel =
        level == core::ml::ReportLevel::Warning ? ipc::LogLevel::Warning : ipc::LogLevel::Info;
    m_writer.send(ipc::Log{m_jobId, ipcLevel, std::string(text)});
}

} // namespace app::worker
