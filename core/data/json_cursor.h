#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace core::data {

enum class JsonKind { Object, Array, String, Number, Bool, Null };

// Reads a JSON text from front to back without building a tree: annotation and detection files are
// large and their shape is known. After the first failure every call returns false and error()
// tells what and where ("results.video_1[3].segment"; of syntax errors also line and column).
// Strict JSON, except that NaN and Infinity, which Python writes, are recognised: skipped over
// where they do not matter, refused by name where a number is read. A byte-order mark is passed
// over.
//
// The text must outlive the cursor. Not thread-safe.
class JsonCursor
{
public:
    explicit JsonCursor(std::string_view text);

    bool startedWithBom() const { return m_hasBom; }

    // Kind of the value that comes next; nothing at a syntax error.
    std::optional<JsonKind> peek();

    // Reads an object: onKey(std::string_view key) -> bool reads that key's value, with skip() at
    // least. The key is valid until the value was read.
    template <typename OnKey>
    bool object(OnKey &&onKey)
    {
        if (!open('{', "an object")) {
            return false;
        }
        for (bool isFirst = true; nextKey(isFirst); isFirst = false) {
            if (!onKey(std::string_view(m_path.back().key)) || hasFailed()) {
                return failedInside();
            }
        }
        return close('}');
    }

    // Reads an array: onItem(std::size_t index) -> bool reads that item.
    template <typename OnItem>
    bool array(OnItem &&onItem)
    {
        if (!open('[', "a list")) {
            return false;
        }
        for (std::size_t index = 0; nextItem(index); ++index) {
            if (!onItem(index) || hasFailed()) {
                return failedInside();
            }
        }
        return close(']');
    }

    // The text is valid until the next string is read.
    bool string(std::string_view &value);
    // Any JSON number as the nearest double; one that is too large for a double is refused.
    bool number(double &value);
    // A number without fraction in the range of int64.
    bool integer(long long &value);
    bool null();
    // Passes over one value of any kind, whose syntax is checked.
    bool skip();

    // After the outermost value: nothing but blanks may follow.
    bool atEnd();

    // Fails at the current place: a value that parses but is not allowed. Returns false.
    bool refuse(base::ErrorCode code, std::string problem, std::string expected);
    // Fails because of a value's kind. Returns false.
    bool refuseKind(std::string expected);

    bool hasFailed() const { return m_error.has_value(); }
    // The failure; call only after one.
    base::Error error() const { return *m_error; }

    // The current place as errors name it.
    std::string place() const;

private:
    // One open object (key) or array (index).
    struct Level
    {
        std::string key;
        std::int64_t index = -1; // of an array; -1 in an object
        bool hasEntry = false;   // an entry was begun, so the place names it
    };

    bool open(char bracket, const char *expected);
    bool close(char bracket);
    bool nextKey(bool isFirst);
    bool nextItem(std::size_t index);
    bool failedInside();
    bool syntaxError(std::string problem, std::string expected);
    void skipBlanks();
    bool literal(std::string_view word);
    std::optional<std::string_view> specialNumber();
    std::string_view numberToken();
    bool escape(std::string &out);
    bool codePoint(std::string &out);
    bool hexDigits(std::uint32_t &value);

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_hasBom = false;
    std::vector<Level> m_path;
    std::string m_scratch; // a string that held escapes
    std::optional<base::Error> m_error;
};

} // namespace core::data
