#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/edit/edit.h"
#include "core/edit/project_session.h"

namespace core::edit {

// The edit that brings every label back to what it was right after a revision: one entry of the
// history, which undo takes back as any other. Imports and runs since then stay. Errors: NotFound
// where there is no such revision, Conflict where nothing has changed since.
base::Result<Edit> editToRestore(const ProjectSession &session, std::int64_t revision);

} // namespace core::edit
