#pragma once

#include <string>
#include <vector>

namespace app::cli {

// A table for people: the first column left-aligned, the others right-aligned, two blanks between.
class TextTable
{
public:
    explicit TextTable(std::vector<std::string> header);

    void addRow(std::vector<std::string> cells);
    // A line across before the next row.
    void addLine();
    // Every line ends with a line end.
    std::string text() const;

private:
    std::vector<std::vector<std::string>> m_rows; // an empty one is a line
};

// "45.30" for 0.453: the way papers print average precision.
std::string percent(double fraction);

} // namespace app::cli
