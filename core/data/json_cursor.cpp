#include "core/data/json_cursor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "core/data/utf8.h"

namespace core::data {

using base::ErrorCode;

namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxKeyInPlace = 120;

struct Special
{
    std::string_view word;
    const char *name;
};

// What Python's json module writes for numbers that JSON does not have.
constexpr Special kSpecialNumbers[] = {
    {"NaN", "NaN"}, {"Infinity", "infinite"}, {"-Infinity", "infinite"}};

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

} // namespace

JsonCursor::JsonCursor(std::string_view text)
    : m_text(text)
{
    // Never reallocated: onKey() holds views of keys in here.
    m_path.reserve(kMaxDepth + 1);
    if (m_text.starts_with(kByteOrderMark)) {
        m_hasBom = true;
        m_text.remove_prefix(kByteOrderMark.size());
    }
    if (const std::size_t broken = brokenUtf8(m_text); broken != std::string_view::npos) {
        m_at = broken;
        syntaxError(whyNotUtf8(text, "holds bytes that are not UTF-8"), "a JSON file in UTF-8");
        return;
    }
    skipBlanks();
    if (m_at == m_text.size()) {
        m_error = base::Error{
            .code = ErrorCode::BadFormat, .problem = "is empty", .expected = "a JSON file"};
    }
}

std::optional<JsonKind> JsonCursor::peek()
{
    skipBlanks();
    const char next = m_at < m_text.size() ? m_text[m_at] : '\0';
    switch (next) {
    case '{':
        return JsonKind::Object;
    case '[':
        return JsonKind::Array;
    case '"':
        return JsonKind::String;
    case 't':
    case 'f':
        return JsonKind::Bool;
    case 'n':
        return JsonKind::Null;
    default:
        if (isDigit(next) || next == '-' || next == 'N' || next == 'I') {
            return JsonKind::Number;
        }
        return std::nullopt;
    }
}

bool JsonCursor::open(char bracket, const char *expected)
{
    if (hasFailed()) {
        return false;
    }
    skipBlanks();
    if (m_at >= m_text.size() || m_text[m_at] != bracket) {
        return refuseKind(expected);
    }
    if (m_path.size() == kMaxDepth) {
        return syntaxError("is nested too deeply", fmt::format("at most {} levels", kMaxDepth));
    }
    ++m_at;
    m_path.emplace_back();
    return true;
}

bool JsonCursor::close(char bracket)
{
    if (hasFailed()) {
        return failedInside();
    }
    m_path.pop_back();
    skipBlanks();
    if (m_at >= m_text.size() || m_text[m_at] != bracket) {
        return syntaxError(m_at >= m_text.size() ? "ends too early" : "is not JSON",
                           fmt::format("'{}' or ','", bracket));
    }
    ++m_at;
    return true;
}

bool JsonCursor::nextKey(bool isFirst)
{
    skipBlanks();
    if (!isFirst) {
        if (m_at >= m_text.size() || m_text[m_at] != ',') {
            return false; // close() tells whether rightly
        }
        ++m_at;
        skipBlanks();
    } else if (m_at < m_text.size() && m_text[m_at] == '}') {
        return false;
    }
    m_path.back().hasEntry = false;
    if (m_at >= m_text.size() || m_text[m_at] != '"') {
        return syntaxError(m_at >= m_text.size() ? "ends too early" : "is not JSON",
                           "a key in quotes");
    }
    std::string_view key;
    if (!string(key)) {
        return false;
    }
    m_path.back().key.assign(key);
    m_path.back().hasEntry = true;
    skipBlanks();
    if (m_at >= m_text.size() || m_text[m_at] != ':') {
        return syntaxError(m_at >= m_text.size() ? "ends too early" : "is not JSON",
                           "':' after a key");
    }
    ++m_at;
    return true;
}

bool JsonCursor::nextItem(std::size_t index)
{
    skipBlanks();
    if (index > 0) {
        if (m_at >= m_text.size() || m_text[m_at] != ',') {
            return false;
        }
        ++m_at;
    } else if (m_at < m_text.size() && m_text[m_at] == ']') {
        return false;
    }
    m_path.back().index = static_cast<std::int64_t>(index);
    m_path.back().hasEntry = true;
    return true;
}

bool JsonCursor::failedInside()
{
    if (!hasFailed()) {
        m_error = base::Error{
            .code = ErrorCode::Internal, .problem = "a value was left unread", .place = place()};
    }
    return false;
}

