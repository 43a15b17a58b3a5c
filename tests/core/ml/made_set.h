#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ml/train/job_reporter.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/model/training_set.h"

namespace tests {

// Records what a stage reports, and asks it to stop after a number of steps.
class RecordingReporter : public core::ml::JobReporter
{
public:
    void progress(std::string_view phase, std::int64_t done, std::int64_t) override
    {
        if (phase == "generator" && done == stopAfter) {
            cancel.cancel();
        }
        steps += phase == "generator" ? 1 : 0;
    }
    void metric(std::string_view name, std::int64_t step, double value) override
    {
        metrics.push_back({std::string(name), step, value});
    }
    void artifact(std::string_view kind, const std::filesystem::path &path) override
    {
        artifacts.emplace_back(std::string(kind), path);
    }
    void message(core::ml::ReportLevel level, std::string_view text) override
    {
        (level == core::ml::ReportLevel::Warning ? warnings : infos).emplace_back(text);
    }

    struct Metric
    {
        std::string name;
        std::int64_t step;
        double value;
    };
    std::int64_t stopAfter = -1;
    std::int64_t steps = 0;
    core::base::CancelToken cancel;
    std::vector<Metric> metrics;
    std::vector<std::pair<std::string, std::filesystem::path>> artifacts;
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
};

constexpr std::int64_t kDim = 8;

// A small data set of made features: class c raises value c for a while.
class MadeSet
{
public:
    explicit MadeSet(const QTemporaryDir &folder, int videos = 10);

    // Writes the features of another training video, of class 0.
    void add(const std::string &name, const std::vector<std::int64_t> &shape,
             const std::vector<float> &values);

    // The generator's stage, in a folder of this name.
    core::base::Result<core::model::DetectionSet> run(const char *stage,
                                                      RecordingReporter &reporter) const;

    // Every file of a finished stage with its content.
    std::map<std::string, std::string> files(const char *stage) const;

    core::model::TrainingSet set;
    core::model::GroundTruth truth;
    core::model::RunConfig config;

private:
    std::filesystem::path m_folder;
};

} // namespace tests
