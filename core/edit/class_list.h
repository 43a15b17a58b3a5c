#pragma once

#include <string>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/label_set.h"

namespace core::edit {

// Changes of a project's list of classes: each is one entry of the history, which undo leaves as it
// is, since labels may use the class by then. Blanks around a name do not count. BadValue for a
// name that is empty, has control characters in it or is not UTF-8, Conflict where another class
// has it.

// Gives the project a class that it does not have yet, behind the others.
base::Result<model::ActionClass> addClass(ProjectSession &session, const std::string &name);

// Gives a class another name, for its labels and everything that is exported from now on. Conflict
// where files of runs or score curves spell the old one: they would not be understood any more.
// NotFound without such a class.
base::Result<model::ActionClass> renameClass(ProjectSession &session, const std::string &key,
                                             const std::string &name);

// Takes a class away; those behind it move up. Conflict, telling how many, where segments, video
// labels or label sets use it, or edits that undo can bring back. Score curves that have a column
// for it leave that out from now on. NotFound without such a class.
base::Result<void> removeClass(ProjectSession &session, const std::string &key);

} // namespace core::edit