bool JsonCursor::string(std::string_view &value)
{
    if (hasFailed()) {
        return false;
    }
    if (peek() != JsonKind::String) {
        return refuseKind("a text");
    }
    const std::size_t begin = ++m_at;
    m_scratch.clear();
    std::size_t copied = begin; // text before it is in m_scratch already
    while (m_at < m_text.size()) {
        const char letter = m_text[m_at];
        if (letter == '"') {
            const std::string_view rest = m_text.substr(copied, m_at - copied);
            ++m_at;
            if (copied == begin) {
                value = rest;
                return true;
            }
            value = m_scratch.append(rest);
            return true;
        }
        if (static_cast<unsigned char>(letter) < 0x20) {
            return syntaxError("holds a control character in a text", "an escape such as \\n");
        }
        if (letter == '\\') {
            m_scratch.append(m_text.substr(copied, m_at - copied));
            ++m_at;
            if (!escape(m_scratch)) {
                return false;
            }
            copied = m_at;
            continue;
        }
        ++m_at;
    }
    return syntaxError("ends inside a text", "a closing quote");
}

bool JsonCursor::escape(std::string &out)
{
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char letter = m_at < m_text.size() ? m_text[m_at++] : '\0';
    if (letter == 'u') {
        return codePoint(out);
    }
    const std::size_t which = kLetters.find(letter);
    if (which == std::string_view::npos) {
        return syntaxError("holds an unknown escape in a text", "one of \\\" \\\\ \\/ \\n \\t \\u");
    }
    out += kMeanings[which];
    return true;
}

bool JsonCursor::codePoint(std::string &out)
{
    std::uint32_t code = 0;
    if (!hexDigits(code)) {
        return false;
    }
    if (code >= 0xd800 && code < 0xdc00 && m_text.substr(m_at).starts_with("\\u")) {
        m_at += 2;
        std::uint32_t low = 0;
        if (!hexDigits(low)) {
            return false;
        }
        if (low < 0xdc00 || low > 0xdfff) {
            return syntaxError("holds half a surrogate pair", "two \\u escapes");
        }
        code = 0x10000U + ((code - 0xd800U) << 10) + (low - 0xdc00U);
    }
    if (code >= 0xd800 && code <= 0xdfff) {
        return syntaxError("holds half a surrogate pair", "two \\u escapes");
    }
    appendUtf8(out, code);
    return true;
}

bool JsonCursor::hexDigits(std::uint32_t &value)
{
    const std::string_view digits = m_text.substr(m_at, 4);
    const auto [end, code] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() < 4 || code != std::errc{} || end != digits.data() + 4) {
        return syntaxError("holds a broken \\u escape", "four hexadecimal digits");
    }
    m_at += 4;
    return true;
}

std::optional<std::string_view> JsonCursor::specialNumber()
{
    for (const Special &special : kSpecialNumbers) {
        if (m_text.substr(m_at).starts_with(special.word)) {
            return special.name;
        }
    }
    return std::nullopt;
}

// The number that starts here by JSON's grammar; empty where there is none.
std::string_view JsonCursor::numberToken()
{
    std::size_t end = m_at;
    const auto digits = [&] {
        const std::size_t begin = end;
        while (end < m_text.size() && isDigit(m_text[end])) {
            ++end;
        }
        return end > begin;
    };
    const auto take = [&](std::string_view letters) {
        const bool isThere =
            end < m_text.size() && letters.find(m_text[end]) != std::string_view::npos;
        end += isThere ? 1 : 0;
        return isThere;
    };
    take("-");
    if (!take("0") && !digits()) {
        return {};
    }
    if (take(".") && !digits()) {
        return {};
    }
    if (take("eE")) {
        take("+-");
        if (!digits()) {
            return {};
        }
    }
    return m_text.substr(m_at, end - m_at);
}

bool JsonCursor::number(double &value)
{
    if (hasFailed()) {
        return false;
    }
    if (peek() != JsonKind::Number) {
        return refuseKind("a number");
    }
    if (const std::optional<std::string_view> special = specialNumber()) {
        return refuse(ErrorCode::BadValue, fmt::format("is {}", *special), "a finite number");
    }
    const std::string_view token = numberToken();
    if (token.empty()) {
        return syntaxError("is not a number", "a JSON number");
    }
    const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (code == std::errc::result_out_of_range) {
        const std::size_t exponent = token.find_first_of("eE");
        if (exponent == std::string_view::npos || token[exponent + 1] != '-') {
            return refuse(ErrorCode::BadValue, "is too large a number", "a finite number");
        }
        value = 0.0;
    }
    m_at += token.size();
    return true;
}

