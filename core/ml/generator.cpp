#include "core/ml/generator.h"

#include <array>

#include "core/ml/ftcl/ftcl_generator.h"
#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/sal/sal_generator.h"

namespace core::ml {

namespace {

using model::RunConfig;

struct Registration
{
    std::string_view name; // config.generator
    base::Result<std::unique_ptr<Generator>> (*make)(const RunConfig &, std::int64_t featureDim,
                                                     std::int64_t classes);
    model::Modality (*modality)(const RunConfig &);
};

model::Modality bothStreams(const RunConfig &)
{
    return model::Modality::All;
}

constexpr std::array kGenerators = {
    Registration{"fustal", fustal::makeFustalGenerator,
                 [](const RunConfig &config) { return config.fustal.modality; }},
    Registration{"sal", sal::makeSalGenerator, bothStreams},
    Registration{"ftcl", ftcl::makeFtclGenerator,
                 [](const RunConfig &config) { return config.ftcl.modality; }},
};

base::Result<const Registration *> registrationOf(const RunConfig &config)
{
    std::string known;
    for (const Registration &entry : kGenerators) {
        if (entry.name == config.generator) {
            return &entry;
        }
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    return base::fail({.code = base::ErrorCode::NotFound,
                       .problem = "there is no generator '" + config.generator + "'",
                       .place = "generator",
                       .expected = "one of: " + known});
}

} // namespace

int TrainingPlan::steps() const
{
    int steps = 0;
    for (const TrainingPhase &phase : phases) {
        steps += phase.steps;
    }
    return steps;
}

TrainingPlan TrainingPlan::of(const model::GeneratorTraining &config)
{
    return {.phases = {{.steps = config.steps}},
            .batchSize = config.batchSize,
            .logEvery = config.logEvery,
            .evaluateEvery = config.evaluateEvery,
            .checkpoint = config.checkpoint,
            .adam = {.learningRate = config.learningRate,
                     .beta1 = config.adamBeta1,
                     .beta2 = config.adamBeta2,
                     .epsilon = config.adamEpsilon,
                     .weightDecay = config.weightDecay}};
}

base::Result<model::Modality> generatorModality(const RunConfig &config)
{
    return TRY(registrationOf(config))->modality(config);
}

base::Result<std::unique_ptr<Generator>>
makeGenerator(const RunConfig &config, std::int64_t featureDim, std::int64_t classes)
{
    const Registration *entry = TRY(registrationOf(config));
    return catchTorch("generator", [&] { return entry->make(config, featureDim, classes); });
}

} // namespace core::ml
