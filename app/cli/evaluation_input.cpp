#include "app/cli/evaluation_input.h"

#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/number_text.h"
#include "core/tal/truth_selection.h"

namespace app::cli {

using namespace core;

base::Result<Comparison> readComparison(const ComparisonFiles &files, Strangers strangers)
{
    Comparison comparison;
    data::AnnotationFile truth = TRY(data::readAnnotationJson(files.truth));
    // Published code writes proposals that start a little before 0 s; they change no result.
    data::ReadOptions options{.mayStartNegative = true};
    if (strangers == Strangers::Refuse) {
        options.classes = truth.groundTruth.classes;
        for (const model::VideoGroundTruth &video : truth.groundTruth.videos) {
            options.videos.push_back(video.video);
        }
    }
    data::DetectionFile detections = TRY(data::readDetectionJson(files.detections, options));
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
        comparison.videos = TRY(readVideoList(files.videos));
    }
    comparison.subset = files.subset;
    if (files.subset.empty()) {
        comparison.subset = TRY(tal::likelySubset(comparison.truth, comparison.detections));
    }
    return comparison;
}

base::Result<std::vector<std::string>> readVideoList(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    std::vector<std::string> videos;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        const std::string_view line = data::trimmed(std::string_view(text).substr(from, to - from));
        if (!line.empty()) {
            videos.emplace_back(line);
        }
        from = to + 1;
    }
    if (videos.empty() || text.find('\0') != std::string::npos) {
        return base::fail(
            {.code = base::ErrorCode::BadFormat,
             .problem = videos.empty() ? "the list names no video" : "the file is not text",
             .file = path.string(),
             .expected = "one video a line"});
    }
    return videos;
}

} // namespace app::cli