bool JsonCursor::integer(long long &value)
{
    constexpr double kExact = 9007199254740992.0; // 2^53
    double wide = 0.0;
    const std::size_t start = m_at;
    if (!number(wide)) {
        return false;
    }
    if (wide != std::floor(wide) || std::abs(wide) > kExact) {
        m_at = start;
        return refuse(ErrorCode::BadValue, fmt::format("is {}", wide), "a whole number");
    }
    value = static_cast<long long>(wide);
    return true;
}

bool JsonCursor::literal(std::string_view word)
{
    if (!m_text.substr(m_at).starts_with(word)) {
        return syntaxError("is not JSON", "a value");
    }
    m_at += word.size();
    return true;
}

bool JsonCursor::null()
{
    return !hasFailed() && (peek() == JsonKind::Null ? literal("null") : refuseKind("null"));
}

bool JsonCursor::skip()
{
    if (hasFailed()) {
        return false;
    }
    const std::optional<JsonKind> kind = peek();
    if (!kind) {
        return refuseKind("a value");
    }
    switch (*kind) {
    case JsonKind::Object:
        return object([this](std::string_view) { return skip(); });
    case JsonKind::Array:
        return array([this](std::size_t) { return skip(); });
    case JsonKind::String: {
        std::string_view ignored;
        return string(ignored);
    }
    case JsonKind::Bool:
        return literal(m_text[m_at] == 't' ? "true" : "false");
    case JsonKind::Null:
        return literal("null");
    case JsonKind::Number:
        break;
    }
    for (const Special &special : kSpecialNumbers) {
        if (m_text.substr(m_at).starts_with(special.word)) {
            return literal(special.word);
        }
    }
    const std::string_view token = numberToken();
    m_at += token.size();
    return !token.empty() || syntaxError("is not a number", "a JSON number");
}

bool JsonCursor::atEnd()
{
    if (hasFailed()) {
        return false;
    }
    skipBlanks();
    return m_at == m_text.size() || syntaxError("goes on after its end", "one JSON value");
}

bool JsonCursor::refuse(ErrorCode code, std::string problem, std::string expected)
{
    if (!hasFailed()) {
        m_error = base::Error{.code = code,
                              .problem = std::move(problem),
                              .place = place(),
                              .expected = std::move(expected)};
    }
    return false;
}

bool JsonCursor::refuseKind(std::string expected)
{
    if (hasFailed()) {
        return false;
    }
    constexpr std::array kNames = {"an object", "a list", "a text", "a number", "a truth", "null"};
    const std::optional<JsonKind> kind = peek();
    if (!kind) {
        return syntaxError(m_at >= m_text.size() ? "ends too early" : "is not JSON",
                           std::move(expected));
    }
    return refuse(ErrorCode::BadValue,
                  fmt::format("is {}", kNames.at(static_cast<std::size_t>(*kind))),
                  std::move(expected));
}

bool JsonCursor::syntaxError(std::string problem, std::string expected)
{
    if (hasFailed()) {
        return false;
    }
    const std::string_view before = m_text.substr(0, m_at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    std::string where = fmt::format("line {}, byte {}", line, m_at - lineStart + 1);
    if (const std::string inside = place(); !inside.empty()) {
        where += fmt::format(" ({})", inside);
    }
    m_error = base::Error{.code = ErrorCode::BadFormat,
                          .problem = std::move(problem),
                          .place = std::move(where),
                          .expected = std::move(expected)};
    return false;
}

std::string JsonCursor::place() const
{
    std::string text;
    for (const Level &level : m_path) {
        if (!level.hasEntry) {
            continue;
        }
        if (level.index >= 0) {
            text += fmt::format("[{}]", level.index);
        } else {
            text += text.empty() ? "" : ".";
            std::size_t length = std::min(level.key.size(), kMaxKeyInPlace);
            while (length < level.key.size() && isUtf8Continuation(level.key[length])) {
                --length; // not inside a character
            }
            text.append(level.key, 0, length);
        }
    }
    return text;
}

void JsonCursor::skipBlanks()
{
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' ||
                                    m_text[m_at] == '\t' || m_text[m_at] == '\r')) {
        ++m_at;
    }
}

} // namespace core::data
