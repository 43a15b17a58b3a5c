#include "app/cli/video_file.h"

#include <chrono>
#include <fstream>
#include <string>
#include <system_error>

#include "core/base/hash.h"
#include "core/media/video_probe.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;

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
    return core::base::hashText(head);
}

} // namespace

Result<core::edit::VideoFile> readVideoFile(const std::filesystem::path &path)
{
    const core::media::VideoInfo info = TRY(core::media::probeVideo(path));
    std::error_code ignored;
    const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch();
    return core::edit::VideoFile{
        .video = {.name = path.stem().string(),
                  .sizeBytes = info.sizeBytes,
                  .mtimeNs = std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count(),
                  .headHash = TRY(hashHead(path)),
                  .durationUs = info.durationUs,
                  .frameCount = info.frameCount,
                  .fps = info.fps,
                  .isVariableRate = info.isVfr,
                  .width = info.displayWidth,
                  .height = info.displayHeight},
        .file = path};
}

} // namespace app::cli
