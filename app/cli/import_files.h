#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"

namespace app::cli {

// The files that arguments name: files themselves, the files with one of the extensions in a folder
// (not below it), and patterns with * and ? that the shell left alone. Sorted within an argument;
// NotFound where an argument names nothing, BadFormat where a folder holds no such file.
core::base::Result<std::vector<std::filesystem::path>>
expandPaths(const std::vector<std::string> &arguments, const std::vector<std::string> &extensions);

// Extensions of files that are tried as videos.
const std::vector<std::string> &videoExtensions();

// Feature files by the video that their name means: the stem itself, or the stem without an ending
// such as "-rgb" or "_flow". Files of unknown videos stand under their stem. Conflict where two
// files mean one video.
core::base::Result<std::map<std::string, std::filesystem::path>>
matchToVideos(const core::edit::ProjectSession &session,
              const std::vector<std::filesystem::path> &files);

} // namespace app::cli
