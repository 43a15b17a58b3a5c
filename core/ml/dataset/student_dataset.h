#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ml/student/mean_teacher.h"
#include "core/ml/torch.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/model/training_set.h"
#include "core/tal/student_targets.h"

namespace core::ml {

// What the student reads (spec fustal-stage3-student §1).

// One training batch: B crops, zero-padded to T = maxSequence. On the CPU, pinned where asked for.
struct StudentBatch
{
    torch::Tensor features;            // [B, D, T] float32
    std::vector<std::int64_t> lengths; // rows of each crop
    std::vector<student::Targets> pseudoLabels;
    std::vector<student::Correction> corrections; // in the crop's grid
    std::vector<std::vector<int>> weakLabels;
    std::vector<tal::StudentGrid> grids;
    std::vector<double> durations; // seconds; infinity where unknown
};

// One whole video, padded as inference wants it.
struct StudentVideo
{
    torch::Tensor features; // [1, D, padded T]
    std::int64_t length = 0;
    tal::StudentGrid grid;
    double durationS = 0.0;
};

// The training videos with their targets; may be read from several threads at once. Keeps features
// in memory up to a limit and reads the rest again for every use.
class StudentDataset
{
public:
    // Bytes of features that stay in memory.
    static constexpr std::int64_t kMemoryBytes = std::int64_t{1} << 30;

    // pseudoLabels: filtered, in seconds; a training video without an entry has none. Errors:
    // NotFound (a video or class that the set lacks), Conflict (labels or corrections of a video
    // that is not for training), BadValue (times that are no numbers; a frame rate that is
    // missing), Cancelled, and what reading features gives. Features are read once here, to check
    // them. The set must outlive the data set.
    static base::Result<StudentDataset> open(const model::TrainingSet &set,
                                             const model::RunConfig &config,
                                             const model::DetectionSet &pseudoLabels,
                                             const std::vector<model::CorrectedVideo> &corrections,
                                             const base::CancelToken &cancel = {});

    std::int64_t trainingVideos() const { return static_cast<std::int64_t>(m_training.size()); }
    std::int64_t batchesPerEpoch() const;
    std::int64_t featureBytes() const { return m_totalBytes; }
    std::int64_t cachedBytes() const { return m_cachedBytes; }

    // Batch `index` of an epoch. Depends on (seed, epoch, index) alone: the order of videos has a
    // random stream an epoch, the crop one for each (epoch, video).
    base::Result<StudentBatch> batch(std::int64_t epoch, std::int64_t index, bool isPinned) const;

    // Video `index` of the training set (not only of the training split), whole.
    base::Result<StudentVideo> video(std::size_t index) const;

private:
    struct TrainingItem
    {
        std::size_t index = 0; // into the set's videos
        std::vector<int> weakLabels;
        student::Targets pseudoLabels;  // grid of the whole video
        student::Correction correction; // likewise
    };

    explicit StudentDataset(const model::TrainingSet &set, const model::RunConfig &config);
    tal::StudentGrid gridOf(const model::TrainingVideo &video) const;
    base::Result<void> addTargets(const model::DetectionSet &pseudoLabels,
                                  const std::vector<model::CorrectedVideo> &corrections);
    base::Result<void> addCorrection(TrainingItem &item,
                                     const model::CorrectedVideo &corrected) const;
    base::Result<void> readFeatures(const base::CancelToken &cancel);
    base::Result<torch::Tensor> features(std::size_t index) const;
    base::Result<torch::Tensor> readVideo(std::size_t index) const;
    void addSample(StudentBatch &batch, const TrainingItem &item, const torch::Tensor &rows,
                   std::int64_t epoch) const;

    const model::TrainingSet *m_set;
    model::StudentConfig m_config;
    model::EmptyVideoPolicy m_whenEmpty;
    std::uint64_t m_seed;
    std::vector<TrainingItem> m_training;
    std::vector<torch::Tensor> m_cache; // [T, D] by video; undefined where it is not kept
    std::int64_t m_totalBytes = 0;
    std::int64_t m_cachedBytes = 0;
};

} // namespace core::ml
