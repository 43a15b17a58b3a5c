#pragma once

#include <string>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/label_set.h"

namespace core::edit {

// Gives the project a class that it does not have yet, behind the others: one entry of the history,
// which undo leaves as it is, since labels may use the class by then. Blanks around the name do not
// count. BadValue for a name that is empty, has control characters in it or is not UTF-8, Conflict
// where a class of that name is there.
base::Result<model::ActionClass> addClass(ProjectSession &session, const std::string &name);

} // namespace core::edit
