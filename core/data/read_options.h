#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::data {

// What a reader of annotations or detections holds its input to.
struct ReadOptions
{
    // Known classes, whose indices the result uses. Empty: the file's own, in the order of its
    // class numbers where it has some, else alphabetical.
    std::vector<std::string> classes = {};
    // Whether classes beyond the known ones are appended; otherwise they are an error.
    bool mayAddClasses = false;
    // Known videos; any other is an error. Empty: all are welcome.
    std::vector<std::string> videos = {};
    // Whether detections may start before 0 s, as some published code writes them; counted in a
    // warning then. Annotations never may.
    bool mayStartNegative = false;
    // Frames a second of known videos, for formats that count frames and do not say how many make a
    // second.
    std::map<std::string, double> rates = {};
};

// An entry that a reader left out, and why.
struct Skipped
{
    std::string where;
    std::string why;
};

// What a reader noticed in input that it accepted. Every text is one sentence without full stop.
struct ReadNotes
{
    std::vector<std::string> warnings;
    std::vector<Skipped> skipped;
};

// Latest time that is believed: 31 years, which microseconds hold.
inline constexpr double kMaxSeconds = 1e9;

// What is wrong with an interval in seconds, as Error::problem; nothing where it is sound. Zero
// length is sound.
std::optional<std::string> intervalProblem(double start, double end, bool mayStartNegative = false);

// "a", or "a and 41 more" of `count`, for warnings.
std::string firstOf(std::string_view first, std::size_t count);

} // namespace core::data
