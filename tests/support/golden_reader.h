#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace tests {

// Reads golden data (shared/golden, README there): one folder a case, everything about it from its
// manifest. Functions throw std::runtime_error naming case and entry where a manifest breaks its
// own rules, which fails the test that asked. Arrays are read or computed when asked for, not
// before.

// What of an array the golden data holds. Whole: every value. Sample: values[i] is flat element
// start + i * step. Head: values are the first flat elements. Summary: first 64 values and 64 at
// stride max(1, count / 64), as values[3 …] of 131 doubles behind three sums.
enum class GoldenForm { Whole, Sample, Head, Summary };

// Sums over the whole tensor, taken in double.
struct GoldenSums
{
    double sum = 0.0;
    double absSum = 0.0;
    double squareSum = 0.0;
};

struct GoldenArray
{
    std::string name;                // "case/entry", for messages
    std::vector<std::int64_t> shape; // of the whole tensor, whatever the form
    std::string dtype;               // of the whole tensor: "float32", "int64", "bool" …
    GoldenForm form = GoldenForm::Whole;
    std::int64_t sampleStart = 0;
    std::int64_t sampleStep = 1;
    std::optional<GoldenSums> sums;
    std::vector<double> values; // row-major, by form

    std::int64_t count() const; // elements of the whole tensor
    std::vector<float> floats() const;
    std::vector<std::int64_t> integers() const;
    std::vector<int> ints() const;
    double scalar() const; // the one value of a one-element array
};

// How far a value may be off: abs + rel * reference, where reference is the expected value itself
// or, with isOfLargest, the largest absolute value of the expected tensor. Sums are held to rel of
// the sum of absolutes (or squares) plus count * abs.
struct GoldenTolerance
{
    double rel = 0.0;
    double abs = 0.0;
    bool isOfLargest = false;
};

// Compares a whole computed tensor (flat, row-major) with a golden array of any form. Empty where
// it is within tolerance; otherwise one sentence with the worst place. NaN matches NaN only.
std::string difference(const GoldenArray &expected, std::span<const double> actual,
                       const GoldenTolerance &tolerance);
std::string difference(const GoldenArray &expected, std::span<const float> actual,
                       const GoldenTolerance &tolerance);
// Exactly equal integers (or bools as 0 and 1).
std::string difference(const GoldenArray &expected, std::span<const std::int64_t> actual);

class GoldenCase
{
public:
    explicit GoldenCase(std::filesystem::path folder);

    const std::string &name() const { return m_name; } // of the folder
    const std::string &area() const { return m_area; }
    const std::filesystem::path &folder() const { return m_folder; }
    // Of tests/golden/case_kinds.h; empty where no test knows the case.
    const std::string &kind() const { return m_kind; }
    const nlohmann::json &manifest() const { return m_manifest; }
    const nlohmann::json &hyper() const { return m_manifest.at("hyper"); }

    // Names in the manifest's order; params are in state-dict order.
    std::vector<std::string> inputNames() const { return names("inputs"); }
    std::vector<std::string> paramNames() const { return names("params"); }
    std::vector<std::string> outputNames() const { return names("outputs"); }
    bool hasInput(const std::string &entry) const { return find("inputs", entry) != nullptr; }
    bool hasParam(const std::string &entry) const { return find("params", entry) != nullptr; }
    bool hasOutput(const std::string &entry) const { return find("outputs", entry) != nullptr; }

    // From a file or filled by formula; filled values are the float32-rounded ones.
    GoldenArray input(const std::string &entry) const { return array("inputs", entry); }
    GoldenArray param(const std::string &entry) const { return array("params", entry); }
    GoldenArray output(const std::string &entry) const { return array("outputs", entry); }

    // Entries that are JSON files, or values that stand in the manifest.
    nlohmann::json inputJson(const std::string &entry) const { return json("inputs", entry); }
    nlohmann::json outputJson(const std::string &entry) const { return json("outputs", entry); }
    // The file of an entry, for a reader of ours.
    std::filesystem::path inputFile(const std::string &entry) const;
    // The entry itself, for its notes and other keys.
    const nlohmann::json &inputEntry(const std::string &entry) const;
    const nlohmann::json &outputEntry(const std::string &entry) const;

    // The manifest's tolerance under `key` where it is a number ("rel", "f64_rel", "grad_rel" …).
    double tolerance(const std::string &key, double fallback) const;

private:
    std::vector<std::string> names(const char *list) const;
    const nlohmann::json *find(const char *list, const std::string &entry) const;
    const nlohmann::json &require(const char *list, const std::string &entry) const;
    GoldenArray array(const char *list, const std::string &entry) const;
    nlohmann::json json(const char *list, const std::string &entry) const;

    std::filesystem::path m_folder;
    std::string m_name;
    std::string m_area;
    std::string m_kind;
    nlohmann::json m_manifest;
};

// Cases of an area ("fustal_generator") in order of their names, all or those of one kind. Empty
// where the folder is absent: skip with goldenArea() in the message.
std::vector<GoldenCase> goldenCases(const std::string &area);
std::vector<GoldenCase> goldenCases(const std::string &area, const std::string &kind);
std::filesystem::path goldenArea(const std::string &area);

// Fill formula of the README: float32(scale * sin((k + 1) * 12.9898 + i * 0.618033988749895 *
// (1 + 0.001 * (k + 1))) + offset) with flat index i; with rowStep, row r of the first dimension
// uses stream k + rowStep * r and its own i from 0.
std::vector<float> goldenFill(std::int64_t k, std::span<const std::int64_t> shape, double scale,
                              double offset, std::int64_t rowStep = 0);

} // namespace tests
