#include "app/cli/evaluation_input.h"

#include <utility>

#include <fmt/format.h>

#include "core/data/read_any.h"
#include "core/data/split_list.h"
#include "core/tal/truth_selection.h"

namespace app::cli {

using namespace core;

base::Result<Comparison> readComparison(const ComparisonFiles &files, Strangers strangers)
{
    Comparison comparison;
    data::AnnotationFile truth = TRY(data::readGroundTruth(files.truth));
    // Published code writes proposals that start a little before 0 s; they change no result.
    data::ReadOptions options{.mayStartNegative = true};
    if (strangers == Strangers::Refuse) {
        options.classes = truth.groundTruth.classes;
        for (const model::VideoGroundTruth &video : truth.groundTruth.videos) {
            options.videos.push_back(video.video);
        }
    }
    data::DetectionFile detections = TRY(data::readDetections(files.detections, options));
    comparison.truth = std::move(truth.groundTruth);
    comparison.detections = std::move(detections.detections);
    for (const data::ReadNotes &notes : {truth.notes, detections.notes}) {
        for (const std::string &warning : notes.warnings) {
            comparison.warnings.push_back(warning + ".");
        }
        for (const data::Skipped &skipped : notes.skipped) {
            comparison.warnings.push_back(
                fmt::format("{} was left out: {}.", skipped.where, skipped.why));
        }
    }
    if (!files.videos.empty()) {
        comparison.videos = TRY(data::readSplitList(files.videos));
    }
    comparison.subset = files.subset;
    if (files.subset.empty()) {
        comparison.subset = TRY(tal::likelySubset(comparison.truth, comparison.detections));
    }
    return comparison;
}

} // namespace app::cli
