#include "core/ipc/protocol.h"

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/ipc/line_framer.h"

namespace core::ipc {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

// A text that a message carries for people; the rest of a line stays far below kMaxLineBytes.
constexpr std::size_t kMaxTextBytes = std::size_t{1} << 14;

constexpr std::array<std::pair<LogLevel, const char *>, 4> kLogLevels = {
    {{LogLevel::Debug, "debug"},
     {LogLevel::Info, "info"},
     {LogLevel::Warning, "warning"},
     {LogLevel::Error, "error"}}};

constexpr std::array<std::pair<FinishStatus, const char *>, 3> kFinishStatuses = {
    {{FinishStatus::Ok, "ok"},
     {FinishStatus::Cancelled, "cancelled"},
     {FinishStatus::Failed, "failed"}}};

template <typename Enum, std::size_t size>
const char *nameOf(const std::array<std::pair<Enum, const char *>, size> &table, Enum value)
{
    for (const auto &[entry, name] : table) {
        if (entry == value) {
            return name;
        }
    }
    return "";
}

std::string shortened(const std::string &text)
{
    return text.size() <= kMaxTextBytes ? text : text.substr(0, kMaxTextBytes) + " …";
}

Json finiteOrNull(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

// ---- writing

// One line; bytes that are no UTF-8 (a path may hold any) are replaced, never refused.
std::string dump(const Json &object)
{
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json errorJson(const base::Error &error)
{
    Json object = {{"code", base::errorCodeName(error.code)},
                   {"text", shortened(error.sentence())},
                   {"problem", shortened(error.problem)}};
    if (!error.file.empty()) {
        object["file"] = shortened(error.file);
    }
    if (!error.place.empty()) {
        object["place"] = shortened(error.place);
    }
    if (!error.expected.empty()) {
        object["expected"] = shortened(error.expected);
    }
    return object;
}

struct ToJson
{
    Json operator()(const ClientHello &m) const
    {
        return {{"type", "hello"}, {"protocol", m.protocol}};
    }
    Json operator()(const RunRequest &m) const
    {
        return {{"type", "run"}, {"id", m.id}, {"manifest", m.manifest}};
    }
    Json operator()(const CancelRequest &m) const { return {{"type", "cancel"}, {"id", m.id}}; }
    Json operator()(const Ping &m) const { return {{"type", "ping"}, {"id", m.id}}; }
    Json operator()(const DetachRequest &m) const { return {{"type", "detach"}, {"id", m.id}}; }
    Json operator()(const Shutdown &) const { return {{"type", "shutdown"}}; }

    Json operator()(const WorkerHello &m) const
    {
        Json devices = Json::array();
        for (const Device &device : m.devices) {
            devices.push_back({{"name", device.name},
                               {"description", device.description},
                               {"memory_bytes", device.memoryBytes}});
        }
        return {{"type", "hello"},
                {"protocol", m.protocol},
                {"version", m.version},
                {"devices", std::move(devices)}};
    }
    Json operator()(const Accepted &m) const { return {{"type", "accepted"}, {"id", m.id}}; }
    Json operator()(const Progress &m) const
    {
        Json object = {{"type", "progress"},
                       {"id", m.id},
                       {"phase", m.phase},
                       {"done", m.done},
                       {"total", m.total}};
        object["remaining_s"] = m.remainingS ? finiteOrNull(*m.remainingS) : Json(nullptr);
        return object;
    }
    Json operator()(const Metric &m) const
    {
        return {{"type", "metric"},
                {"id", m.id},
                {"step", m.step},
                {"name", m.name},
                {"value", finiteOrNull(m.value)}};
    }
    Json operator()(const Artifact &m) const
    {
        return {{"type", "artifact"},
                {"id", m.id},
                {"kind", m.kind},
                {"path", m.path},
                {"hash", m.hash}};
    }
    Json operator()(const Log &m) const
    {
        Json object = {{"type", "log"}};
        if (m.id) {
            object["id"] = *m.id;
        }
        object["level"] = nameOf(kLogLevels, m.level);
        object["text"] = shortened(m.text);
        return object;
    }
    Json operator()(const Heartbeat &m) const
    {
        Json object = {{"type", "heartbeat"}};
        if (m.id) {
            object["id"] = *m.id;
        }
        if (m.cpuPercent) {
            object["cpu_percent"] = finiteOrNull(*m.cpuPercent);
        }
        if (m.memoryBytes) {
            object["memory_bytes"] = *m.memoryBytes;
        }
        if (m.gpuMemoryBytes) {
            object["gpu_memory_bytes"] = *m.gpuMemoryBytes;
        }
        return object;
    }
    Json operator()(const Detached &m) const { return {{"type", "detached"}, {"id", m.id}}; }
    Json operator()(const Problem &m) const
    {
        Json object = {{"type", "error"}};
        if (m.id) {
            object["id"] = *m.id;
        }
        if (m.field) {
            object["field"] = *m.field;
        }
        object["code"] = m.code;
        object["text"] = shortened(m.text);
        return object;
    }
    Json operator()(const Finished &m) const
    {
        Json object = {{"type", "finished"}, {"id", m.id}, {"status", finishStatusName(m.status)}};
        if (m.error) {
            object["error"] = errorJson(*m.error);
        }
        return object;
    }
};

// ---- reading

// Reads the fields of one object; the first that is missing or of the wrong kind is kept as the
// error, and fields that nobody asked for are known at the end.
class Fields
{
public:
    explicit Fields(const Json &object)
        : m_object(object)
    {
    }

    std::string text(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || !value->is_string()) {
            return refuse<std::string>(name, value, "a text");
        }
        return value->get<std::string>();
    }
    // An id names a job in files and messages, so an empty one is refused.
    std::string id()
    {
        std::string value = text("id");
        if (value.empty()) {
            return refuse<std::string>("id", find("id"), "a text that is not empty");
        }
        return value;
    }
    std::int64_t integer(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || !value->is_number_integer() ||
            (value->is_number_unsigned() &&
             value->get<std::uint64_t>() >
                 static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))) {
            return refuse<std::int64_t>(name, value, "an integer");
        }
        return value->get<std::int64_t>();
    }
    int protocol()
    {
        // 1.3 is a later 1 and may be talked to.
        const Json *value = find("protocol");
        if (value == nullptr || !value->is_number() || std::abs(value->get<double>()) > 1e6) {
            return refuse<int>("protocol", value, "a number");
        }
        return static_cast<int>(std::floor(value->get<double>()));
    }
    // NaN where the field is null.
    double numberOrNull(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || (!value->is_number() && !value->is_null())) {
            return refuse<double>(name, value, "a number or null");
        }
        return value->is_null() ? std::numeric_limits<double>::quiet_NaN() : value->get<double>();
    }
    std::optional<std::string> optionalText(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || value->is_null()) {
            return std::nullopt;
        }
        return text(name);
    }
    std::optional<double> optionalNumber(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || value->is_null()) {
            return std::nullopt;
        }
        return numberOrNull(name);
    }
    std::optional<std::int64_t> optionalInteger(const char *name)
    {
        const Json *value = find(name);
        if (value == nullptr || value->is_null()) {
            return std::nullopt;
        }
        return integer(name);
    }
    template <typename Enum, std::size_t size>
    Enum choice(const char *name, const std::array<std::pair<Enum, const char *>, size> &table)
    {
        const std::string value = text(name);
        std::string names;
        for (const auto &[entry, entryName] : table) {
            if (value == entryName) {
                return entry;
            }
            names += fmt::format("{}'{}'", names.empty() ? "" : ", ", entryName);
        }
        return refuse<Enum>(name, find(name), "one of " + names);
    }
    const Json *optionalObject(const char *name) { return optionalOf(name, Json::value_t::object); }
    const Json *optionalArray(const char *name) { return optionalOf(name, Json::value_t::array); }

    const std::optional<base::Error> &error() const { return m_error; }

    std::vector<std::string> ignored(const std::string &type) const
    {
        std::vector<std::string> names;
        for (const auto &item : m_object.items()) {
            if (!m_asked.contains(item.key())) {
                names.push_back(fmt::format("field '{}' of '{}'", item.key(), type));
            }
        }
        return names;
    }

