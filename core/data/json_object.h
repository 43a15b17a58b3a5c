#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/error.h"

namespace core::data {

// Reads a small JSON document of ours strictly, field by field, from a tree. The first thing that
// is wrong is kept in `error`, which all objects of a document share; later calls give harmless
// values, so that a reader asks for everything and looks at the error once.
class JsonObject
{
public:
    // Keeps the order of the keys.
    using Json = nlohmann::ordered_json;

    // `place` names the object in errors: "videos[3]"; empty for the outermost.
    JsonObject(const Json &value, std::string place, std::optional<base::Error> &error);

    std::string text(const char *key);
    double number(const char *key);
    std::int64_t integer(const char *key);
    std::uint64_t natural(const char *key);
    bool flag(const char *key);
    // Nothing where the field is absent or null.
    std::optional<std::string> optionalText(const char *key);
    std::optional<double> optionalNumber(const char *key);
    std::optional<JsonObject> optionalObject(const char *key);
    // An object of the field; empty where it is missing, which is an error then.
    JsonObject object(const char *key);
    // The same as a tree, for readers of its own.
    const Json &objectValue(const char *key);
    // The list of a field; an empty one where it is missing, which is an error then.
    const Json &list(const char *key);

    // What a field is called in errors.
    std::string placeOf(std::string_view key) const;
    // Keeps an error about a value that parses but is not allowed.
    void refuse(base::ErrorCode code, const std::string &place, std::string problem,
                std::string expected);

    // Call last: a field that nobody asked for is an error that names the nearest known one.
    void refuseUnknown();

private:
    const Json *find(const char *key);
    const Json *required(const char *key, const char *expected, bool (*isRight)(const Json &));

    const Json &m_value;
    std::string m_place;
    std::optional<base::Error> &m_error;
    std::set<std::string> m_asked;
};

} // namespace core::data
