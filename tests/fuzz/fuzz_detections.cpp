#include "core/data/detection_json.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    // What was understood can be written, and reads back.
    using namespace core::data;
    if (const auto file = parseDetectionJson(fuzz::textOf(data, size))) {
        if (const auto text = detectionJson(file->detections, DetectionForm::ActivityNet)) {
            if (!parseDetectionJson(*text)) {
                __builtin_trap();
            }
        }
    }
    return 0;
}
