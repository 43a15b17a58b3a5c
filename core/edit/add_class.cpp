#include "core/edit/add_class.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/utf8.h"
#include "core/edit/bulk_write.h"

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

} // namespace

Result<ActionClass> addClass(ProjectSession &session, const std::string &name)
{
    const std::string key(data::trimmed(name));
    if (key.empty() || std::any_of(key.begin(), key.end(), isControl) ||
        data::brokenUtf8(key) != std::string::npos) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "this is no name of a class",
                     .expected = "one line of text"});
    }
    return writeAtOnce(
        session, store::RevisionKind::Import, false,
        [&](store::Revision &revision) -> Result<ActionClass> {
            const std::vector<ActionClass> known = TRY(session.project().classes());
            if (std::any_of(known.begin(), known.end(), [&](const ActionClass &item) {
                    return item.key == key || item.name == key;
                })) {
                return fail({.code = ErrorCode::Conflict,
                             .problem = fmt::format("the project has a class '{}' already", key)});
            }
            ActionClass added{.key = key, .name = key, .ordinal = static_cast<int>(known.size())};
            TRY(session.project().insertClass(added));
            revision.label = fmt::format("Added the class {}", key);
            return added;
        });
}

} // namespace core::edit
