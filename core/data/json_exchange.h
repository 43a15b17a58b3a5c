#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/data/exchange_set.h"

namespace core::data {

// Reads a JSON file of another program from a tree: read(json, place) fills a builder and keeps
// `place` at what it looks at. A field that is missing or of another kind, and whatever the builder
// refuses, becomes an error at that place.
template <typename Read>
base::Result<ExchangeFile> readExchangeJson(std::string_view text, const ReadOptions &options,
                                            std::string format, Read &&read)
{
    std::string place;
    ExchangeBuilder builder(options);
    try {
        const auto json = nlohmann::ordered_json::parse(text);
        base::Result<void> done = read(json, builder, place);
        if (!done) {
            return base::fail(std::move(done).error().at(place));
        }
    } catch (const nlohmann::json::exception &exception) {
        const std::string what = exception.what(); // "[json.exception.….…] the sentence"
        const std::size_t end = what.find("] ");
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = end == std::string::npos ? what : what.substr(end + 2),
                           .place = place,
                           .expected = "a " + format + " file"});
    }
    return builder.finish(std::move(format));
}

// As the other programs' own files are: two blanks a level, UTF-8 as it is.
inline std::string exchangeText(const nlohmann::ordered_json &json)
{
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

// The number of an optional field.
inline std::optional<double> optionalNumber(const nlohmann::ordered_json &object, const char *key)
{
    return object.contains(key) && object[key].is_number()
               ? std::optional(object[key].get<double>())
               : std::nullopt;
}

} // namespace core::data
