#include "core/edit/class_list.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/utf8.h"
#include "core/edit/bulk_write.h"
#include "core/store/class_store.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::ActionClass;

namespace {

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

Result<std::string> checkedName(const std::string &name)
{
    std::string key(data::trimmed(name));
    if (key.empty() || std::any_of(key.begin(), key.end(), isControl) ||
        data::brokenUtf8(key) != std::string::npos) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "this is no name of a class",
                     .expected = "one line of text"});
    }
    return key;
}

// What has this name already.
bool isTaken(const std::vector<ActionClass> &classes, const std::string &key)
{
    return std::any_of(classes.begin(), classes.end(), [&](const ActionClass &item) {
        return item.key == key || item.name == key;
    });
}

tl::unexpected<base::Error> taken(const std::string &key)
{
    return fail({.code = ErrorCode::Conflict,
                 .problem = fmt::format("the project has a class '{}' already", key)});
}

Result<ActionClass> find(const ProjectSession &session, const std::string &key)
{
    const ActionClass *found = session.document().classByKey(key);
    if (found == nullptr) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("the project has no class '{}'", key)});
    }
    return *found;
}

// Files name classes as they were called when they were written.
Result<void> checkNoFilesSpell(const ProjectSession &session, const std::string &key)
{
    const auto &tracks = session.document().tracks();
    const bool hasCurves = std::any_of(tracks.begin(), tracks.end(), [](const model::Track &track) {
        return track.role == model::TrackRole::Curve;
    });
    const std::size_t runs = TRY(session.runs().runs()).size();
    if (!hasCurves && runs == 0) {
        return {};
    }
    return fail({.code = ErrorCode::Conflict,
                 .problem = fmt::format("files of {} runs spell the class '{}'", runs, key),
                 .expected = "a project without runs and score curves; a new class and relabelled "
                             "segments do the same"});
}

Result<void> checkUnused(const store::ClassUses &uses, const std::string &key)
{
    std::string problem;
    if (uses.segments > 0) {
        problem = fmt::format("{} segments use the class '{}'", uses.segments, key);
    } else if (uses.videoLabels > 0) {
        problem = fmt::format("{} videos have the class '{}' as a label", uses.videoLabels, key);
    } else if (uses.labelSetSegments > 0) {
        problem =
            fmt::format("{} segments of label sets use the class '{}'", uses.labelSetSegments, key);
    } else if (uses.edits > 0) {
        problem =
            fmt::format("{} edits that undo can bring back use the class '{}'", uses.edits, key);
    } else {
        return {};
    }
    return fail({.code = ErrorCode::Conflict,
                 .problem = std::move(problem),
                 .expected = "a class that nothing uses"});
}

} // namespace

Result<ActionClass> addClass(ProjectSession &session, const std::string &name)
{
    const std::string key = TRY(checkedName(name));
    return writeAtOnce(session, store::RevisionKind::Import, false,
                       [&](store::Revision &revision) -> Result<ActionClass> {
                           const std::vector<ActionClass> known = TRY(session.project().classes());
                           if (isTaken(known, key)) {
                               return taken(key);
                           }
                           ActionClass added{
                               .key = key, .name = key, .ordinal = static_cast<int>(known.size())};
                           TRY(session.project().insertClass(added));
                           revision.label = fmt::format("Added the class {}", key);
                           return added;
                       });
}

Result<ActionClass> renameClass(ProjectSession &session, const std::string &key,
                                const std::string &name)
{
    const std::string now = TRY(checkedName(name));
    ActionClass renamed = TRY(find(session, key));
    return writeAtOnce(
        session, store::RevisionKind::Import, false,
        [&](store::Revision &revision) -> Result<ActionClass> {
            std::vector<ActionClass> others = TRY(session.project().classes());
            std::erase_if(others, [&](const ActionClass &item) { return item.id == renamed.id; });
            if (isTaken(others, now)) {
                return taken(now);
            }
            TRY(checkNoFilesSpell(session, key));
            TRY(store::ClassStore(session.database()).rename(renamed.id, now));
            revision.label = fmt::format("Renamed the class {} to {}", key, now);
            renamed.key = now;
            renamed.name = now;
            return renamed;
        });
}

Result<void> removeClass(ProjectSession &session, const std::string &key)
{
    const ActionClass removed = TRY(find(session, key));
    return writeAtOnce(session, store::RevisionKind::Import, false,
                       [&](store::Revision &revision) -> Result<void> {
                           store::ClassStore store(session.database());
                           TRY(checkUnused(TRY(store.uses(removed.id)), key));
                           TRY(store.remove(removed.id));
                           revision.label = fmt::format("Removed the class {}", key);
                           return {};
                       });
}

} // namespace core::edit
