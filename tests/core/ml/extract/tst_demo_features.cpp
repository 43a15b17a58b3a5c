#include <array>
#include <numeric>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/parallel.h"
#include "core/demo/demo_dataset.h"
#include "core/ml/extract/feature_extraction.h"

using namespace core::demo;
using core::base::Result;
using core::model::FeatureGrid;
using core::model::FeatureMatrix;

namespace {

constexpr int kClasses = kActionCount + 1; // the last is background
constexpr int kBackground = kActionCount;

struct LabelledVideo
{
    bool isTraining = false;
    FeatureMatrix features;
    std::vector<int> labels; // of each snippet's middle
};

double squaredDistance(std::span<const float> a, const std::vector<double> &b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

} // namespace

// The demo stands or falls with this: what is drawn must be learnable from the decoded pixels, but
// not without effort.
class TestDemoFeatures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nearestCentroidBeatsChance();
    void actionsStandOutFromBackground();

private:
    std::vector<std::vector<double>> centroids() const;

    std::vector<LabelledVideo> m_videos;
};

void TestDemoFeatures::initTestCase()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const DemoPlan plan = planDemo({.videos = 30, .seed = 5}).value();
    QVERIFY(renderDemo(plan, path, 2, [](int) {}, {}));
    const FeatureGrid grid{.sampleFps = 0.0, .windowFrames = 16, .strideFrames = 8, .dim = 512};
    m_videos.resize(plan.videos.size());
    const auto extracted =
        core::base::forEachParallel(plan.videos.size(), 2, [&](std::size_t i) -> Result<void> {
            const DemoVideo &video = plan.videos[i];
            LabelledVideo &made = m_videos[i];
            made.isTraining = video.subset == kTrainingSubset;
            made.features =
                TRY(core::ml::extractFeatures(videoPath(path, video), grid, [](auto, auto) {}, {}));
            for (std::int64_t t = 0; t < made.features.snippets; ++t) {
                const double middle = static_cast<double>(8 * t + 8) / video.scene.fps;
                const auto found = std::find_if(
                    video.instances.begin(), video.instances.end(), [&](const auto &instance) {
                        return instance.start <= middle && middle < instance.end;
                    });
                made.labels.push_back(found == video.instances.end() ? kBackground
                                                                     : found->classIndex);
            }
            return {};
        });
    QVERIFY(extracted);
}

std::vector<std::vector<double>> TestDemoFeatures::centroids() const
{
    std::vector<std::vector<double>> means(
        kClasses, std::vector<double>(static_cast<std::size_t>(m_videos[0].features.dim)));
    std::array<int, kClasses> counts{};
    for (const LabelledVideo &video : m_videos) {
        for (std::int64_t t = 0; video.isTraining && t < video.features.snippets; ++t) {
            const auto label = static_cast<std::size_t>(video.labels[static_cast<std::size_t>(t)]);
            const auto row = video.features.row(t);
            std::transform(row.begin(), row.end(), means[label].begin(), means[label].begin(),
                           [](float value, double sum) { return sum + value; });
            ++counts[label];
        }
    }
    for (std::size_t label = 0; label < kClasses; ++label) {
        for (double &value : means[label]) {
            value /= std::max(counts[label], 1);
        }
    }
    return means;
}

void TestDemoFeatures::nearestCentroidBeatsChance()
{
    const std::vector<std::vector<double>> means = centroids();
    std::array<int, kClasses> right{};
    std::array<int, kClasses> all{};
    for (const LabelledVideo &video : m_videos) {
        for (std::int64_t t = 0; !video.isTraining && t < video.features.snippets; ++t) {
            const auto label = static_cast<std::size_t>(video.labels[static_cast<std::size_t>(t)]);
            std::array<double, kClasses> distances{};
            for (std::size_t k = 0; k < kClasses; ++k) {
                distances[k] = squaredDistance(video.features.row(t), means[k]);
            }
            const auto nearest = std::min_element(distances.begin(), distances.end());
            ++all[label];
            right[label] += nearest - distances.begin() == static_cast<std::ptrdiff_t>(label);
        }
    }
    double mean = 0.0;
    for (std::size_t k = 0; k < kClasses; ++k) {
        QVERIFY(all[k] > 20);
        mean += static_cast<double>(right[k]) / all[k] / kClasses;
    }
    qInfo("mean recall of the nearest centroid on held-out videos: %.3f (chance %.3f)", mean,
          1.0 / kClasses);
    QVERIFY(mean > 0.40);
    QVERIFY(mean < 0.95); // else the demo shows nothing
}

void TestDemoFeatures::actionsStandOutFromBackground()
{
    const std::vector<std::vector<double>> means = centroids();
    // How much nearer to some action than to background; ranked against the truth.
    std::vector<std::pair<double, bool>> ranked;
    for (const LabelledVideo &video : m_videos) {
        for (std::int64_t t = 0; !video.isTraining && t < video.features.snippets; ++t) {
            const auto row = video.features.row(t);
            double action = squaredDistance(row, means[0]);
            for (std::size_t k = 1; k < kActionCount; ++k) {
                action = std::min(action, squaredDistance(row, means[k]));
            }
            ranked.emplace_back(squaredDistance(row, means[kBackground]) - action,
                                video.labels[static_cast<std::size_t>(t)] != kBackground);
        }
    }
    std::sort(ranked.begin(), ranked.end());
    // Area under the ROC curve from the ranks of the positives.
    double rankSum = 0.0;
    double positives = 0.0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        rankSum += ranked[i].second ? static_cast<double>(i + 1) : 0.0;
        positives += ranked[i].second ? 1.0 : 0.0;
    }
    const double negatives = static_cast<double>(ranked.size()) - positives;
    const double area = (rankSum - positives * (positives + 1.0) / 2.0) / (positives * negatives);
    qInfo("action against background on held-out videos: area under ROC %.3f", area);
    QVERIFY(area > 0.70);
}

QTEST_APPLESS_MAIN(TestDemoFeatures)
#include "tst_demo_features.moc"
