#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/edit/collect.h"
#include "core/edit/project_session.h"
#include "core/model/track.h"

namespace core::edit {

// What of a project other programs can be given.
enum class ExportKind {
    Labels, // the corrections, and the pseudo-labels that nobody corrected
    PseudoLabels,
    Predictions,
    Proposals,
    GroundTruth,
    FeaturesIndex, // where the feature files lie and how their snippets lie in time
};

// "labels", "pseudo-labels", "predictions", "proposals", "ground-truth", "features-index".
const char *exportKindName(ExportKind kind);
std::optional<ExportKind> exportKindOf(std::string_view name);
const std::vector<ExportKind> &exportKinds();
// The tracks that hold what a run made of this kind, with scores; none for the other kinds.
std::optional<model::TrackRole> scoredRole(ExportKind kind);

// A format by the name that `talo export --format` has for it.
struct ExportFormat
{
    std::string name;
    std::string ending; // of the file; empty: a folder of files
};
// Those that a kind can be written as, the field's own first.
std::vector<ExportFormat> exportFormats(ExportKind kind);

// Segments of tracks as the project has them; of labels those of a label set.
struct ExportRequest
{
    ExportKind kind = ExportKind::Labels;
    std::string format = {};
    std::string labelSet = {}; // of labels; empty: as they are now
    std::string track = {};    // run or import; empty: the only one (of labels: the newest)
    VideoFilter only = {};
    std::filesystem::path target = {};
};

// What was written.
struct ExportReport
{
    std::size_t count = 0;                  // segments; of a features index, files
    std::vector<std::string> warnings = {}; // what the format does not hold, without full stop
};

// Writes a file, or a folder of files, whole or not at all. Blocking. Errors: Usage where the kind
// cannot be written so or several tracks are there, NotFound where nothing is, and those of
// writing.
base::Result<ExportReport> exportProject(const ProjectSession &session,
                                         const ExportRequest &request);

} // namespace core::edit
