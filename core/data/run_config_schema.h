#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/model/run_config.h"

namespace core::data {

// One table says everything about every key of a run's configuration: name, type, range, unit, what
// it means. Reading, writing, `--set`, the reference document and range checks all go by it.

// An enumeration as texts, in the order of its values.
struct ChoiceAccess
{
    std::span<const std::string_view> names;
    int (*get)(const model::RunConfig &config);
    void (*set)(model::RunConfig &config, int value);
};

// The member a key stands for, which also is its type.
template <typename T>
using MemberAccess = T &(*)(model::RunConfig &config);
using Ranges = std::vector<std::pair<double, double>>;
using ConfigAccess =
    std::variant<MemberAccess<bool>, MemberAccess<int>, MemberAccess<std::uint64_t>,
                 MemberAccess<double>, MemberAccess<std::string>, MemberAccess<std::vector<double>>,
                 MemberAccess<Ranges>, ChoiceAccess>;

// How the texts "start:step:stop" of a list of numbers are meant, both ends included.
enum class RangeRule {
    Arange,  // start + i * ((start + step) - start), as NumPy's arange computes (stage1-2 §4.4)
    Decimal, // the double nearest to each decimal number, as in a list written by hand
};

// One key of the run configuration: where it is stored, what it may be and what it means.
struct ConfigKey
{
    std::string_view name; // "student.learning_rate"
    ConfigAccess access;
    double least; // of every number; unused for other types
    double most;
    std::string_view unit; // "s", "grid units", …; empty where there is none
    std::string_view
        doc; // one sentence, with the paper's symbol and the section of the specification
    RangeRule rangeRule = RangeRule::Arange;
};

// All keys, section by section in the order of model::RunConfig.
std::span<const ConfigKey> configKeys();

// The key of that name; null where there is none.
const ConfigKey *findConfigKey(std::string_view name);

// What its values are, in words: "an integer from 1 to 100000", "one of \"a\", \"b\"".
std::string expectation(const ConfigKey &key);

// The value of a key as TOML.
std::string tomlValue(const ConfigKey &key, const model::RunConfig &config);

} // namespace core::data
