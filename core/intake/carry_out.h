#pragma once

#include <optional>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/intake/item.h"

namespace core::intake {

// What happens to videos and classes that the project does not know.
enum class Unknown {
    Refuse,   // the item is not imported, and the error names the first
    LeaveOut, // they are left out and counted
    Add,
};

// What became of an item, or would become of it.
struct Outcome
{
    edit::ImportReport report = {};
    std::optional<base::Error> error = {}; // nothing of the item was imported
    bool isImported = false;               // false: not chosen, or an error
};

// Reads what chosen feature items list, so that carryOut() is quick. Errors are kept in the result,
// which is parallel to the items; nothing for those without features. `known` knows the videos.
// Blocking, long.
struct FeatureCheck
{
    std::optional<edit::CheckedFeatures> checked = {};
    std::optional<base::Error> error = {};
};

// Everything that a try of the import found out.
struct Rehearsal
{
    std::vector<Outcome> outcomes;      // parallel to the items
    std::vector<FeatureCheck> features; // likewise
};

// Imports the chosen items, in their order, each whole or not at all; with stopsAtError nothing
// after the first that fails. `features` are those of a rehearsal. Blocking.
std::vector<Outcome> carryOut(edit::ProjectSession &session, const std::vector<Item> &items,
                              Unknown unknown, const std::vector<FeatureCheck> &features,
                              bool stopsAtError);

// Does everything with a copy of a project (empty path: a new one) in a folder for temporary files:
// what it says is what carryOut() will do. Errors: the project cannot be read; Cancelled. Blocking,
// long.
base::Result<Rehearsal> rehearse(const std::filesystem::path &project,
                                 const std::vector<Item> &items, Unknown unknown,
                                 const Progress &progress = {},
                                 const base::CancelToken &cancel = {});

} // namespace core::intake
