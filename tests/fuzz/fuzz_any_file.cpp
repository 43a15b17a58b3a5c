// Tables, lists, THUMOS'14 texts and whatever else is recognised by its content.
#include "core/data/sniff.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::InputFile plain(".txt");
    std::ignore = core::data::sniffAndRead(plain.write(data, size));
    return 0;
}
