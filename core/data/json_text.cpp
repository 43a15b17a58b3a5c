#include "core/data/json_text.h"

#include <nlohmann/json.hpp>

#include "core/data/number_text.h"

namespace core::data {

void appendJsonText(std::string &out, std::string_view text)
{
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void appendJsonKey(std::string &out, std::string_view key)
{
    appendJsonText(out, key);
    out += ": ";
}

void appendJsonSegment(std::string &out, double start, double end)
{
    out += '[';
    appendNumber(out, start);
    out += ", ";
    appendNumber(out, end);
    out += ']';
}

} // namespace core::data
