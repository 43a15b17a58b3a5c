#include "core/data/csv_table.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/text_lines.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::vector<std::string> splitPlain(std::string_view line, std::size_t expectedFields)
{
    std::vector<std::string> fields;
    fields.reserve(expectedFields);
    for (std::size_t comma = 0; (comma = line.find(',')) != std::string_view::npos;) {
        fields.emplace_back(line.substr(0, comma));
        line.remove_prefix(comma + 1);
    }
    fields.emplace_back(line);
    return fields;
}

bool isSameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

} // namespace

std::optional<std::vector<std::string>> splitCsvLine(std::string_view line,
                                                     std::size_t expectedFields)
{
    if (line.find('"') == std::string_view::npos) {
        return splitPlain(line, expectedFields);
    }
    std::vector<std::string> fields(1);
    bool isQuoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (isQuoted) {
            const bool isDoubled = letter == '"' && i + 1 < line.size() && line[i + 1] == '"';
            if (letter == '"' && !isDoubled) {
                isQuoted = false;
            } else {
                fields.back() += letter;
                i += isDoubled ? 1 : 0;
            }
        } else if (letter == ',') {
            fields.emplace_back();
        } else if (letter == '"' && fields.back().empty()) {
            isQuoted = true;
        } else {
            fields.back() += letter;
        }
    }
    return isQuoted ? std::nullopt : std::optional(std::move(fields));
}

Result<CsvTable> CsvTable::read(const std::filesystem::path &path)
{
    CsvTable table;
    table.m_path = path.string();
    for (const TextLine &line : TRY(readTextLines(path))) {
        Row row{line.number, {}};
        std::optional<std::vector<std::string>> fields =
            splitCsvLine(line.text, table.m_header.size());
        if (!fields) {
            return table.failAt(row, {.code = ErrorCode::BadFormat,
                                      .problem = "has a quote without its partner",
                                      .expected = "fields in matching quotes"});
        }
        row.fields = std::move(*fields);
        if (table.m_header.empty()) {
            for (std::string &name : row.fields) {
                name = trimmed(name);
            }
            table.m_header = std::move(row.fields);
        } else if (row.fields.size() != table.m_header.size()) {
            return table.failAt(
                row, {.code = ErrorCode::BadFormat,
                      .problem = fmt::format("has {} fields", row.fields.size()),
                      .expected = fmt::format("{}, as the header has", table.m_header.size())});
        } else {
            table.m_rows.push_back(std::move(row));
        }
    }
    return table;
}

std::optional<std::size_t> CsvTable::column(std::span<const std::string_view> names) const
{
    for (const std::string_view name : names) {
        for (std::size_t i = 0; i < m_header.size(); ++i) {
            if (isSameName(m_header[i], name)) {
                return i;
            }
        }
    }
    return std::nullopt;
}

Result<std::size_t> CsvTable::requireColumn(std::span<const std::string_view> names) const
{
    if (const std::optional<std::size_t> found = column(names)) {
        return *found;
    }
    return fail({.code = ErrorCode::BadFormat,
                 .problem = fmt::format("has no column '{}'", names.front()),
                 .file = m_path,
                 .place = "header",
                 .expected = fmt::format("a column {}", fmt::join(names, " or "))});
}

Result<double> CsvTable::number(const Row &row, std::size_t column) const
{
    const std::optional<double> value = parseNumber(row.fields[column]);
    if (!value) {
        return failAt(row,
                      {.code = ErrorCode::BadValue,
                       .problem = fmt::format("has \"{}\" in column '{}'",
                                              row.fields[column].substr(0, 60), m_header[column]),
                       .expected = "a number"});
    }
    return *value;
}

tl::unexpected<base::Error> CsvTable::failAt(const Row &row, base::Error error) const
{
    return fail(std::move(error).in(m_path).at(fmt::format("line {}", row.line)));
}

void appendCsvField(std::string &text, std::string_view field)
{
    if (field.find_first_of(",\"\r\n") == std::string_view::npos && trimmed(field) == field) {
        text += field;
        return;
    }
    text += '"';
    for (const char letter : field) {
        text += letter;
        if (letter == '"') {
            text += letter;
        }
    }
    text += '"';
}

} // namespace core::data
