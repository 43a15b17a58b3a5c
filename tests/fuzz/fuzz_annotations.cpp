#include "core/data/annotation_json.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    // What was understood can be written, and reads back.
    using namespace core::data;
    if (const auto file = parseAnnotationJson(fuzz::textOf(data, size))) {
        if (const auto text = annotationJson(file->groundTruth, AnnotationForm::ActivityNet)) {
            if (!parseAnnotationJson(*text)) {
                __builtin_trap();
            }
        }
    }
    return 0;
}
