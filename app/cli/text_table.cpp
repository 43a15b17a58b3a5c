#include "app/cli/text_table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace app::cli {

namespace {

// Columns a text takes in a terminal, nearly: code points, since class names may not be ASCII.
std::size_t widthOf(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

} // namespace

TextTable::TextTable(std::vector<std::string> header)
{
    addRow(std::move(header));
}

void TextTable::addRow(std::vector<std::string> cells)
{
    m_rows.push_back(std::move(cells));
}

void TextTable::addLine()
{
    m_rows.emplace_back();
}

std::string TextTable::text() const
{
    std::vector<std::size_t> widths;
    for (const std::vector<std::string> &row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], widthOf(row[column]));
        }
    }
    std::size_t total = 0;
    for (const std::size_t width : widths) {
        total += width + 2;
    }
    std::string text;
    for (const std::vector<std::string> &row : m_rows) {
        if (row.empty()) {
            text += std::string(total - std::min<std::size_t>(total, 2), '-') + '\n';
            continue;
        }
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string blanks(widths[column] - widthOf(row[column]), ' ');
            line += column == 0 ? row[column] + blanks : "  " + blanks + row[column];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string percent(double fraction)
{
    return fmt::format("{:.2f}", 100.0 * fraction);
}

} // namespace app::cli
