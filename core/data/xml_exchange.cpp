#include "core/data/xml_exchange.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "core/data/text_lines.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::string lineOf(std::string_view text, std::size_t offset)
{
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    return fmt::format("line {}", std::count(before.begin(), before.end(), '\n') + 1);
}

} // namespace

Result<void> parseXml(pugi::xml_document &document, std::string_view text, const char *root,
                      const char *expected)
{
    TRY(checkUtf8(text, expected));
    const pugi::xml_parse_result result =
        document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = std::string("is no XML: ") + result.description(),
                     .place = lineOf(text, static_cast<std::size_t>(result.offset)),
                     .expected = expected});
    }
    if (std::string_view(document.document_element().name()) != root) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = fmt::format("begins with <{}>", document.document_element().name()),
                     .expected = expected});
    }
    return {};
}

void setAttributes(pugi::xml_node node,
                   std::initializer_list<std::pair<const char *, std::string>> attributes)
{
    for (const auto &[name, value] : attributes) {
        node.append_attribute(name).set_value(value.c_str());
    }
}

std::string xmlText(const pugi::xml_document &document)
{
    std::ostringstream out;
    document.save(out, "    ", pugi::format_default, pugi::encoding_utf8);
    return out.str();
}

} // namespace core::data
