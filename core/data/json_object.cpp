#include "core/data/json_object.h"

#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/data/nearest_name.h"

namespace core::data {

using base::ErrorCode;

namespace {

const JsonObject::Json kEmptyObject = JsonObject::Json::object();
const JsonObject::Json kEmptyList = JsonObject::Json::array();

bool isText(const JsonObject::Json &value)
{
    return value.is_string();
}
bool isNumber(const JsonObject::Json &value)
{
    return value.is_number();
}
bool isFlag(const JsonObject::Json &value)
{
    return value.is_boolean();
}
bool isNatural(const JsonObject::Json &value)
{
    return value.is_number_unsigned();
}
bool isInteger(const JsonObject::Json &value)
{
    return value.is_number_integer() &&
           (!value.is_number_unsigned() ||
            value.get<std::uint64_t>() <=
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}
bool isObject(const JsonObject::Json &value)
{
    return value.is_object();
}
bool isList(const JsonObject::Json &value)
{
    return value.is_array();
}

} // namespace

JsonObject::JsonObject(const Json &value, std::string place, std::optional<base::Error> &error)
    : m_value(value.is_object() ? value : kEmptyObject)
    , m_place(std::move(place))
    , m_error(error)
{
    if (!value.is_object()) {
        refuse(ErrorCode::BadFormat, m_place, "is no JSON object", "{…}");
    }
}

std::string JsonObject::text(const char *key)
{
    const Json *value = required(key, "a text", isText);
    return value == nullptr ? std::string() : value->get<std::string>();
}

double JsonObject::number(const char *key)
{
    const Json *value = required(key, "a number", isNumber);
    return value == nullptr ? 0.0 : value->get<double>();
}

std::int64_t JsonObject::integer(const char *key)
{
    const Json *value = required(key, "an integer", isInteger);
    return value == nullptr ? 0 : value->get<std::int64_t>();
}

std::uint64_t JsonObject::natural(const char *key)
{
    const Json *value = required(key, "an integer that is not negative", isNatural);
    return value == nullptr ? 0 : value->get<std::uint64_t>();
}

bool JsonObject::flag(const char *key)
{
    const Json *value = required(key, "true or false", isFlag);
    return value != nullptr && value->get<bool>();
}

std::optional<std::string> JsonObject::optionalText(const char *key)
{
    const Json *value = find(key);
    if (value == nullptr || value->is_null()) {
        return std::nullopt;
    }
    return text(key);
}

std::optional<double> JsonObject::optionalNumber(const char *key)
{
    const Json *value = find(key);
    if (value == nullptr || value->is_null()) {
        return std::nullopt;
    }
    return number(key);
}

std::optional<JsonObject> JsonObject::optionalObject(const char *key)
{
    const Json *value = find(key);
    if (value == nullptr || value->is_null()) {
        return std::nullopt;
    }
    return object(key);
}

JsonObject JsonObject::object(const char *key)
{
    return JsonObject(objectValue(key), placeOf(key), m_error);
}

const JsonObject::Json &JsonObject::objectValue(const char *key)
{
    const Json *value = required(key, "an object", isObject);
    return value == nullptr ? kEmptyObject : *value;
}

const JsonObject::Json &JsonObject::list(const char *key)
{
    const Json *value = required(key, "a list", isList);
    return value == nullptr ? kEmptyList : *value;
}

std::string JsonObject::placeOf(std::string_view key) const
{
    return m_place.empty() ? std::string(key) : fmt::format("{}.{}", m_place, key);
}

void JsonObject::refuse(ErrorCode code, const std::string &place, std::string problem,
                        std::string expected)
{
    if (!m_error) {
        m_error = base::Error{.code = code,
                              .problem = std::move(problem),
                              .place = place,
                              .expected = std::move(expected)};
    }
}

void JsonObject::refuseUnknown()
{
    for (const auto &item : m_value.items()) {
        if (!m_asked.contains(item.key())) {
            const std::vector<std::string> known(m_asked.begin(), m_asked.end());
            refuse(ErrorCode::BadFormat, placeOf(item.key()), "is an unknown field",
                   suggestion(item.key(), known));
        }
    }
}

const JsonObject::Json *JsonObject::find(const char *key)
{
    m_asked.insert(key);
    const auto found = m_value.find(key);
    return found == m_value.end() ? nullptr : &*found;
}

const JsonObject::Json *JsonObject::required(const char *key, const char *expected,
                                             bool (*isRight)(const Json &))
{
    const Json *value = find(key);
    if (value == nullptr) {
        refuse(ErrorCode::BadFormat, placeOf(key), "is missing", expected);
        return nullptr;
    }
    if (!isRight(*value)) {
        refuse(ErrorCode::BadFormat, placeOf(key), fmt::format("is {}", value->type_name()),
               expected);
        return nullptr;
    }
    return value;
}

} // namespace core::data
