#include "tests/support/media_factory.h"

#include "core/base/random.h"

namespace tests {

using core::media::Picture;
using core::media::PixelLayout;

namespace {

constexpr int kColumns = 8;
constexpr int kRows = 2;

} // namespace

Picture counterPicture(std::int64_t number, int width, int height)
{
    Picture picture{.width = width, .height = height, .layout = PixelLayout::Rgb24, .pixels = {}};
    picture.pixels.reserve(static_cast<std::size_t>(width * height * 3));
    const int blockWidth = width / kColumns;
    const int blockHeight = height / 4; // the upper half holds the number
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int row = y / blockHeight;
            const int column = x / blockWidth;
            if (row < kRows && column < kColumns) {
                const bool isSet = (number >> (row * kColumns + column) & 1) != 0;
                picture.pixels.insert(picture.pixels.end(), 3, isSet ? 235 : 20);
                continue;
            }
            const auto moved = static_cast<int>(x + 3 * number);
            picture.pixels.push_back(static_cast<std::uint8_t>((moved * 5) % 256));
            picture.pixels.push_back(static_cast<std::uint8_t>((y * 7) % 256));
            picture.pixels.push_back(static_cast<std::uint8_t>(((moved + y) * 3) % 256));
        }
    }
    return picture;
}

std::int64_t readCounter(const Picture &picture)
{
    const int blockWidth = picture.width / kColumns;
    const int blockHeight = picture.height / 4;
    std::int64_t number = 0;
    for (int bit = 0; bit < kRows * kColumns; ++bit) {
        const int x = bit % kColumns * blockWidth;
        const int y = bit / kColumns * blockHeight;
        int sum = 0;
        int count = 0;
        for (int dy = blockHeight / 4; dy < blockHeight * 3 / 4; ++dy) {
            for (int dx = blockWidth / 4; dx < blockWidth * 3 / 4; ++dx, ++count) {
                sum += picture.at(x + dx, y + dy)[0];
            }
        }
        if (sum > 128 * count) {
            number |= std::int64_t{1} << bit;
        }
    }
    return number;
}

std::vector<std::int64_t> counterTicks(const CounterVideo &video)
{
    core::base::Random random(5);
    std::vector<std::int64_t> ticks;
    std::int64_t tick = 0;
    for (int i = 0; i < video.frames; ++i) {
        ticks.push_back(tick);
        tick += video.isVfr ? random.uniformInt(1, 4) : 1;
    }
    return ticks;
}

core::base::Result<void> writeCounterVideo(const std::filesystem::path &path,
                                           const CounterVideo &video)
{
    auto encoder = TRY(core::media::VideoEncoder::create(path, video.encoder));
    std::int64_t last = -1;
    std::int64_t number = 0;
    for (const std::int64_t tick : counterTicks(video)) {
        TRY(encoder.add(counterPicture(number, video.encoder.width, video.encoder.height),
                        tick - last));
        last = tick;
        ++number;
    }
    return encoder.finish();
}

} // namespace tests
