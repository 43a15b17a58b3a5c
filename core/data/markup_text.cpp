#include "core/data/markup_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace core::data {

std::string escapedMarkup(const std::string &text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

std::string plainCueText(std::string_view markup)
{
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", " "}, {"&amp;", "&"}};
    std::string text;
    for (std::size_t i = 0; i < markup.size();) {
        const std::string_view rest = markup.substr(i);
        if (const std::size_t end = rest.find('>');
            rest.front() == '<' && end != std::string_view::npos) {
            i += end + 1;
            continue;
        }
        const auto *name = std::find_if(std::begin(kNames), std::end(kNames),
                                        [&](const auto &n) { return rest.starts_with(n.first); });
        const bool isName = name != std::end(kNames);
        text += isName ? name->second : rest.substr(0, 1);
        i += isName ? name->first.size() : 1;
    }
    return text;
}

} // namespace core::data
