#include "core/intake/video_file.h"

#include <chrono>
#include <fstream>
#include <string>
#include <system_error>

#include "core/base/hash.h"
#include "core/media/video_probe.h"

namespace core::intake {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// Tells a file that was moved from another one of the same name.
Result<std::string> hashHead(const std::filesystem::path &path)
{
    constexpr std::size_t kHeadBytes = std::size_t{1} << 20;
    std::ifstream file(path, std::ios::binary);
    std::string head(kHeadBytes, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (file.bad() || (file.fail() && !file.eof())) {
        return fail({.code = ErrorCode::Io, .problem = "cannot be read", .file = path.string()});
    }
    head.resize(static_cast<std::size_t>(file.gcount()));
    return base::hashText(head);
}

} // namespace

Result<edit::VideoFile> readVideoFile(const std::filesystem::path &path)
{
    const media::VideoInfo info = TRY(media::probeVideo(path));
    std::error_code ignored;
    const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch();
    const std::string headHash = TRY(hashHead(path));
    edit::VideoFile file{.video = {}, .file = path};
    file.video.name = path.stem().string();
    file.video.sizeBytes = info.sizeBytes;
    file.video.mtimeNs = std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count();
    file.video.headHash = headHash;
    file.video.durationUs = info.durationUs;
    file.video.frameCount = info.frameCount;
    file.video.fps = info.fps;
    file.video.isVariableRate = info.isVfr;
    file.video.width = info.displayWidth;
    file.video.height = info.displayHeight;
    return file;
}

} // namespace core::intake
