#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/network_settings.h"
#include "core/model/run_config.h"

namespace core::data {

// One video of an extraction.
struct ExtractionItem
{
    std::string video;
    std::filesystem::path file;
    std::filesystem::path output; // the .npy file to write

    bool operator==(const ExtractionItem &) const = default;
};

// Features of videos by TorchScript networks, one or two streams: a job.json as training has one,
// told apart by its first key, "taloscope_extraction". Paths are absolute.
struct ExtractionJob
{
    std::string id;
    std::filesystem::path network;
    std::string networkHash;              // base::hashFile of it when the job was made
    std::string flowHash;                 // of the second stream's network; empty without one
    std::string settingsText;             // TOML; settings are what it says
    std::filesystem::path settingsFolder; // where relative paths in it begin
    NetworkSettings settings;
    model::DeviceChoice device = model::DeviceChoice::Auto;
    int threads = 0; // 0: one a core
    std::vector<ExtractionItem> items;

    bool operator==(const ExtractionJob &) const = default;
};

base::Result<void> writeExtractionJob(const std::filesystem::path &path, const ExtractionJob &job);
base::Result<ExtractionJob> readExtractionJob(const std::filesystem::path &path);
// Whether a job.json is one of these; false also where it cannot be read.
bool isExtractionJob(const std::filesystem::path &path);

} // namespace core::data
