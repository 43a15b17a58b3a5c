#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/data/sniff.h"
#include "core/edit/project_import.h"

namespace core::intake {

// What files can be taken as.
enum class Kind {
    Videos,
    VideoTable, // frame rates and lengths of videos, without the videos
    GroundTruth,
    Labels,     // corrections by a person
    WeakLabels, // which classes occur; times are ignored
    TrainingSplit,
    TestSplit,
    Features,
    Proposals,
    PseudoLabels,
    Predictions,
    Nothing, // not understood; the problem says why
};

// Media files that were opened, decoded and described.
struct VideoContent
{
    std::vector<edit::VideoFile> files;
};

// Files that go into a project in one step: recognised and read, nothing written yet.
struct Item
{
    Kind kind = Kind::Nothing;
    std::vector<Kind> choices = {};  // what it may be taken as instead, `kind` included
    std::filesystem::path path = {}; // the file, or the folder that the files lie in
    std::string format = {};
    std::variant<std::monostate, VideoContent, model::GroundTruth, model::DetectionSet,
                 data::SplitContent, edit::FeatureImport>
        content = {};
    std::int64_t videos = 0;
    std::int64_t instances = 0; // segments or files
    std::int64_t classes = 0;
    std::vector<std::string> warnings = {}; // sentences without full stop
    std::vector<base::Error> problems = {}; // files that would be left out; each names its file
    bool isChosen = true;                   // shall be imported; false where nothing can be
};

// What is being done, and how much of how much; called on the working thread.
using Progress =
    std::function<void(const std::string &what, std::int64_t done, std::int64_t total)>;

} // namespace core::intake
