#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/enum_text.h"

namespace core::model {

// How far a person got with a video. In a video that is done the labels are the whole truth
// (product.md, "Corrected labels and retraining").
enum class VideoState { Untouched, InWork, Done };

// Its words.
template <>
struct EnumTexts<VideoState>
{
    static constexpr std::array<std::string_view, 3> kTexts = {"untouched", "in work", "done"};
};

// Which part of the data set a video belongs to when a model is trained.
enum class Split { Training, Test };

// Its words.
template <>
struct EnumTexts<Split>
{
    static constexpr std::array<std::string_view, 2> kTexts = {"training", "test"};
};

// A folder that paths of the project are relative to; moving the media means changing this only.
// `path` is relative to the folder of the project file where it lies below it, else absolute.
struct MediaRoot
{
    std::int64_t id = 0;
    std::string name = {};
    std::string path = {};

    bool operator==(const MediaRoot &) const = default;
};

// One video of a project. It may be known by its annotations only: then there is no file, and what
// only a file can tell is zero.
struct Video
{
    std::int64_t id = 0;
    std::string uuid = {};
    std::string name =
        {}; // unique in the project; the stem of the file, the key of annotation files
    std::optional<std::int64_t> rootId = {}; // none: no media file
    std::string path = {};                   // below the root
    std::int64_t sizeBytes = 0;
    std::int64_t mtimeNs = 0;
    std::string headHash = {};   // of the first MiB: tells a moved file from another one
    base::TimeUs durationUs = 0; // 0: unknown
    std::int64_t frameCount = 0; // 0: unknown
    base::Rational fps = {0, 1}; // 0/1: unknown
    bool isVariableRate = false;
    int width = 0;
    int height = 0;
    std::string subset = {};         // as the annotation file names it: "validation", "Test", …
    std::optional<Split> split = {}; // from split files; none: follows from the subsets
    VideoState state = VideoState::Untouched;

    bool operator==(const Video &) const = default;
};

} // namespace core::model
