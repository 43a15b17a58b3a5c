#include "core/ml/dataset/student_dataset.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "core/base/random.h"
#include "core/data/features.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/student/label_assignment.h"

namespace core::ml {

namespace {

// What a random stream is for; the streams of a run must differ.
enum class Purpose : std::uint64_t { Order = 1, Crop = 2 };

base::Random streamOf(std::uint64_t seed, Purpose purpose, std::int64_t epoch, std::int64_t item)
{
    const auto stream = (static_cast<std::uint64_t>(purpose) << 56U) +
                        (static_cast<std::uint64_t>(epoch) << 28U) +
                        static_cast<std::uint64_t>(item);
    return base::Random(seed, stream);
}

base::Result<void> checkTimes(const std::string &video, double start, double end)
{
    if (!std::isfinite(start) || !std::isfinite(end) || end < start) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "a label of " + video + " runs from " +
                                      std::to_string(start) + " to " + std::to_string(end),
                           .expected = "finite seconds, start before end"});
    }
    return {};
}

// Rows [first, first + count) of [T, D] as columns of out [D, P], zeros behind them. Plain loops:
// an operator of libtorch would wake a second team of threads for the loader's thread.
void writeTransposed(const torch::Tensor &rows, std::int64_t first, std::int64_t count,
                     const torch::Tensor &out)
{
    constexpr std::int64_t kTile = 16;
    const std::int64_t dim = rows.size(1);
    const std::int64_t columns = out.size(1);
    const float *from = rows.const_data_ptr<float>() + first * dim;
    auto *into = out.data_ptr<float>();
    for (std::int64_t d0 = 0; d0 < dim; d0 += kTile) {
        const std::int64_t d1 = std::min(d0 + kTile, dim);
        for (std::int64_t t = 0; t < count; ++t) {
            for (std::int64_t d = d0; d < d1; ++d) {
                into[d * columns + t] = from[t * dim + d];
            }
        }
        for (std::int64_t d = d0; d < d1; ++d) {
            std::fill(into + d * columns + count, into + (d + 1) * columns, 0.0F);
        }
    }
}

} // namespace

StudentDataset::StudentDataset(const model::TrainingSet &set, const model::RunConfig &config)
    : m_set(&set)
    , m_config(config.student)
    , m_whenEmpty(config.filter.whenEmpty)
    , m_seed(config.seed)
    , m_cache(set.videos.size())
{
}

base::Result<StudentDataset>
StudentDataset::open(const model::TrainingSet &set, const model::RunConfig &config,
                     const model::DetectionSet &pseudoLabels,
                     const std::vector<model::CorrectedVideo> &corrections,
                     const base::CancelToken &cancel)
{
    StudentDataset out(set, config);
    for (std::size_t index = 0; index < set.videos.size(); ++index) {
        const model::TrainingVideo &video = set.videos[index];
        const double fps = set.studentGrid.sampleFps > 0.0 ? set.studentGrid.sampleFps : video.fps;
        if (!(fps > 0.0) || !std::isfinite(fps)) {
            return base::fail({.code = base::ErrorCode::BadValue,
                               .problem = "the frame rate of " + video.name + " is not known",
                               .expected = "a rate above 0 for every video or for all features"});
        }
        if (video.isTraining) {
            out.m_training.push_back({index, video.weakLabels, {}, {}});
        }
    }
    TRY(out.addTargets(pseudoLabels, corrections));
    if (out.m_training.empty()) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "there is no video to train the student with",
                           .expected = "at least one training video with labels"});
    }
    TRY(out.readFeatures(cancel));
    return out;
}

tal::StudentGrid StudentDataset::gridOf(const model::TrainingVideo &video) const
{
    const model::FeatureGrid &grid = m_set->studentGrid;
    return {.fps = grid.sampleFps > 0.0 ? grid.sampleFps : video.fps,
            .windowFrames = grid.windowFrames,
            .strideFrames = grid.strideFrames * m_config.downsampling};
}

