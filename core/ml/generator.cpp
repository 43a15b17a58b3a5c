#include "core/ml/generator.h"

#include <array>

#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/torch_errors.h"

namespace core::ml {

namespace {

using Factory = std::unique_ptr<Generator> (*)(const model::RunConfig &, std::int64_t,
                                               std::int64_t);

struct Registration
{
    std::string_view name; // config.generator
    Factory make;
};

constexpr std::array kGenerators = {
    Registration{"fustal", fustal::makeFustalGenerator},
};

} // namespace

base::Result<std::unique_ptr<Generator>>
makeGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes)
{
    std::string known;
    for (const Registration &entry : kGenerators) {
        if (entry.name == config.generator) {
            return catchTorch("generator", [&]() -> base::Result<std::unique_ptr<Generator>> {
                return entry.make(config, featureDim, classes);
            });
        }
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    return base::fail({.code = base::ErrorCode::NotFound,
                       .problem = "there is no generator '" + config.generator + "'",
                       .place = "generator",
                       .expected = "one of: " + known});
}

} // namespace core::ml
