#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace core::data {

// A comma-separated text file with a header. Fields may stand in double quotes, doubled inside; no
// field holds a line break. Every line has as many fields as the header.
class CsvTable
{
public:
    // One record of the table, as many fields as the header has.
    struct Row
    {
        int line = 0; // from 1
        std::vector<std::string> fields;
    };

    // Blocking. Errors name the line.
    static base::Result<CsvTable> read(const std::filesystem::path &path);

    const std::vector<std::string> &header() const { return m_header; }
    const std::vector<Row> &rows() const { return m_rows; }

    // Index of the first column that has one of these names, upper and lower case alike.
    std::optional<std::size_t> column(std::span<const std::string_view> names) const;
    std::optional<std::size_t> column(std::string_view name) const { return column({&name, 1}); }
    // The same, or an error that names the first one.
    base::Result<std::size_t> requireColumn(std::span<const std::string_view> names) const;
    base::Result<std::size_t> requireColumn(std::string_view name) const
    {
        return requireColumn({&name, 1});
    }

    // The number in a field, or an error that names line and column.
    base::Result<double> number(const Row &row, std::size_t column) const;

    // An error at a line of this file.
    tl::unexpected<base::Error> failAt(const Row &row, base::Error error) const;

private:
    std::string m_path;
    std::vector<std::string> m_header;
    std::vector<Row> m_rows;
};

// The fields of one line, as CsvTable reads them; nothing where quotes do not match. Faster where
// their number is known.
std::optional<std::vector<std::string>> splitCsvLine(std::string_view line,
                                                     std::size_t expectedFields = 0);

// Appends a field, in quotes where it needs them.
void appendCsvField(std::string &text, std::string_view field);

} // namespace core::data
