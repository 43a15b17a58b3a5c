#include "core/base/error.h"

#include <array>
#include <utility>

namespace core::base {

namespace {

struct CodeRow
{
    ErrorCode code;
    const char *name;
    int exit;
};

constexpr std::array<CodeRow, 15> kCodes = {{
    {ErrorCode::Usage, "usage", 2},
    {ErrorCode::NotFound, "not-found", 3},
    {ErrorCode::BadFormat, "bad-format", 3},
    {ErrorCode::BadValue, "bad-value", 3},
    {ErrorCode::Unsupported, "unsupported", 3},
    {ErrorCode::Conflict, "conflict", 3},
    {ErrorCode::NewerSchema, "newer-schema", 3},
    {ErrorCode::Io, "io", 1},
    {ErrorCode::Locked, "locked", 1},
    {ErrorCode::Database, "database", 1},
    {ErrorCode::Media, "media", 3},
    {ErrorCode::Worker, "worker", 1},
    {ErrorCode::OutOfMemory, "out-of-memory", 1},
    {ErrorCode::Cancelled, "cancelled", 130},
    {ErrorCode::Internal, "internal", 1},
}};

} // namespace

Error Error::in(const std::string &path) &&
{
    if (file.empty()) {
        file = path;
    }
    return std::move(*this);
}

Error Error::at(const std::string &outerPlace) &&
{
    place = place.empty() ? outerPlace : outerPlace + ": " + place;
    return std::move(*this);
}

std::string Error::sentence() const
{
    std::string text;
    if (!file.empty()) {
        text += file + ": ";
    }
    if (!place.empty()) {
        text += place + ": ";
    }
    text += problem;
    if (!expected.empty()) {
        text += "; expected " + expected;
    }
    return text;
}

const char *errorCodeName(ErrorCode code)
{
    for (const CodeRow &row : kCodes) {
        if (row.code == code) {
            return row.name;
        }
    }
    return "internal";
}

ErrorCode errorCodeFromName(const std::string &name)
{
    for (const CodeRow &row : kCodes) {
        if (name == row.name) {
            return row.code;
        }
    }
    return ErrorCode::Internal;
}

int exitCode(ErrorCode code)
{
    for (const CodeRow &row : kCodes) {
        if (row.code == code) {
            return row.exit;
        }
    }
    return 1;
}

} // namespace core::base
