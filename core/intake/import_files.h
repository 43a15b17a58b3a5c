#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/video.h"

namespace core::intake {

// The files that arguments name: files themselves, the files with one of the extensions in a folder
// (not below it), and patterns with * and ? that the shell left alone. Sorted within an argument;
// NotFound where an argument names nothing, BadFormat where a folder holds no such file.
base::Result<std::vector<std::filesystem::path>>
expandPaths(const std::vector<std::string> &arguments, const std::vector<std::string> &extensions);

// Extensions of files that are tried as videos.
const std::vector<std::string> &videoExtensions();

// Feature files by the video that their name means: the stem itself, or the stem without an ending
// such as "-rgb" or "_flow". Files of unknown videos stand under their stem. Conflict where two
// files mean one video.
base::Result<std::map<std::string, std::filesystem::path>>
matchToVideos(const edit::ProjectSession &session, const std::vector<std::filesystem::path> &files);

// Which split a list of videos is by its file name: "train" or "test" in it, not both.
std::optional<model::Split> splitOfName(const std::filesystem::path &path);

// Whether the extension is one of those, in any case.
bool hasExtension(const std::filesystem::path &path, const std::vector<std::string> &extensions);

// The stem of a feature or curve file without an ending such as "-rgb" or "_flow".
std::string withoutStreamEnding(const std::string &stem);

} // namespace core::intake
