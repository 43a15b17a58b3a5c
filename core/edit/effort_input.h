#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/edit/project_session.h"

namespace core::edit {

// Keys and clicks of a person in the studio, those included that change nothing: playing, looking
// for a bound, choosing. Kept in the project beside its layout, since they are no part of the data.

struct InputCount
{
    std::size_t keys = 0; // without repeats and without Shift, Ctrl, Alt alone
    std::size_t clicks = 0;

    InputCount &operator+=(const InputCount &other);
    bool operator==(const InputCount &) const = default;
};

// All that was counted in a project.
struct InputLog
{
    std::map<std::int64_t, InputCount> byRevision = {}; // of the history: before that entry
    std::map<std::string, InputCount> idle = {};        // by video: no edit came of them

    bool isEmpty() const { return byRevision.empty() && idle.empty(); }
    bool operator==(const InputLog &) const = default;
};

// Empty where nothing was counted, or what is kept cannot be read. Blocking.
base::Result<InputLog> readInput(const ProjectSession &session);
base::Result<void> writeInput(ProjectSession &session, const InputLog &log);

} // namespace core::edit
