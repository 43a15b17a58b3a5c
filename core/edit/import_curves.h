#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/feature.h"

namespace core::edit {

// Score curves of other people's code, as if a run had written them.
struct CurveImport
{
    std::string name = {};                              // of the run; empty: "import-N"
    std::map<std::string, std::filesystem::path> files; // .npy or .npz (T×C) by video
    model::FeatureGrid grid = {};                       // of a video whose length is not known
    std::string array = {};                             // in .npz files; empty: the only matrix
    bool isDryRun = false;
};

// Checks all of them, then makes a run with a curve track a video. Columns are the project's
// classes in its order; the snippets of a video share its duration evenly. An .npz becomes an .npy
// in the run's folder, .npy files stay where they are. Errors: NotFound for an unknown video;
// BadFormat for another number of columns; what the readers refuse. Returns the number of curves.
// Blocking.
base::Result<std::int64_t> importCurves(ProjectSession &session, const CurveImport &import);

} // namespace core::edit
