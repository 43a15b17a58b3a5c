#include "core/data/npy_file.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (const auto array = core::data::parseNpy(std::string(fuzz::textOf(data, size)))) {
        std::ignore = array->toFloats();
        std::ignore = array->toStrings();
    }
    return 0;
}
