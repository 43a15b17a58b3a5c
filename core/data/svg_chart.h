#pragma once

#include <string>
#include <vector>

namespace core::data {

// Charts as SVG for a page that stands alone: no script, no font of its own, texts as texts.
// Colours are told apart by colour-blind people, and a legend or a label says each in words too.
// Values are fractions (drawn in %) unless said otherwise. Pure; the same input gives the same
// bytes.

struct ChartSeries
{
    std::string name = {};
    std::vector<double> values = {}; // one a category or point
};

// The words around a chart.
struct ChartText
{
    std::string title = {};
    std::string xLabel = {};
    std::string yLabel = {};
};

// Bars beside each other, a group a category. Values may be negative.
std::string barChart(const ChartText &text, const std::vector<std::string> &categories,
                     const std::vector<ChartSeries> &series);

// Bars on top of each other that fill each category to 100 %; counts, not fractions.
std::string shareChart(const ChartText &text, const std::vector<std::string> &categories,
                       const std::vector<ChartSeries> &series);

// Lines over numbers, which need not be evenly spaced.
std::string lineChart(const ChartText &text, const std::vector<double> &xs,
                      const std::vector<ChartSeries> &series);

// Cells row by row, the first row at the bottom; dark is high, the value stands in the cell.
std::string heatMap(const ChartText &text, const std::vector<std::string> &columns,
                    const std::vector<std::string> &rows, const std::vector<double> &cells);

} // namespace core::data
