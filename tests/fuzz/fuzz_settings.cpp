// Recipes, settings of networks, job.json.
#include "core/data/job_manifest.h"
#include "core/data/network_settings.h"
#include "core/data/run_config.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    std::ignore = core::data::parseRunConfig(text);
    std::ignore = core::data::parseNetworkSettings(text);
    std::ignore = core::data::parseJobManifest(text, "/");
    return 0;
}