base::Result<void> StudentDataset::addCorrection(TrainingItem &item,
                                                 const model::CorrectedVideo &corrected) const
{
    const tal::StudentGrid grid = gridOf(m_set->videos[item.index]);
    item.correction.isWholeTruth = corrected.isDone;
    for (const model::Instance &segment : corrected.segments) {
        TRY(checkTimes(corrected.video, segment.start, segment.end));
        item.correction.segments.push_back(
            {grid.toGrid(segment.start), grid.toGrid(segment.end), segment.classIndex});
        item.weakLabels.push_back(segment.classIndex);
    }
    std::sort(item.weakLabels.begin(), item.weakLabels.end());
    item.weakLabels.erase(std::unique(item.weakLabels.begin(), item.weakLabels.end()),
                          item.weakLabels.end());
    return {};
}

base::Result<void> StudentDataset::addTargets(const model::DetectionSet &pseudoLabels,
                                              const std::vector<model::CorrectedVideo> &corrections)
{
    std::map<std::string, TrainingItem *> items;
    for (TrainingItem &item : m_training) {
        items[m_set->videos[item.index].name] = &item;
    }
    const auto itemOf = [&](const std::string &name) -> base::Result<TrainingItem *> {
        if (const auto found = items.find(name); found != items.end()) {
            return found->second;
        }
        const bool isKnown =
            std::any_of(m_set->videos.begin(), m_set->videos.end(),
                        [&](const model::TrainingVideo &video) { return video.name == name; });
        return base::fail(
            {.code = isKnown ? base::ErrorCode::Conflict : base::ErrorCode::NotFound,
             .problem = isKnown ? "the labels name " + name + ", a video of the test split"
                                : "the labels name a video that the set does not have: " + name,
             .expected = "labels of training videos only"});
    };
    std::vector<int> classOf;
    for (const std::string &name : pseudoLabels.classes) {
        const auto found = std::find(m_set->classes.begin(), m_set->classes.end(), name);
        if (found == m_set->classes.end()) {
            return base::fail(
                {.code = base::ErrorCode::NotFound,
                 .problem = "the labels name a class that the set does not have: " + name});
        }
        classOf.push_back(static_cast<int>(found - m_set->classes.begin()));
    }
    for (const model::CorrectedVideo &corrected : corrections) {
        TRY(addCorrection(*TRY(itemOf(corrected.video)), corrected));
    }
    for (const model::VideoDetections &video : pseudoLabels.videos) {
        TrainingItem *item = TRY(itemOf(video.video));
        const tal::StudentGrid grid = gridOf(m_set->videos[item->index]);
        for (const model::Detection &label : video.detections) {
            TRY(checkTimes(video.video, label.start, label.end));
            item->pseudoLabels.push_back({grid.toGrid(label.start), grid.toGrid(label.end),
                                          classOf[static_cast<std::size_t>(label.classIndex)]});
        }
        // Only what people have not spoken about; their segments are kept apart.
        const student::Targets merged = student::mergeTargets(item->pseudoLabels, item->correction);
        item->pseudoLabels.assign(merged.begin() +
                                      static_cast<std::ptrdiff_t>(item->correction.segments.size()),
                                  merged.end());
    }
    if (m_whenEmpty == model::EmptyVideoPolicy::Skip) {
        std::erase_if(m_training, [](const TrainingItem &item) {
            return item.pseudoLabels.empty() && item.correction.segments.empty() &&
                   !item.correction.isWholeTruth;
        });
    }
    return {};
}

base::Result<torch::Tensor> StudentDataset::readVideo(std::size_t index) const
{
    const model::TrainingVideo &video = m_set->videos[index];
    const model::FeatureMatrix matrix =
        TRY(data::loadFeatures(video.studentFeatures, m_set->studentGrid.dim));
    torch::Tensor rows = viewOf(matrix).clone();
    if (m_config.downsampling > 1) {
        rows = rows.slice(0, 0, rows.size(0), m_config.downsampling).contiguous();
    }
    const std::int64_t longest = student::pointBufferLength(m_config, 1);
    if (student::paddedLength(m_config, rows.size(0)) > longest) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "the features of " + video.name + " have " +
                                      std::to_string(rows.size(0)) + " rows",
                           .file = video.studentFeatures.parts.front().string(),
                           .expected = "at most " + std::to_string(longest) +
                                       " (student.max_sequence times max_buffer_factor)"});
    }
    return rows;
}

