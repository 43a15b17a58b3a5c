// What a worker and its parent say to each other, cut into lines at any place.
#include "core/ipc/line_framer.h"
#include "core/ipc/protocol.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    core::ipc::LineFramer framer;
    const std::size_t cut = size == 0 ? 0 : data[0] % size;
    for (const std::string_view part : {text.substr(0, cut), text.substr(cut)}) {
        framer.add(part);
        while (const auto line = framer.next()) {
            std::ignore = core::ipc::readToWorker(line->text);
            std::ignore = core::ipc::readFromWorker(line->text);
        }
    }
    return 0;
}