private:
    const Json *find(const char *name)
    {
        m_asked.insert(name);
        const auto found = m_object.find(name);
        return found == m_object.end() ? nullptr : &*found;
    }
    const Json *optionalOf(const char *name, Json::value_t kind)
    {
        const Json *value = find(name);
        if (value == nullptr || value->is_null()) {
            return nullptr;
        }
        if (value->type() != kind) {
            refuse<int>(name, value, kind == Json::value_t::array ? "a list" : "an object");
            return nullptr;
        }
        return value;
    }
    template <typename T>
    T refuse(const char *name, const Json *value, const std::string &expected)
    {
        if (!m_error) {
            m_error =
                base::Error{.code = ErrorCode::BadValue,
                            .problem = value == nullptr ? fmt::format("field '{}' is missing", name)
                                                        : fmt::format("field '{}' is wrong", name),
                            .place = name,
                            .expected = expected};
        }
        return T();
    }

    const Json &m_object;
    std::set<std::string> m_asked = {"type"};
    std::optional<base::Error> m_error;
};

std::vector<Device> readDevices(Fields &fields)
{
    std::vector<Device> devices;
    const Json *list = fields.optionalArray("devices");
    if (list == nullptr) {
        return devices;
    }
    for (const Json &entry : *list) {
        if (!entry.is_object()) {
            continue;
        }
        Fields device(entry);
        Device row;
        row.name = device.text("name");
        row.description = device.optionalText("description").value_or("");
        row.memoryBytes =
            device.optionalNumber("memory_bytes") ? device.integer("memory_bytes") : 0;
        devices.push_back(std::move(row));
    }
    return devices;
}

