#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/base/result.h"
#include "core/data/annotation_json.h"
#include "core/data/class_table.h"
#include "core/data/read_options.h"

namespace core::data {

// Gathers annotations that come one by one, as lines of text do, into an AnnotationFile; videos in
// the order of their first entry.
class GroundTruthBuilder
{
public:
    // The options must outlive it.
    explicit GroundTruthBuilder(const ReadOptions &options);
    explicit GroundTruthBuilder(ReadOptions &&) = delete;

    // A video, with or without instances. NotFound where options name the known ones.
    base::Result<void> addVideo(std::string_view video, std::string_view subset);
    // An instance of a video, which is added where it is new; label "Ambiguous" goes where it
    // belongs. Errors name neither file nor place.
    base::Result<void> add(std::string_view video, std::string_view subset, std::string_view label,
                           double start, double end);
    // Notes the file's number of a class. Conflict where it contradicts an earlier one.
    base::Result<void> number(std::string_view label, long long fileNumber);

    // Sorts videos by name, where the input's own order means nothing.
    void sortVideos();
    // Everything gathered; the builder is empty afterwards.
    AnnotationFile finish(std::string format);

private:
    base::Result<int> classOf(std::string_view label);

    const ReadOptions &m_options;
    ClassTable m_classes;
    std::unordered_set<std::string> m_knownVideos;
    std::unordered_map<std::string, std::size_t> m_videos;
    AnnotationFile m_file;
};

} // namespace core::data
