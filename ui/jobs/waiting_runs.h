#pragma once

#include <string>
#include <variant>
#include <vector>

#include <QString>

#include "core/job/run_plan.h"

namespace ui::jobs {

// A run that waits in the queue: a new one, or the name of a stopped one that is to go on.
struct WaitingRun
{
    std::variant<core::job::RunRequest, std::string> what = {};
    QString details = {}; // labels, seed and device in a few words
};

// As JSON, to be kept with the project while no window has it open.
std::string writeWaitingRuns(const std::vector<WaitingRun> &runs);
// What was written; runs that this version does not understand are left out.
std::vector<WaitingRun> readWaitingRuns(const std::string &json);

} // namespace ui::jobs
