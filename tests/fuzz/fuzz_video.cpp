// The frame table of any file, and its frames in an order that seeks.
#include <algorithm>

#include "core/media/video_reader.h"

#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::InputFile file(".video");
    auto reader = core::media::VideoReader::open(file.write(data, size));
    if (reader) {
        const std::int64_t last = reader->table().frameCount() - 1;
        for (const std::int64_t frame : {last, std::int64_t{0}, last / 2, last / 2 + 1}) {
            if (frame <= last) {
                const auto picture = reader->read(frame);
                if (picture && (*picture)->index() > last) {
                    __builtin_trap();
                }
            }
        }
    }
    return 0;
}
