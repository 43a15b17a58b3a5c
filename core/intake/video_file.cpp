#include "core/intake/video_file.h"

#include <chrono>
#include <system_error>

#include "core/base/hash.h"
#include "core/media/video_probe.h"

namespace core::intake {

using base::Result;

Result<edit::VideoFile> readVideoFile(const std::filesystem::path &path)
{
    const media::VideoInfo info = TRY(media::probeVideo(path));
    std::error_code ignored;
    const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch();
    const std::string headHash = TRY(base::hashHead(path));
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
