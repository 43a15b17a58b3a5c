#include "core/edit/restore.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using store::RowChange;

namespace {

// In this order every segment has its track while it is written: made before, removed after.
int rank(const RowChange &change)
{
    const store::Row &row = change.after ? *change.after : *change.before;
    if (!std::holds_alternative<model::Track>(row)) {
        return 1;
    }
    return change.after ? 0 : 2;
}

} // namespace

Result<Edit> editToRestore(const ProjectSession &session, std::int64_t revision)
{
    const store::RevisionStore revisions = session.revisions();
    if (!TRY(revisions.revision(revision))) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("the history has no revision {}", revision)});
    }
    // Of each row the newest value, which it has now, and the oldest since the revision.
    std::vector<RowChange> rows;
    std::unordered_map<std::string, std::size_t> placeOf;
    for (const store::Revision &newer : TRY(revisions.newest(std::nullopt))) {
        if (newer.id <= revision) {
            break;
        }
        std::vector<RowChange> changes = TRY(revisions.changes(newer.id));
        std::for_each(changes.rbegin(), changes.rend(), [&](const RowChange &change) {
            const auto [place, isNew] = placeOf.emplace(change.uuid(), rows.size());
            if (isNew) {
                rows.push_back(change.reversed());
            } else {
                rows[place->second].after = change.before;
            }
        });
    }
    std::erase_if(rows, [](const RowChange &change) { return change.before == change.after; });
    if (rows.empty()) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = fmt::format("no label has changed since revision {}", revision)});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RowChange &a, const RowChange &b) { return rank(a) < rank(b); });
    CompoundEdit restored{.label = fmt::format("Restored the labels of revision {}", revision),
                          .edits = {}};
    restored.edits.push_back(Edit{
        RestoreRows{.changes = std::move(rows), .undoesRevision = 0, .label = restored.label}});
    return Edit{std::move(restored)};
}

} // namespace core::edit