std::optional<base::Error> readError(Fields &fields)
{
    const Json *object = fields.optionalObject("error");
    if (object == nullptr) {
        return std::nullopt;
    }
    Fields inner(*object);
    base::Error error;
    error.code = base::errorCodeFromName(inner.text("code"));
    const std::string text = inner.optionalText("text").value_or("");
    error.problem = inner.optionalText("problem").value_or(text);
    error.file = inner.optionalText("file").value_or("");
    error.place = inner.optionalText("place").value_or("");
    error.expected = inner.optionalText("expected").value_or("");
    return error;
}

std::optional<ToWorker> makeToWorker(const std::string &type, Fields &fields)
{
    if (type == "hello") {
        return ClientHello{fields.protocol()};
    }
    if (type == "run") {
        return RunRequest{fields.id(), fields.text("manifest")};
    }
    if (type == "cancel") {
        return CancelRequest{fields.id()};
    }
    if (type == "ping") {
        return Ping{fields.id()};
    }
    if (type == "detach") {
        return DetachRequest{fields.id()};
    }
    if (type == "shutdown") {
        return Shutdown{};
    }
    return std::nullopt;
}

std::optional<FromWorker> makeFromWorker(const std::string &type, Fields &fields)
{
    if (type == "hello") {
        return WorkerHello{fields.protocol(), fields.optionalText("version").value_or(""),
                           readDevices(fields)};
    }
    if (type == "accepted") {
        return Accepted{fields.id()};
    }
    if (type == "progress") {
        return Progress{fields.id(), fields.text("phase"), fields.integer("done"),
                        fields.integer("total"), fields.optionalNumber("remaining_s")};
    }
    if (type == "metric") {
        return Metric{fields.id(), fields.integer("step"), fields.text("name"),
                      fields.numberOrNull("value")};
    }
    if (type == "artifact") {
        return Artifact{fields.id(), fields.text("kind"), fields.text("path"),
                        fields.optionalText("hash").value_or("")};
    }
    if (type == "log") {
        return Log{fields.optionalText("id"), fields.choice("level", kLogLevels),
                   fields.text("text")};
    }
    if (type == "heartbeat") {
        return Heartbeat{fields.optionalText("id"), fields.optionalNumber("cpu_percent"),
                         fields.optionalInteger("memory_bytes"),
                         fields.optionalInteger("gpu_memory_bytes")};
    }
    if (type == "detached") {
        return Detached{fields.id()};
    }
    if (type == "error") {
        return Problem{fields.optionalText("id"), fields.optionalText("field"), fields.text("code"),
                       fields.text("text")};
    }
    if (type == "finished") {
        return Finished{fields.id(), fields.choice("status", kFinishStatuses), readError(fields)};
    }
    return std::nullopt;
}

