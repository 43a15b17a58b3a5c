#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/run_config.h"
#include "core/model/training_set.h"

namespace core::data {

// Of job.json; written as "taloscope_job".
inline constexpr std::int64_t kJobManifestVersion = 1;

enum class TrainingStage { Generator, Filter, Student };

// "generator", "filter", "student".
const char *trainingStageName(TrainingStage stage);
// The stages of a list such as "generator,filter", in the order in which they run. Usage error for
// an unknown or doubled name and an empty list.
base::Result<std::vector<TrainingStage>> parseTrainingStages(std::string_view text);

// A file that a job reads, and the hash of its content (base::hashFile) when the job was made.
struct JobInput
{
    std::filesystem::path path;
    std::string hash;

    bool operator==(const JobInput &) const = default;
};

// Everything that a job needs to know, so that it runs without the project: job.json of a run
// folder. Paths may be relative to the file itself when it is read; they are absolute afterwards.
struct JobManifest
{
    std::string id;     // of the run
    std::string recipe; // "fustal", or the file that was given
    std::string codeVersion;
    std::vector<TrainingStage> stages; // in order, at least one
    std::filesystem::path runFolder;
    model::RunConfig config; // resolved
    model::TrainingSet set;
    // Annotations of the test split, for the mAP that is reported; empty where there are none.
    std::filesystem::path testGroundTruth;
    // Annotations of the training split. No stage ever sees them: they are read after the last one,
    // to tell how good the pseudo-labels are. Empty where there are none.
    std::filesystem::path trainingGroundTruth;
    // What an earlier run produced, for stages whose predecessor does not run; else empty.
    std::filesystem::path proposals;
    std::filesystem::path pseudoLabels;
    std::vector<model::CorrectedVideo> corrections;
    // What people said is no action: no filter of the job is offered it (tal::withoutRejected).
    std::vector<model::CorrectedVideo> rejections;
    std::vector<JobInput> inputs; // every file named above, ascending by path
};

// Hashes every file that the manifest names into `inputs`. Reads them all once; blocking.
base::Result<void> hashInputs(JobManifest &manifest);
// NotFound for an input that is gone, Conflict for one whose content is another now. Blocking.
base::Result<void> verifyInputs(const JobManifest &manifest);

// The text of a job.json.
std::string jobManifestText(const JobManifest &manifest);
// Writes it atomically to path.
base::Result<void> writeJobManifest(const std::filesystem::path &path, const JobManifest &manifest);

// Strict: a field that is missing, unknown or of the wrong kind, an unknown class, a video that
// occurs twice, a training video without weak labels or one that is a test video too is an error
// that names the place. Whether the inputs exist is verifyInputs()'s matter.
base::Result<JobManifest> readJobManifest(const std::filesystem::path &path);
// The same on a text; relative paths are taken from `folder`. Errors name no file.
base::Result<JobManifest> parseJobManifest(std::string_view text,
                                           const std::filesystem::path &folder);

} // namespace core::data
