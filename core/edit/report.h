#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/fix_first_input.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"

namespace core::edit {

// The analysis as one HTML page that stands alone, for a paper's supplement: quality of every
// stage, AP by class, error profile and what each error costs (DETAD), sensitivity, the filter's
// two thresholds as heat maps, and what corrections would buy. Every number says by which rule, at
// which tIoU and on which videos it was measured.

// Segments that are measured: of a track, or a file.
struct ReportStage
{
    std::string name;
    model::DetectionSet set;
};

// What a report is about.
struct ReportInput
{
    std::string source; // named in the title
    model::GroundTruth truth;
    std::vector<ReportStage> stages;
    std::optional<model::DetectionSet> proposals = {}; // to filter; none: no heat maps
    FixFirstInput queue = {};                          // no labels: no section on corrections
};

// How it is written.
struct ReportOptions
{
    std::string title = {}; // empty: "Labels of SOURCE"
    double tiou = 0.5;      // overlap that makes a segment right
};

// Proposals, pseudo-labels, predictions and people's labels of a project. Blocking.
base::Result<ReportInput> reportInput(const ProjectSession &session);
// Puts what the published filter keeps of the first stage behind it, to be corrected.
void addFilteredStage(ReportInput &input);

// The page; the same input gives the same bytes. Error: NotFound without ground truth or stages.
// Takes seconds on a large data set.
base::Result<std::string> reportPage(const ReportInput &input, const ReportOptions &options = {});

} // namespace core::edit
