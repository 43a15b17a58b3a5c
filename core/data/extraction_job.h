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
    // hashMotion of the motion given for it when the job was made; empty: none is given
    std::string motionHash = {};

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
    // What jobs of the same identity made in the folder before, without the items'.
    std::vector<ExtractionItem> earlier = {};

    bool operator==(const ExtractionJob &) const = default;
};

base::Result<void> writeExtractionJob(const std::filesystem::path &path, const ExtractionJob &job);
base::Result<ExtractionJob> readExtractionJob(const std::filesystem::path &path);
// Whether a job.json is one of these; false also where it cannot be read.
bool isExtractionJob(const std::filesystem::path &path);

// What decides the values of features besides the videos and the motion given for them: the
// networks' content and those settings that change a value. One JSON object; equal texts, equal
// features.
std::string extractionIdentity(const ExtractionJob &job);

// Identity of a file of given motion, which may have gigabytes: its size and samples spread over
// it. A change of a few frames in a long file can go unnoticed.
base::Result<std::string> hashMotion(const std::filesystem::path &path);

// Goes on with the job of `path`, which may be absent: what it made with the same identity becomes
// known to `job`, and outputs of job.items that nobody made so, or from other motion, are removed.
void continueJob(const std::filesystem::path &path, ExtractionJob &job);

} // namespace core::data
