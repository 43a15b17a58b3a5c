#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/edit/project_import.h"

namespace app::cli {

// A media file as a project takes it, named after the file without its extension. Errors: those of
// media::probeVideo().
core::base::Result<core::edit::VideoFile> readVideoFile(const std::filesystem::path &path);

} // namespace app::cli
