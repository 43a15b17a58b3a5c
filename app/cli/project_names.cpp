#include "app/cli/project_names.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::model::TrackRole;

namespace {

struct RoleWord
{
    const char *word;
    TrackRole role;
};

// The first word of a role is its title.
constexpr RoleWord kRoleWords[] = {
    {"ground-truth", TrackRole::GroundTruth},
    {"gt", TrackRole::GroundTruth},
    {"curves", TrackRole::Curve},
    {"proposals", TrackRole::Proposal},
    {"pseudo-labels", TrackRole::PseudoLabel},
    {"predictions", TrackRole::Prediction},
    {"labels", TrackRole::Manual},
    {"manual", TrackRole::Manual},
};

// The names that look most like what was typed come first; no more than a few.
template <typename Items, typename NameOf>
std::string someNames(const Items &items, NameOf nameOf)
{
    std::vector<std::string> names;
    for (const auto &item : items) {
        if (names.size() == 5) {
            names.emplace_back("…");
            break;
        }
        names.push_back(nameOf(item));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace

std::optional<TrackRole> roleOf(const std::string &word)
{
    for (const RoleWord &known : kRoleWords) {
        const std::string title = known.word;
        const std::string stored(core::model::toText(known.role));
        if (word == title || word == stored || word + "s" == title) {
            return known.role;
        }
    }
    return std::nullopt;
}

std::string roleTitle(TrackRole role)
{
    const auto *const found = std::find_if(std::begin(kRoleWords), std::end(kRoleWords),
                                           [&](const RoleWord &w) { return w.role == role; });
    return found->word;
}

Result<std::int64_t> videoId(const core::edit::ProjectSession &session, const std::string &name)
{
    if (const core::model::Video *video = session.document().videoByName(name)) {
        return video->id;
    }
    const std::string names =
        someNames(session.document().videos(), [](const auto &video) { return video.name; });
    return fail({.code = ErrorCode::NotFound,
                 .problem = fmt::format("has no video '{}'", name),
                 .file = session.path().string(),
                 .place = "--video",
                 .expected = names.empty() ? "videos that were imported before"
                                           : fmt::format("one of: {}", names)});
}

Result<std::int64_t> classId(const core::edit::ProjectSession &session, const std::string &key)
{
    if (const core::model::ActionClass *found = session.document().classByKey(key)) {
        return found->id;
    }
    std::vector<std::string> keys;
    for (const core::model::ActionClass &known : session.document().classes()) {
        keys.push_back(known.key);
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = fmt::format("has no class '{}'", key),
                 .file = session.path().string(),
                 .place = "--class",
                 .expected = keys.empty() ? "classes, from ground truth or weak labels"
                                          : fmt::format("one of: {}", fmt::join(keys, ", "))});
}

Result<std::string> segmentId(const core::edit::ProjectSession &session,
                              const std::string &idOrPrefix)
{
    const std::vector<std::string> found =
        idOrPrefix.size() < 4 ? std::vector<std::string>()
                              : TRY(session.segments().uuidsStartingWith(idOrPrefix));
    if (found.size() == 1) {
        return found.front();
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = found.empty() ? fmt::format("has no segment '{}'", idOrPrefix)
                                          : fmt::format("has several segments '{}…'", idOrPrefix),
                 .file = session.path().string(),
                 .place = "--id",
                 .expected = "an id that 'talo show P segments' lists, or its beginning"});
}

Result<std::optional<std::set<std::string>>> videoFilter(const core::edit::ProjectSession &session,
                                                         const std::vector<std::string> &names)
{
    for (const std::string &name : names) {
        TRY(videoId(session, name));
    }
    return names.empty() ? std::optional<std::set<std::string>>()
                         : std::optional(std::set<std::string>(names.begin(), names.end()));
}

Result<core::base::TimeUs> timeOf(double seconds, const std::string &option)
{
    if (!std::isfinite(seconds) || std::abs(seconds) > 1e9) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("{} is no time of a video", seconds),
                     .place = option,
                     .expected = "seconds, such as 12.48"});
    }
    return core::base::secondsToUs(seconds);
}

} // namespace app::cli
