#include "core/ml/dataset/weak_video_dataset.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"

namespace core::ml {

namespace {

// Random streams of the data set, apart from those of the training steps: the highest bits tell
// what is drawn, then the epoch, then the video.
constexpr std::uint64_t kOrderStream = std::uint64_t{1} << 62;
constexpr std::uint64_t kSampleStream = std::uint64_t{1} << 63;

std::uint64_t sampleStream(std::uint64_t epoch, std::size_t video)
{
    return kSampleStream | (epoch << 28) | static_cast<std::uint64_t>(video);
}

base::Error badValue(std::string problem, std::string expected)
{
    return {.code = base::ErrorCode::BadValue,
            .problem = std::move(problem),
            .expected = std::move(expected)};
}

} // namespace

base::Result<WeakVideoDataset> WeakVideoDataset::open(const model::TrainingSet &set,
                                                      const FeatureStore &store,
                                                      std::vector<std::size_t> videos,
                                                      int batchSize, std::uint64_t seed,
                                                      Sampler sampler)
{
    if (videos.empty()) {
        return base::fail(badValue("there are no training videos", "at least one"));
    }
    if (batchSize < 1) {
        return base::fail(badValue(fmt::format("the batch size is {}", batchSize), "at least 1"));
    }
    for (const std::size_t index : videos) {
        const model::TrainingVideo &video = set.videos[index];
        if (video.weakLabels.empty()) {
            return base::fail(badValue("the training video " + video.name + " has no weak label",
                                       "at least one class that occurs in it"));
        }
        for (const int label : video.weakLabels) {
            if (label < 0 || static_cast<std::size_t>(label) >= set.classes.size()) {
                return base::fail(
                    badValue(fmt::format("the video {} has weak label {}", video.name, label),
                             fmt::format("a class from 0 to {}", set.classes.size() - 1)));
            }
        }
    }
    WeakVideoDataset dataset(set, store);
    dataset.m_videos = std::move(videos);
    dataset.m_batchSize = static_cast<std::size_t>(batchSize);
    dataset.m_seed = seed;
    dataset.m_sampler = std::move(sampler);
    return dataset;
}

std::int64_t WeakVideoDataset::stepsPerEpoch() const
{
    return static_cast<std::int64_t>((m_videos.size() + m_batchSize - 1) / m_batchSize);
}

std::vector<std::size_t> WeakVideoDataset::videosOf(std::int64_t step) const
{
    const auto epoch = static_cast<std::uint64_t>((step - 1) / stepsPerEpoch());
    const std::size_t first = static_cast<std::size_t>((step - 1) % stepsPerEpoch()) * m_batchSize;
    const std::size_t last = std::min(first + m_batchSize, m_videos.size());
    std::vector<std::size_t> order = m_videos;
    base::Random random(m_seed, kOrderStream | epoch);
    random.shuffle(std::span(order));
    return {order.begin() + static_cast<std::ptrdiff_t>(first),
            order.begin() + static_cast<std::ptrdiff_t>(last)};
}

base::Result<GeneratorBatch> WeakVideoDataset::batch(std::int64_t step, bool isPinned) const
{
    const std::vector<std::size_t> videos = videosOf(step);
    const auto count = static_cast<std::int64_t>(videos.size());
    const auto epoch = static_cast<std::uint64_t>((step - 1) / stepsPerEpoch());
    return catchTorch("loading a batch", [&]() -> base::Result<GeneratorBatch> {
        GeneratorBatch batch;
        batch.labels = torch::zeros({count, static_cast<std::int64_t>(m_set->classes.size())});
        for (std::int64_t i = 0; i < count; ++i) {
            const std::size_t video = videos[static_cast<std::size_t>(i)];
            const auto features = TRY(m_store->features(video));
            base::Random random(m_seed, sampleStream(epoch, video));
            const std::vector<std::int64_t> indices = m_sampler(features->snippets, random);
            if (!batch.features.defined()) {
                batch.features =
                    torch::empty({count, static_cast<std::int64_t>(indices.size()), features->dim});
            }
            gatherRows(*features, indices, batch.features[i]);
            for (const int label : m_set->videos[video].weakLabels) {
                batch.labels[i][label] = 1.0F;
            }
        }
        if (isPinned) {
            batch.features = batch.features.pin_memory();
            batch.labels = batch.labels.pin_memory();
        }
        return batch;
    });
}

} // namespace core::ml
