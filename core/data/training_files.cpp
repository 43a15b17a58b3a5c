#include "core/data/training_files.h"

#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "core/data/npy_file.h"
#include "core/data/read_any.h"
#include "core/data/split_list.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

struct Split
{
    std::string origin; // the file, or the subset
    std::vector<std::string> videos;
};

class TrainingFilesReader
{
public:
    explicit TrainingFilesReader(const TrainingFiles &files)
        : m_files(files)
    {
    }

    Result<TrainingFilesInput> read()
    {
        AnnotationFile annotations = TRY(readGroundTruth(m_files.groundTruth));
        m_truth = std::move(annotations.groundTruth);
        m_input.notes = std::move(annotations.notes);
        for (std::size_t i = 0; i < m_truth.videos.size(); ++i) {
            m_truthIndex.emplace(m_truth.videos[i].video, i);
        }
        const Split training = TRY(readSplit(m_files.trainingSplit));
        const Split test = TRY(readSplit(m_files.testSplit));
        TRY(checkDisjoint(training, test));

        m_input.set.classes = m_truth.classes;
        m_input.trainingTruth.classes = m_truth.classes;
        m_input.testTruth.classes = m_truth.classes;
        TRY(addVideos(training, true));
        TRY(addVideos(test, false));
        TRY(findFeatures());
        return std::move(m_input);
    }

private:
    Result<Split> readSplit(const std::string &name) const
    {
        std::error_code ignored;
        if (std::filesystem::exists(name, ignored)) {
            auto videos = TRY(readSplitList(name));
            return Split{name, std::move(videos)};
        }
        Split split = {fmt::format("subset '{}'", name), {}};
        std::set<std::string> subsets;
        for (const model::VideoGroundTruth &video : m_truth.videos) {
            subsets.insert(video.subset);
            if (video.subset == name) {
                split.videos.push_back(video.video);
            }
        }
        if (name.empty() || split.videos.empty()) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = fmt::format("'{}' is neither a file nor a subset of {}", name,
                                                m_files.groundTruth.string()),
                         .expected = fmt::format("a text file with one name a line, or one of '{}'",
                                                 fmt::join(subsets, "', '"))});
        }
        return split;
    }

    static Result<void> checkDisjoint(const Split &training, const Split &test)
    {
        const std::set<std::string> known(training.videos.begin(), training.videos.end());
        for (const std::string &video : test.videos) {
            if (known.contains(video)) {
                return fail(
                    {.code = ErrorCode::Conflict,
                     .problem = fmt::format("video '{}' is in the training split too", video),
                     .file = test.origin,
                     .expected = "splits without a common video"});
            }
        }
        return {};
    }

    Result<void> addVideos(const Split &split, bool isTraining)
    {
        for (const std::string &name : split.videos) {
            const auto found = m_truthIndex.find(name);
            if (found == m_truthIndex.end()) {
                return fail({.code = ErrorCode::NotFound,
                             .problem = fmt::format("video '{}' has no annotations in {}", name,
                                                    m_files.groundTruth.string()),
                             .file = split.origin});
            }
            const model::VideoGroundTruth &truth = m_truth.videos[found->second];
            m_input.set.videos.push_back(TRY(makeVideo(truth, isTraining)));
            (isTraining ? m_input.trainingTruth : m_input.testTruth).videos.push_back(truth);
        }
        return {};
    }

    Result<model::TrainingVideo> makeVideo(const model::VideoGroundTruth &truth,
                                           bool isTraining) const
    {
        model::TrainingVideo video;
        video.name = truth.video;
        video.isTraining = isTraining;
        video.durationS = truth.durationS;
        const double standard =
            m_files.fps > 0.0 ? m_files.fps : m_files.generatorFeatures.grid.sampleFps;
        video.fps = truth.fps.value_or(standard);
        if (!(video.fps > 0.0) || !std::isfinite(video.fps)) {
            return fail(
                {.code = ErrorCode::BadValue,
                 .problem = fmt::format("the frame rate of video '{}' is unknown", truth.video),
                 .file = m_files.groundTruth.string(),
                 .expected = "\"fps\" in the annotations, or the option --fps"});
        }
        if (isTraining) {
            std::set<int> classes;
            for (const model::Instance &instance : truth.instances) {
                classes.insert(instance.classIndex);
            }
            video.weakLabels.assign(classes.begin(), classes.end());
        }
        if (isTraining && video.weakLabels.empty()) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = fmt::format("training video '{}' has no instance, so no weak "
                                                "label",
                                                truth.video),
                         .file = m_files.groundTruth.string(),
                         .expected = "the classes that occur in it"});
        }
        return video;
    }

    Result<void> findFeatures()
    {
        const bool sharesFeatures = m_files.studentFeatures.folders.empty();
        m_input.set.generatorGrid = m_files.generatorFeatures.grid;
        m_input.set.generatorGrid.dim = 0;
        m_input.set.studentGrid = m_files.studentFeatures.grid;
        m_input.set.studentGrid.dim = 0;
        for (model::TrainingVideo &video : m_input.set.videos) {
            video.generatorFeatures = TRY(
                findSource(m_files.generatorFeatures, video.name, m_input.set.generatorGrid.dim));
            if (!sharesFeatures) {
                video.studentFeatures = TRY(
                    findSource(m_files.studentFeatures, video.name, m_input.set.studentGrid.dim));
            } else {
                video.studentFeatures = video.generatorFeatures;
            }
        }
        if (sharesFeatures) {
            m_input.set.studentGrid = m_input.set.generatorGrid;
        }
        return {};
    }

    // The files of one video; `dim` is their width together, 0 before the first video.
    static Result<model::FeatureSource> findSource(const FeatureFolders &folders,
                                                   const std::string &name, int &dim)
    {
        model::FeatureSource source;
        source.isTransposed = folders.isTransposed;
        std::int64_t width = 0;
        std::optional<std::int64_t> snippets;
        for (const std::filesystem::path &folder : folders.folders) {
            const std::filesystem::path path =
                std::filesystem::absolute(folder / (name + ".npy")).lexically_normal();
            const NpyArray array = TRY(readNpy(path));
            if (array.shape().size() != 2 || array.size() == 0) {
                return fail(
                    {.code = ErrorCode::BadValue,
                     .problem = fmt::format("holds an array of shape ({})",
                                            fmt::join(array.shape(), ", ")),
                     .file = path.string(),
                     .expected = folders.isTransposed ? "features, D x T" : "features, T x D"});
            }
            const std::int64_t rows = array.shape()[folders.isTransposed ? 1 : 0];
            if (snippets.value_or(rows) != rows) {
                return fail({.code = ErrorCode::Conflict,
                             .problem = fmt::format("has {} snippets", rows),
                             .file = path.string(),
                             .expected = fmt::format("{} as in {}", *snippets,
                                                     source.parts.front().string())});
            }
            snippets = rows;
            width += array.shape()[folders.isTransposed ? 0 : 1];
            source.parts.push_back(path);
        }
        if (dim != 0 && width != dim) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = fmt::format("has {} values a snippet", width),
                         .file = source.parts.front().string(),
                         .expected = fmt::format("{} as in the videos before; are the rows the "
                                                 "snippets?",
                                                 dim)});
        }
        dim = static_cast<int>(width);
        return source;
    }

    const TrainingFiles &m_files;
    model::GroundTruth m_truth;
    std::unordered_map<std::string, std::size_t> m_truthIndex;
    TrainingFilesInput m_input;
};

} // namespace

Result<TrainingFilesInput> readTrainingFiles(const TrainingFiles &files)
{
    return TrainingFilesReader(files).read();
}

} // namespace core::data
