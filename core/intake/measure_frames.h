#pragma once

#include <cstdint>
#include <functional>

#include "core/base/result.h"
#include "core/edit/project_session.h"

namespace core::intake {

// Whether the changes between the frames of a video are kept and newer than its file.
bool areFramesMeasured(const edit::ProjectSession &session, std::int64_t videoId);

// Measures how much the picture changes between the frames of a video and keeps it beside the
// project (edit::frameChangeFile()), where evidence for bounds finds it; nothing in the project
// changes, so a read-only session does. `goesOn` as media::frameDifferences(). Blocking, as long
// as decoding takes. NotFound for a video without a file; Io where nothing can be written.
base::Result<void>
measureFrames(const edit::ProjectSession &session, std::int64_t videoId,
              const std::function<bool(std::int64_t done, std::int64_t total)> &goesOn);

} // namespace core::intake
