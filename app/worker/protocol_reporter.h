#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/ml/train/job_reporter.h"

namespace app::worker {

class MessageWriter;

// What a job reports, as messages of the protocol. Progress is thinned to ten messages a second and
// gets the time that remains for its phase. One thread.
class ProtocolReporter : public core::ml::JobReporter
{
public:
    // Paths of artifacts are told relative to the run folder.
    ProtocolReporter(MessageWriter &writer, std::string jobId, std::filesystem::path runFolder);

    void progress(std::string_view phase, std::int64_t done, std::int64_t total) override;
    void metric(std::string_view name, std::int64_t step, double value) override;
    void artifact(std::string_view kind, const std::filesystem::path &path) override;
    void message(core::ml::ReportLevel level, std::string_view text) override;

private:
    using Clock = std::chrono::steady_clock;

    MessageWriter &m_writer;
    std::string m_jobId;
    std::filesystem::path m_runFolder;
    std::string m_phase;
    Clock::time_point m_phaseStart;
    std::int64_t m_doneAtStart = 0; // a resumed phase does not begin at zero
    Clock::time_point m_lastSent;
};

} // namespace app::worker