base::Result<void> StudentDataset::readFeatures(const base::CancelToken &cancel)
{
    for (std::size_t index = 0; index < m_set->videos.size(); ++index) {
        if (cancel.isCancelled()) {
            return base::fail({.code = base::ErrorCode::Cancelled, .problem = "stopped"});
        }
        torch::Tensor rows = TRY(readVideo(index));
        const auto bytes = static_cast<std::int64_t>(rows.nbytes());
        m_totalBytes += bytes;
        if (m_cachedBytes + bytes <= kMemoryBytes) {
            m_cachedBytes += bytes;
            m_cache[index] = std::move(rows);
        }
    }
    return {};
}

base::Result<torch::Tensor> StudentDataset::features(std::size_t index) const
{
    if (m_cache[index].defined()) {
        return m_cache[index];
    }
    return readVideo(index);
}

std::int64_t StudentDataset::batchesPerEpoch() const
{
    return (trainingVideos() + m_config.batchSize - 1) / m_config.batchSize;
}

base::Result<StudentBatch> StudentDataset::batch(std::int64_t epoch, std::int64_t index,
                                                 bool isPinned) const
{
    std::vector<std::size_t> order(m_training.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    base::Random random = streamOf(m_seed, Purpose::Order, epoch, 0);
    random.shuffle(std::span(order));
    const auto first = static_cast<std::size_t>(index * m_config.batchSize);
    const std::size_t last =
        std::min(order.size(), first + static_cast<std::size_t>(m_config.batchSize));

    StudentBatch out;
    out.features = torch::empty(
        {static_cast<std::int64_t>(last - first), m_set->studentGrid.dim, m_config.maxSequence},
        torch::TensorOptions(torch::kFloat).pinned_memory(isPinned));
    for (std::size_t i = first; i < last; ++i) {
        const TrainingItem &item = m_training[order[i]];
        addSample(out, item, TRY(features(item.index)), epoch);
    }
    return out;
}

void StudentDataset::addSample(StudentBatch &batch, const TrainingItem &item,
                               const torch::Tensor &rows, std::int64_t epoch) const
{
    const model::TrainingVideo &video = m_set->videos[item.index];
    student::Targets all = item.pseudoLabels;
    all.insert(all.end(), item.correction.segments.begin(), item.correction.segments.end());
    base::Random random =
        streamOf(m_seed, Purpose::Crop, epoch, static_cast<std::int64_t>(item.index));
    const tal::Crop crop = tal::cropSample(rows.size(0), all, tal::CropRule::of(m_config), random);

    student::Targets pseudoLabels;
    student::Correction correction{item.correction.isWholeTruth, {}};
    for (std::size_t i = 0; i < crop.segments.size(); ++i) {
        const bool isPseudoLabel = crop.sources[i] < item.pseudoLabels.size();
        (isPseudoLabel ? pseudoLabels : correction.segments).push_back(crop.segments[i]);
    }
    const auto sample = static_cast<std::int64_t>(batch.lengths.size());
    writeTransposed(rows, crop.start, crop.length, batch.features[sample]);
    batch.lengths.push_back(crop.length);
    batch.pseudoLabels.push_back(std::move(pseudoLabels));
    batch.corrections.push_back(std::move(correction));
    batch.weakLabels.push_back(item.weakLabels);
    batch.grids.push_back(gridOf(video));
    batch.durations.push_back(video.durationS.value_or(std::numeric_limits<double>::infinity()));
}

base::Result<StudentVideo> StudentDataset::video(std::size_t index) const
{
    const torch::Tensor rows = TRY(features(index));
    const model::TrainingVideo &video = m_set->videos[index];
    StudentVideo out;
    out.length = rows.size(0);
    out.features = torch::empty({1, rows.size(1), student::paddedLength(m_config, out.length)});
    writeTransposed(rows, 0, out.length, out.features[0]);
    out.grid = gridOf(video);
    out.durationS = video.durationS.value_or(std::numeric_limits<double>::infinity());
    return out;
}

} // namespace core::ml
