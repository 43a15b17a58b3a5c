#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/edit/project_import.h"

namespace core::intake {

// A media file as a project takes it, named after the file without its extension. Errors: those of
// media::probeVideo().
base::Result<edit::VideoFile> readVideoFile(const std::filesystem::path &path);

} // namespace core::intake
