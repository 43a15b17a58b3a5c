#include "tests/core/ml/made_set.h"

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/npy_file.h"
#include "core/ml/train/stage.h"

using namespace core;
using namespace core::ml;

namespace tests {

MadeSet::MadeSet(const QTemporaryDir &folder, int videos)
    : m_folder(folder.path().toStdString())
{
    set.classes = {"jump", "run", "throw"};
    set.generatorGrid.dim = static_cast<int>(kDim);
    truth.classes = set.classes;
    base::Random random(11);
    for (int i = 0; i < videos; ++i) {
        const std::string name = fmt::format("v{}", i);
        const std::int64_t snippets = 12 + 3 * i;
        const int label = i % 3;
        const std::int64_t from = 3 + i % 4;
        std::vector<float> values(static_cast<std::size_t>(snippets * kDim));
        for (std::int64_t t = 0; t < snippets; ++t) {
            for (std::int64_t d = 0; d < kDim; ++d) {
                const bool isOn = d == label && t >= from && t < from + 6;
                values[static_cast<std::size_t>(t * kDim + d)] =
                    static_cast<float>(random.uniform(0.0, 0.2) + (isOn ? 1.0 : 0.0));
            }
        }
        add(name, {snippets, kDim}, values);
        set.videos.back().weakLabels = {label};
        set.videos.back().isTraining = i % 5 != 4;
        if (!set.videos.back().isTraining) {
            model::VideoGroundTruth entry;
            entry.video = name;
            entry.instances = {
                {label, static_cast<double>(from) * 0.64, static_cast<double>(from + 6) * 0.64}};
            truth.videos.push_back(entry);
        }
    }
    config.seed = 5;
    config.fustal.segments = 24;
    config.fustal.embedDim = 16;
    config.fustal.batchSize = 3;
    config.fustal.steps = 23;
    config.fustal.logEvery = 4;
    config.fustal.evaluateEvery = 8;
    config.fustal.learningRate = 1e-2;
    static_cast<model::GeneratorTraining &>(config.sal) = config.fustal;
    config.sal.segments = 24;
    config.sal.embedDim = 6;
    static_cast<model::GeneratorTraining &>(config.ftcl) = config.fustal;
    config.ftcl.baseSteps = 9;
    config.ftcl.steps = 14;
    config.ftcl.segments = 24;
    config.ftcl.embedDim = 16;
    config.ftcl.projectionDim = 4;
    config.ftcl.lcsLength = 6;
    config.ftcl.fsdLength = 3;
    config.runtime.device = model::DeviceChoice::Cpu;
    config.runtime.threads = 1;
    config.runtime.checkpointEverySteps = 5;
}

void MadeSet::add(const std::string &name, const std::vector<std::int64_t> &shape,
                  const std::vector<float> &values)
{
    const std::filesystem::path path = m_folder / (name + ".npy");
    if (!data::writeNpy(path, shape, values)) {
        qFatal("cannot write features");
    }
    model::TrainingVideo video;
    video.name = name;
    video.isTraining = true;
    video.weakLabels = {0};
    video.generatorFeatures.parts = {path};
    set.videos.push_back(video);
}

base::Result<model::DetectionSet> MadeSet::run(const char *stage, RecordingReporter &reporter) const
{
    return runGeneratorStage({.set = set,
                              .config = config,
                              .testGroundTruth = &truth,
                              .folder = m_folder / stage,
                              .reporter = reporter,
                              .cancel = reporter.cancel});
}

std::map<std::string, std::string> MadeSet::files(const char *stage) const
{
    std::map<std::string, std::string> contents;
    const std::filesystem::path folder = m_folder / stage;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            contents[std::filesystem::relative(entry.path(), folder).string()] =
                *base::readFile(entry.path());
        }
    }
    return contents;
}

} // namespace tests
