#pragma once

#include <source_location>
#include <string>

namespace core::base {

// What kind of failure this is. The kind decides the exit code of a program and which sentence the
// studio shows; the rest of an Error tells which file, where in it, and what was expected.
enum class ErrorCode {
    Usage,       // wrong arguments
    NotFound,    // a path, video, class, track, run or label set that does not exist
    BadFormat,   // input that does not parse
    BadValue,    // input that parses but holds a value that is not allowed
    Unsupported, // valid input of a kind that Taloscope does not handle
    Conflict,    // input that contradicts other input (duplicates, a test video used for training)
    NewerSchema, // a project written by a newer Taloscope
    Io,          // reading or writing failed: rights, full disk, broken device
    Locked,      // another program holds the project
    Database,    // SQLite reports a failure
    Media,       // FFmpeg cannot read or write this
    Worker,      // the worker died or broke the protocol
    OutOfMemory, //
    Cancelled,   // the user stopped it
    Internal,    // a defect of Taloscope
};

// An expected failure as a value. Every text is UTF-8, English and without a closing full stop; the
// studio translates by code.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string problem = {};  // what is wrong: "the segment ends before it starts (4.2 < 5.0)"
    std::string file = {};     // which file or project, empty where none is involved
    std::string place = {};    // where in it: "line 12", "database.video_1.annotations[3]", a key
    std::string expected = {}; // what would be right: "numbers, start before end"
    std::source_location origin = std::source_location::current();

    // The same error with the file named, where no inner layer named one.
    Error in(const std::string &path) &&;
    // The same error with the place named, put before the place that an inner layer named.
    Error at(const std::string &outerPlace) &&;

    // One sentence: "gt.json: database.v1.annotations[3]: the segment ends …; expected …".
    std::string sentence() const;
};

// Short machine-readable name of a code ("bad-format"), as `--json` and the protocol print it.
const char *errorCodeName(ErrorCode code);

// The code of a name that errorCodeName() gives; Internal for any other text.
ErrorCode errorCodeFromName(const std::string &name);

// Exit code of a program that ends with this error (contract: 1 failed, 2 usage, 3 bad input,
// 130 interrupted).
int exitCode(ErrorCode code);

} // namespace core::base
