#include <QtTest>

#include "core/base/random.h"
#include "core/tal/filter_sweep.h"

using namespace core;

namespace {

model::DetectionSet proposals()
{
    base::Random random(4);
    model::DetectionSet set{.classes = {"a", "b"}, .videos = {}};
    for (int v = 0; v < 6; ++v) {
        model::VideoDetections video{.video = QString("v%1").arg(v).toStdString(),
                                     .detections = {}};
        for (int i = 0; i < 60; ++i) {
            const double start = random.uniform(0.0, 80.0);
            video.detections.push_back({.classIndex = i % 2,
                                        .start = start,
                                        .end = start + random.uniform(1.0, 12.0),
                                        .score = random.uniform()});
        }
        set.videos.push_back(std::move(video));
    }
    return set;
}

model::GroundTruth truth()
{
    model::GroundTruth truth{.classes = {"a", "b"}, .videos = {}};
    for (int v = 0; v < 6; ++v) {
        model::VideoGroundTruth video;
        video.video = QString("v%1").arg(v).toStdString();
        for (int i = 0; i < 6; ++i) {
            video.instances.push_back(
                {.classIndex = i % 2, .start = i * 12.0, .end = i * 12.0 + 8.0});
        }
        truth.videos.push_back(std::move(video));
    }
    return truth;
}

tal::SweepInput input(const model::DetectionSet &proposals,
                      const model::DetectionSet *beforeNms = nullptr)
{
    static const model::GroundTruth kTruth = truth();
    static const tal::WeakLabels kUnknown;
    return {.proposals = proposals,
            .weakLabels = kUnknown,
            .beforeNms = beforeNms,
            .truth = kTruth,
            .quality = {.tiou = 0.3}};
}

} // namespace

class TestFilterSweep : public QObject
{
    Q_OBJECT

private slots:
    void cellsAreWhatTheBatchGives();
    void countsProposalsBeforeNms();
    void videoAloneIsWhatTheBatchGives();
    void threadsChangeNothing();
    void stopsWhenAsked();
};

void TestFilterSweep::cellsAreWhatTheBatchGives()
{
    const model::DetectionSet set = proposals();
    const model::FilterConfig base{.minDurationS = 2.0};
    const auto sweep = tal::sweepFilter(input(set), base, tal::densityAxis({0.0, 1.0, 4.0}),
                                        tal::scoreAxis({0.1, 0.6}), base::CancelToken());
    QVERIFY(sweep.has_value());
    QCOMPARE(sweep->cells.size(), std::size_t{6});
    for (std::size_t i = 0; i < sweep->cells.size(); ++i) {
        const tal::SweepCell &cell = sweep->cells[i];
        QCOMPARE(cell.x, sweep->xs[i % 3]);
        QCOMPARE(cell.y, sweep->ys[i / 3]);
        const tal::FilterOutcome outcome = tal::filterProposals(
            set, {.minDensity = cell.x, .minScore = cell.y, .minDurationS = 2.0});
        const auto quality =
            tal::labelQuality(truth(), tal::keptProposals(set, outcome), {.tiou = 0.3});
        QCOMPARE(cell.kept, outcome.kept);
        QCOMPARE(cell.quality.matched, quality->total.matched);
        QCOMPARE(cell.map, quality->map);
    }
    QVERIFY(sweep->cells.front().kept > sweep->cells.back().kept);
}

void TestFilterSweep::countsProposalsBeforeNms()
{
    const model::DetectionSet all = proposals();
    model::DetectionSet few = all;
    for (model::VideoDetections &video : few.videos) {
        video.detections.resize(video.detections.size() / 4);
    }
    const auto kept = [&few](const model::DetectionSet *beforeNms) {
        return tal::sweepFilter(input(few, beforeNms), {}, tal::densityAxis({1.0}),
                                tal::scoreAxis({0.1}), base::CancelToken())
            ->cells.front()
            .kept;
    };
    const model::FilterConfig config{.minDensity = 1.0, .minScore = 0.1};
    QCOMPARE(kept(nullptr), tal::filterProposals(few, config).kept);
    QCOMPARE(kept(&all), tal::filterProposals(few, config, {}, &all).kept);
    QVERIFY(kept(&all) > kept(nullptr)); // more neighbours
}

void TestFilterSweep::videoAloneIsWhatTheBatchGives()
{
    const model::DetectionSet set = proposals();
    const model::FilterConfig config{.minDensity = 1.3, .minScore = 0.35};
    const tal::FilterOutcome batch = tal::filterProposals(set, config);
    for (std::size_t v = 0; v < set.videos.size(); ++v) {
        const tal::VideoVerdicts alone = tal::filterVideo(set.videos[v], config, nullptr);
        for (std::size_t i = 0; i < alone.proposals.size(); ++i) {
            const tal::ProposalVerdict &one = alone.proposals[i];
            const tal::ProposalVerdict &all = batch.videos[v].proposals[i];
            QCOMPARE(one.isKept, all.isKept);
            QCOMPARE(one.failed, all.failed);
            QVERIFY(one.density == all.density && one.score == all.score);
        }
    }
}

void TestFilterSweep::threadsChangeNothing()
{
    const auto sweep = [](int threads) {
        const model::DetectionSet set = proposals();
        return *tal::sweepFilter(input(set), {}, tal::densityAxis({0.0, 0.5, 2.0}),
                                 tal::scoreAxis({0.2, 0.4, 0.8}), base::CancelToken(), threads);
    };
    const tal::FilterSweep one = sweep(1);
    const tal::FilterSweep four = sweep(4);
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
        QVERIFY(one.cells[i].kept == four.cells[i].kept && one.cells[i].map == four.cells[i].map);
    }
}

void TestFilterSweep::stopsWhenAsked()
{
    const base::CancelToken cancel;
    cancel.cancel();
    const model::DetectionSet set = proposals();
    const auto sweep =
        tal::sweepFilter(input(set), {}, tal::densityAxis({0.0}), tal::scoreAxis({0.2}), cancel);
    QVERIFY(!sweep.has_value());
    QVERIFY(sweep.error().code == base::ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestFilterSweep)
#include "tst_filter_sweep.moc"
