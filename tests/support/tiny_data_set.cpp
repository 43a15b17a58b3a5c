#include "tests/support/tiny_data_set.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/random.h"
#include "core/data/annotation_json.h"
#include "core/data/npy_file.h"
#include "core/data/split_list.h"
#include "core/model/annotation.h"

namespace tests {

namespace {

constexpr std::int64_t kSnippets = 40;
constexpr std::int64_t kDim = 32;
constexpr int kClasses = 3;
constexpr int kTraining = 8;
constexpr int kVideos = 12;
constexpr double kSnippetS = 16.0 / 25.0;

// The rows of one video; `truth` gets its instances.
std::vector<float> makeVideo(core::base::Random &random, int firstClass,
                             core::model::VideoGroundTruth &truth)
{
    std::vector<float> values(static_cast<std::size_t>(kSnippets * kDim));
    for (float &value : values) {
        value = static_cast<float>(0.3 * random.normal());
    }
    for (int i = 0; i < 3; ++i) {
        const int classIndex = (firstClass + i / 2) % kClasses;
        const std::int64_t start = 3 + 12 * i + random.uniformInt(0, 2);
        const std::int64_t end = start + random.uniformInt(4, 7);
        for (std::int64_t t = start; t < end; ++t) {
            for (std::int64_t d = 0; d < 8; ++d) {
                values[static_cast<std::size_t>(t * kDim + classIndex * 8 + d)] += 1.5F;
            }
        }
        truth.instances.push_back({classIndex, static_cast<double>(start) * kSnippetS,
                                   static_cast<double>(end) * kSnippetS});
    }
    return values;
}

// A test cannot go on without its data.
template <typename T>
void require(const T &result)
{
    if (!result) {
        std::abort();
    }
}

} // namespace

void makeTinyDataSet(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder / "features");
    core::base::Random random(5);
    core::model::GroundTruth truth{.classes = {"Jump", "Run", "Throw"}, .videos = {}};
    std::array<std::vector<std::string>, 2> names;
    for (int i = 0; i < kVideos; ++i) {
        const bool isTraining = i < kTraining;
        core::model::VideoGroundTruth video;
        video.video = fmt::format("v{}", i);
        video.subset = isTraining ? "training" : "testing";
        video.durationS = static_cast<double>(kSnippets) * kSnippetS;
        video.fps = 25.0;
        const std::vector<float> values = makeVideo(random, i % kClasses, video);
        const std::array<std::int64_t, 2> shape = {kSnippets, kDim};
        require(core::data::writeNpy(folder / "features" / (video.video + ".npy"), shape, values));
        names[isTraining ? 0 : 1].push_back(video.video);
        truth.videos.push_back(std::move(video));
    }
    require(core::data::writeAnnotationJson(folder / "gt.json", truth,
                                            core::data::AnnotationForm::ActivityNet));
    require(core::data::writeSplitList(folder / "train.txt", names[0]));
    require(core::data::writeSplitList(folder / "test.txt", names[1]));
}

} // namespace tests
