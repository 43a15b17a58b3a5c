#pragma once

#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/data/run_config_schema.h"

namespace core::data {

// What the tables of configuration keys are written with.

// Wide enough never to be in the way of a sensible value, tight enough to catch a slip.
inline constexpr double kMany = 1'000'000;
inline constexpr double kHuge = 1e9;
inline constexpr double kTiny = 1e-12; // least of a number that must be positive

template <auto Section, auto Member>
auto &member(model::RunConfig &config)
{
    return config.*Section.*Member;
}

template <auto Section, auto Member>
ConfigAccess at()
{
    return ConfigAccess(&member<Section, Member>);
}

template <auto Section, auto Member>
ChoiceAccess choice(std::span<const std::string_view> names)
{
    using Value = std::remove_cvref_t<decltype(model::RunConfig().*Section.*Member)>;
    return {
        names,
        [](const model::RunConfig &config) { return static_cast<int>(config.*Section.*Member); },
        [](model::RunConfig &config, int value) {
            config.*Section.*Member = static_cast<Value>(value);
        }};
}

// The keys of every generator's section, section by section.
std::vector<ConfigKey> generatorKeys();
// Their names, which are those of the generators.
std::vector<std::string_view> generatorSections();

} // namespace core::data
