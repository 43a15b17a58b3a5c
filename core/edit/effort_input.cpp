#include "core/edit/effort_input.h"

#include <nlohmann/json.hpp>

namespace core::edit {

using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char *kStateKey = "effort.input";

Json jsonOf(const InputCount &count)
{
    return {count.keys, count.clicks};
}

InputCount countOf(const Json &json)
{
    return {json.at(0).get<std::size_t>(), json.at(1).get<std::size_t>()};
}

} // namespace

InputCount &InputCount::operator+=(const InputCount &other)
{
    keys += other.keys;
    clicks += other.clicks;
    return *this;
}

Result<InputLog> readInput(const ProjectSession &session)
{
    const auto text = TRY(session.project().uiState(kStateKey));
    InputLog log;
    if (!text) {
        return log;
    }
    try {
        const Json json = Json::parse(*text);
        for (const auto &[revision, count] : json.at("revisions").items()) {
            log.byRevision[std::stoll(revision)] = countOf(count);
        }
        for (const auto &[video, count] : json.at("idle").items()) {
            log.idle[video] = countOf(count);
        }
    } catch (const std::exception &) {
        return InputLog(); // written by something else: counting begins anew
    }
    return log;
}

Result<void> writeInput(ProjectSession &session, const InputLog &log)
{
    Json revisions = Json::object();
    for (const auto &[revision, count] : log.byRevision) {
        revisions[std::to_string(revision)] = jsonOf(count);
    }
    Json idle = Json::object();
    for (const auto &[video, count] : log.idle) {
        idle[video] = jsonOf(count);
    }
    const Json json = {{"revisions", std::move(revisions)}, {"idle", std::move(idle)}};
    return session.project().setUiState(kStateKey, json.dump());
}

} // namespace core::edit
