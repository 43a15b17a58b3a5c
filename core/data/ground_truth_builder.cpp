#include "core/data/ground_truth_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/data/annotation_check.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

GroundTruthBuilder::GroundTruthBuilder(const ReadOptions &options)
    : m_options(options)
    , m_classes(options)
    , m_knownVideos(options.videos.begin(), options.videos.end())
{
}

Result<void> GroundTruthBuilder::addVideo(std::string_view video, std::string_view subset)
{
    const auto [found, isNew] =
        m_videos.emplace(std::string(video), m_file.groundTruth.videos.size());
    if (!isNew) {
        const std::string &before = m_file.groundTruth.videos[found->second].subset;
        if (before != subset) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("video '{}' is in subset '{}', earlier in '{}'",
                                                video, subset, before),
                         .expected = "each video in one subset"});
        }
        return {};
    }
    if (!m_options.videos.empty() && !m_knownVideos.contains(found->first)) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("names the unknown video '{}'", video),
                     .expected = "a video of the data set"});
    }
    model::VideoGroundTruth entry;
    entry.video = video;
    entry.subset = subset;
    m_file.groundTruth.videos.push_back(std::move(entry));
    return {};
}

Result<int> GroundTruthBuilder::classOf(std::string_view label)
{
    if (label.empty()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "names no class",
                     .expected = "the name of a class"});
    }
    if (const std::optional<int> index = m_classes.indexOf(label)) {
        return *index;
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = fmt::format("names the unknown class '{}'", label),
                 .expected = m_classes.expectation(label)});
}

Result<void> GroundTruthBuilder::add(std::string_view video, std::string_view subset,
                                     std::string_view label, double start, double end)
{
    if (video.empty()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "names no video",
                     .expected = "the name of a video"});
    }
    if (const auto problem = intervalProblem(start, end)) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = *problem,
                     .expected = "start and end in seconds, 0 <= start <= end"});
    }
    TRY(addVideo(video, subset));
    model::VideoGroundTruth &entry =
        m_file.groundTruth.videos[m_videos.find(std::string(video))->second];
    if (label == kAmbiguous) {
        entry.ambiguous.push_back({start, end});
    } else {
        entry.instances.push_back({TRY(classOf(label)), start, end});
    }
    return {};
}

Result<void> GroundTruthBuilder::number(std::string_view label, long long fileNumber)
{
    if (!m_classes.number(TRY(classOf(label)), fileNumber)) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = fmt::format("gives class '{}' the number {}, against an earlier "
                                            "entry",
                                            label, fileNumber),
                     .expected = "one number a class"});
    }
    return {};
}

void GroundTruthBuilder::sortVideos()
{
    std::vector<model::VideoGroundTruth> &videos = m_file.groundTruth.videos;
    std::sort(videos.begin(), videos.end(),
              [](const auto &a, const auto &b) { return a.video < b.video; });
    for (std::size_t i = 0; i < videos.size(); ++i) {
        m_videos[videos[i].video] = i;
    }
}

AnnotationFile GroundTruthBuilder::finish(std::string format)
{
    const std::vector<int> newIndex = m_classes.sortNew();
    for (model::VideoGroundTruth &video : m_file.groundTruth.videos) {
        for (model::Instance &instance : video.instances) {
            instance.classIndex = newIndex[static_cast<std::size_t>(instance.classIndex)];
        }
    }
    m_file.format = std::move(format);
    m_file.groundTruth.classes = m_classes.names();
    m_file.labelIds = m_classes.numbers();
    noteOddities(m_file.groundTruth, m_file.notes.warnings);
    m_videos.clear();
    return std::exchange(m_file, {});
}

} // namespace core::data
