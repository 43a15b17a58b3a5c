#include "core/store/row_json.h"

#include <charconv>

#include <fmt/format.h>

#include "core/store/sqlite_guard.h"

namespace core::store {

namespace {

std::string jsonString(std::string_view value)
{
    std::string json = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            json += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            json += c;
        }
    }
    return json + '"';
}

template <typename T>
std::string orNull(const std::optional<T> &value)
{
    // fmt prints a double with the fewest digits that read back as the same double.
    return value ? fmt::format("{}", *value) : "null";
}

template <typename Enum>
std::string jsonWord(Enum value)
{
    return jsonString(model::toText(value));
}

std::string json(const model::Segment &segment)
{
    return fmt::format(
        R"({{"id":{},"uuid":{},"track":{},"class":{},"t0_us":{},"t1_us":{},"score":{},)"
        R"("state":{},"origin":{},"origin_run":{},"origin_segment":{},"note":{},"created":{},)"
        R"("changed":{}}})",
        segment.id, jsonString(segment.uuid), segment.trackId, orNull(segment.classId),
        segment.range.startUs, segment.range.endUs, orNull(segment.score), jsonWord(segment.state),
        jsonWord(segment.origin), orNull(segment.originRunId),
        jsonString(segment.originSegmentUuid), jsonString(segment.note), segment.createdRevision,
        segment.changedRevision);
}

std::string json(const model::Track &track)
{
    return fmt::format(R"({{"id":{},"uuid":{},"video":{},"kind":{},"role":{},"name":{},)"
                       R"("source_run":{},"artifact":{},"locked":{},"ordinal":{}}})",
                       track.id, jsonString(track.uuid), track.videoId, jsonWord(track.kind),
                       jsonWord(track.role), jsonString(track.name), orNull(track.sourceRunId),
                       orNull(track.artifactId), track.isLocked ? 1 : 0, track.ordinal);
}

std::string json(const VideoStateRow &video)
{
    return fmt::format(R"({{"uuid":{},"state":{}}})", jsonString(video.uuid),
                       jsonWord(video.state));
}

// The members of one JSON object.
class JsonReader
{
public:
    JsonReader(const Database &database, const std::string &json)
        : m_member(database.handle(), "SELECT ?1 ->> ?2, ?1 -> ?2")
    {
        m_member.bind(1, json);
    }

    std::string string(const char *name)
    {
        select(name);
        return text(m_member.getColumn(0));
    }
    std::optional<std::int64_t> integer(const char *name)
    {
        select(name);
        return optionalInteger(m_member.getColumn(0));
    }
    std::int64_t integerOr0(const char *name) { return integer(name).value_or(0); }
    // From the number's own text: SQLite's conversion may differ in the last bit.
    std::optional<double> real(const char *name)
    {
        select(name);
        if (m_member.getColumn(0).isNull()) {
            return std::nullopt;
        }
        const std::string number = text(m_member.getColumn(1));
        double value = 0.0;
        std::from_chars(number.data(), number.data() + number.size(), value);
        return value;
    }
    template <typename Enum>
    Enum word(const char *name, Enum otherwise)
    {
        return model::fromText<Enum>(string(name)).value_or(otherwise);
    }

private:
    void select(const char *name)
    {
        m_member.reset();
        m_member.bind(2, name);
        m_member.executeStep();
    }

    SQLite::Statement m_member;
};

} // namespace

std::string toJson(const Row &row)
{
    return std::visit([](const auto &value) { return json(value); }, row);
}

const char *entityName(const Row &row)
{
    constexpr const char *kNames[] = {"segment", "track", "video"};
    return kNames[row.index()];
}

Row rowFromJson(const Database &database, const std::string &entity, const std::string &json)
{
    JsonReader reader(database, json);
    if (entity == "segment") {
        return model::Segment{.id = reader.integerOr0("id"),
                              .uuid = reader.string("uuid"),
                              .trackId = reader.integerOr0("track"),
                              .classId = reader.integer("class"),
                              .range = {reader.integerOr0("t0_us"), reader.integerOr0("t1_us")},
                              .score = reader.real("score"),
                              .state = reader.word("state", model::SegmentState::Draft),
                              .origin = reader.word("origin", model::SegmentOrigin::Human),
                              .originRunId = reader.integer("origin_run"),
                              .originSegmentUuid = reader.string("origin_segment"),
                              .note = reader.string("note"),
                              .createdRevision = reader.integerOr0("created"),
                              .changedRevision = reader.integerOr0("changed")};
    }
    if (entity == "track") {
        return model::Track{.id = reader.integerOr0("id"),
                            .uuid = reader.string("uuid"),
                            .videoId = reader.integerOr0("video"),
                            .kind = reader.word("kind", model::TrackKind::Segments),
                            .role = reader.word("role", model::TrackRole::Manual),
                            .name = reader.string("name"),
                            .sourceRunId = reader.integer("source_run"),
                            .artifactId = reader.integer("artifact"),
                            .isLocked = reader.integerOr0("locked") != 0,
                            .ordinal = static_cast<int>(reader.integerOr0("ordinal"))};
    }
    return VideoStateRow{.uuid = reader.string("uuid"),
                         .state = reader.word("state", model::VideoState::Untouched)};
}

} // namespace core::store
