#include "core/data/json_entry.h"

#include <fmt/format.h>

#include "core/data/number_text.h"

namespace core::data {

using base::ErrorCode;

namespace {

constexpr std::size_t kMaxLabelBytes = 1000;

// A time in seconds: a number, or a text that holds one.
bool readTime(JsonCursor &cursor, double &seconds, bool &isText)
{
    if (cursor.peek() != JsonKind::String) {
        return cursor.number(seconds);
    }
    std::string_view text;
    if (!cursor.string(text)) {
        return false;
    }
    const std::optional<double> value = parseNumber(text);
    if (!value) {
        return cursor.refuse(ErrorCode::BadValue,
                             fmt::format("is the text \"{}\"", text.substr(0, 40)),
                             "a time in seconds");
    }
    isText = true;
    seconds = *value;
    return true;
}

bool readSegment(JsonCursor &cursor, JsonEntry &entry)
{
    std::size_t count = 0;
    const bool isRead = cursor.array([&](std::size_t index) {
        count = index + 1;
        return index < 2
                   ? readTime(cursor, index == 0 ? entry.start : entry.end, entry.isSegmentText)
                   : cursor.skip();
    });
    if (isRead && count != 2) {
        return cursor.refuse(ErrorCode::BadValue, fmt::format("has {} values", count),
                             "[start, end] in seconds");
    }
    entry.hasSegment = isRead;
    return isRead;
}

bool readLabel(JsonCursor &cursor, JsonEntry &entry)
{
    std::string_view label;
    if (!cursor.string(label)) {
        return false;
    }
    if (label.empty() || label.size() > kMaxLabelBytes) {
        return cursor.refuse(ErrorCode::BadValue, label.empty() ? "is empty" : "is too long",
                             "the name of a class");
    }
    entry.label.assign(label);
    entry.hasLabel = true;
    return true;
}

} // namespace

bool readEntryField(JsonCursor &cursor, std::string_view key, JsonEntry &entry)
{
    if (key == "segment") {
        return readSegment(cursor, entry);
    }
    if (key == "label") {
        return readLabel(cursor, entry);
    }
    if (key == "label_id") {
        return cursor.integer(entry.labelId.emplace());
    }
    return false;
}

bool checkEntry(JsonCursor &cursor, const JsonEntry &entry)
{
    if (!entry.hasSegment) {
        return cursor.refuse(ErrorCode::BadValue, "has no \"segment\"", "[start, end] in seconds");
    }
    if (!entry.hasLabel && !entry.labelId) {
        return cursor.refuse(ErrorCode::BadValue, "has no \"label\"", "the name of a class");
    }
    return true;
}

} // namespace core::data