template <typename Message>
Result<Reading<Message>> readLine(std::string_view line,
                                  std::optional<Message> (*make)(const std::string &, Fields &))
{
    const Json object = Json::parse(line, nullptr, false);
    const auto type = object.is_object() ? object.find("type") : object.end();
    if (!object.is_object() || type == object.end() || !type->is_string()) {
        return fail(
            {.code = ErrorCode::BadFormat,
             .problem = fmt::format("'{:.80}' is no message",
                                    Json(line).dump(-1, ' ', true, Json::error_handler_t::replace)),
             .expected = "one JSON object with a \"type\" a line"});
    }
    const std::string name = type->template get<std::string>();
    Fields fields(object);
    std::optional<Message> message = make(name, fields);
    if (!message) {
        return Reading<Message>{{}, {fmt::format("type '{}'", name)}};
    }
    if (fields.error()) {
        base::Error error = *fields.error();
        error.problem = fmt::format("message '{}': {}", name, error.problem);
        return fail(std::move(error));
    }
    return Reading<Message>{std::move(message), fields.ignored(name)};
}

} // namespace

std::string toLine(const ToWorker &message)
{
    return dump(std::visit(ToJson{}, message));
}

std::string toLine(const FromWorker &message)
{
    return dump(std::visit(ToJson{}, message));
}

Result<Reading<ToWorker>> readToWorker(std::string_view line)
{
    return readLine<ToWorker>(line, makeToWorker);
}

Result<Reading<FromWorker>> readFromWorker(std::string_view line)
{
    return readLine<FromWorker>(line, makeFromWorker);
}

std::string_view jobId(const FromWorker &message)
{
    struct Visitor
    {
        std::string_view operator()(const WorkerHello &) const { return {}; }
        std::string_view operator()(const Heartbeat &) const { return {}; }
        std::string_view operator()(const Log &m) const { return optional(m.id); }
        std::string_view operator()(const Problem &m) const { return optional(m.id); }
        std::string_view operator()(const Accepted &m) const { return m.id; }
        std::string_view operator()(const Progress &m) const { return m.id; }
        std::string_view operator()(const Metric &m) const { return m.id; }
        std::string_view operator()(const Artifact &m) const { return m.id; }
        std::string_view operator()(const Detached &) const { return {}; } // may cross `finished`
        std::string_view operator()(const Finished &m) const { return m.id; }
        static std::string_view optional(const std::optional<std::string> &id)
        {
            return id ? std::string_view(*id) : std::string_view();
        }
    };
    return std::visit(Visitor{}, message);
}

Result<void> checkProtocol(int protocol)
{
    if (protocol == kProtocol) {
        return {};
    }
    return fail({.code = ErrorCode::Unsupported,
                 .problem = fmt::format("the other side speaks protocol {}", protocol),
                 .place = "protocol",
                 .expected = fmt::format("protocol {}: install the same Taloscope version on both "
                                         "sides",
                                         kProtocol)});
}

const char *finishStatusName(FinishStatus status)
{
    return nameOf(kFinishStatuses, status);
}

} // namespace core::ipc
