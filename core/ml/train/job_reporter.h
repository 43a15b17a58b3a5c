#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace core::ml {

enum class ReportLevel { Info, Warning };

// What training tells the world while it works. The worker writes it to the protocol; tests record
// it. Called from the training thread only; must return quickly.
class JobReporter
{
public:
    virtual ~JobReporter() = default;

    // done of total units of the phase ("generator", "proposals", "student" …) are finished.
    virtual void progress(std::string_view phase, std::int64_t done, std::int64_t total) = 0;
    // One value of a named series; NaN and infinities are allowed and arrive as null.
    virtual void metric(std::string_view name, std::int64_t step, double value) = 0;
    // A file of the run is complete at its final path.
    virtual void artifact(std::string_view kind, const std::filesystem::path &path) = 0;
    virtual void message(ReportLevel level, std::string_view text) = 0;
};

} // namespace core::ml
