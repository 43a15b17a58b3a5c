#pragma once

#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/store/backup.h"

namespace core::edit {

// Private to core/edit: one bulk change as one transaction and one entry of the history. `work`
// gets the revision (its id is what new rows refer to), may set its label and returns a Result.
// With isDryRun everything is taken back at the end. The document is read anew before the commit:
// nothing that is in the project can then be reported as a failure.
template <typename Work>
auto writeAtOnce(ProjectSession &session, store::RevisionKind kind, bool isDryRun, Work &&work)
    -> decltype(work(std::declval<store::Revision &>()))
{
    store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
    const auto id = TRY(session.revisions().nextId());
    store::Revision revision{.id = id, .author = session.author(), .kind = kind};
    auto result = std::forward<Work>(work)(revision);
    if (!result || isDryRun) {
        return result;
    }
    TRY(session.revisions().append(revision));
    Document changed = TRY(Document::open(session.database(), session.author()));
    TRY(transaction.commit());
    session.document().adopt(std::move(changed));
    return result;
}

// The same after a backup.
template <typename Work>
auto bulkWrite(ProjectSession &session, store::RevisionKind kind, bool isDryRun, Work &&work)
    -> decltype(work(std::declval<store::Revision &>()))
{
    if (!isDryRun) {
        TRY(store::makeBackup(session.database(), "before-import"));
    }
    return writeAtOnce(session, kind, isDryRun, std::forward<Work>(work));
}

} // namespace core::edit
