#include "core/media/frame_change.h"

#include <cstdlib>

#include "core/media/video_reader.h"

namespace core::media {

using base::Result;

namespace {

constexpr int kWidth = 64;
constexpr int kHeight = 36;

double meanDifference(const Picture &a, const Picture &b)
{
    long sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(static_cast<int>(a.pixels[i]) - static_cast<int>(b.pixels[i]));
    }
    return static_cast<double>(sum) / static_cast<double>(a.pixels.size());
}

} // namespace

Result<std::vector<FrameDifference>>
frameDifferences(const std::filesystem::path &path,
                 const std::function<bool(std::int64_t done, std::int64_t total)> &goesOn)
{
    VideoReader reader = TRY(VideoReader::open(path));
    const std::int64_t count = reader.table().frameCount();
    std::vector<FrameDifference> differences;
    Picture before;
    for (std::int64_t n = 0; n < count; ++n) {
        if (!goesOn(n, count)) {
            return base::fail({.code = base::ErrorCode::Cancelled,
                               .problem = "measuring its frames was cancelled",
                               .file = path.string()});
        }
        const auto frame = TRY(reader.read(n));
        Picture picture = TRY(frame->toPicture(PixelLayout::Gray, kWidth, kHeight));
        if (n > 0) {
            differences.push_back({reader.table().timeOf(n), meanDifference(before, picture)});
        }
        before = std::move(picture);
    }
    return differences;
}

} // namespace core::media
