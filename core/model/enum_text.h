#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace core::model {

// An enumeration whose values are stored and printed as words. `EnumTexts<E>::kTexts` lists the
// words in the order of the enumerators; the words are part of the file format and never change.
template <typename Enum>
struct EnumTexts;

// The word of a value.
template <typename Enum>
constexpr std::string_view toText(Enum value)
{
    return EnumTexts<Enum>::kTexts[static_cast<std::size_t>(value)];
}

// The value of a word, or none where no value has it.
template <typename Enum>
constexpr std::optional<Enum> fromText(std::string_view text)
{
    for (std::size_t i = 0; i < EnumTexts<Enum>::kTexts.size(); ++i) {
        if (EnumTexts<Enum>::kTexts[i] == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

} // namespace core::model
