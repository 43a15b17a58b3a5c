#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/tal/diagnosis.h"

class QCustomPlot;

namespace ui::analysis {

// One plot of an exported page with what stands above it.
struct ExportedPlot
{
    QString title;
    QCustomPlot *plot = nullptr; // drawn, not changed
    int height = 240;
};

// Plots below each other on a white page as vectors, into an ".svg" or ".pdf" file, written whole.
// Errors: Usage for another ending; writing.
core::base::Result<void> exportPlots(const std::filesystem::path &path, const QString &title,
                                     const QString &frame, const std::vector<ExportedPlot> &plots);

// The figures behind them: one row a number, "figure,bin,name,value".
std::string diagnosisCsv(const core::tal::Diagnosis &diagnosis, core::tal::BinSet bins);

} // namespace ui::analysis
