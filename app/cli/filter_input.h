#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/edit/filter_run.h"
#include "core/model/run_config.h"

#include "app/cli/evaluation_input.h"

namespace app::cli {

// What the commands of stage 2 filter, as given on the command line: a project's proposals or
// files.
struct FilterSource
{
    ComparisonSource source;
    std::filesystem::path beforeNms;
    std::string split;                 // "training" or "all", with a project; empty: training
    std::vector<std::string> settings; // "key=value"

    // Whose proposals of a project are taken.
    core::edit::FilterVideos videos() const;

    // The project's track of proposals; empty: the newest.
    std::string track() const;
};

void addFilterOptions(CLI::App &command, FilterSource &source);

// The filter's configuration with the values of --set; keys may go without "filter.". Error: Usage.
core::base::Result<core::model::FilterConfig>
filterConfigOf(const std::vector<std::string> &settings);

// Whether a file of proposals must come with one of ground truth.
enum class Truth { Optional, Needed };

// Reads it. What a person should know is appended to `warnings`. Errors: Usage where it is not
// clear what to filter, or proposals before NMS are asked for and not there.
core::base::Result<core::edit::FilterInput> readFilterInput(const FilterSource &source,
                                                            const core::model::FilterConfig &config,
                                                            Truth truth,
                                                            std::vector<std::string> &warnings);

} // namespace app::cli
