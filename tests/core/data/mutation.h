#pragma once

#include <string>
#include <string_view>

#include "core/base/random.h"

namespace tests {

// A copy of `text` with one to four small damages: bytes replaced, removed, repeated or cut off,
// and letters of `alphabet` put in. For tests that no damage crashes a reader.
inline std::string mutated(std::string text, std::string_view alphabet, core::base::Random &random)
{
    const auto upTo = [&](std::size_t end) {
        return static_cast<std::size_t>(
            random.uniformInt(0, static_cast<std::int64_t>(end == 0 ? 0 : end - 1)));
    };
    for (std::int64_t edits = random.uniformInt(1, 4); edits > 0 && !text.empty(); --edits) {
        const std::size_t at = upTo(text.size());
        switch (random.uniformInt(0, 5)) {
        case 0:
            text[at] = static_cast<char>(random.next());
            break;
        case 1:
            text.erase(at, upTo(8) + 1);
            break;
        case 2:
            text.insert(at, text.substr(upTo(text.size()), upTo(20)));
            break;
        case 3:
            text.resize(at);
            break;
        default:
            text.insert(at, 1, alphabet[upTo(alphabet.size())]);
        }
    }
    return text;
}

} // namespace tests
