#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/edit/project_import.h"
#include "core/edit/project_session.h"

namespace core::edit {

// A video or a part of a feature matrix whose file lies elsewhere than the project says.
struct MovedFile
{
    std::int64_t videoId = 0;
    std::int64_t featureId = 0; // 0: the video itself
    std::int64_t part = 0;      // of the matrix
    std::filesystem::path file = {};
};

// What became of the files that are not where the project says.
struct MovedMedia
{
    std::vector<MovedFile> found = {};
    std::vector<std::filesystem::path> missing = {};   // where the project says
    std::vector<std::filesystem::path> strangers = {}; // of such a name, but with other content
};

// Looks below a folder for the media and feature files that the project misses: by name, and of the
// same content. Of several the one whose folders are called most like those before. Reads the head
// of videos and the whole of features. Blocking. Errors: NotFound, Io of the folder, Cancelled.
base::Result<MovedMedia> findMovedMedia(const ProjectSession &session,
                                        const std::filesystem::path &folder,
                                        const CountProgress &progress = {},
                                        const base::CancelToken &cancel = {});

// Tells the project where they are now: one transaction and one entry of the history, after a
// backup.
base::Result<void> takeMovedMedia(ProjectSession &session, const MovedMedia &media);

} // namespace core::edit
