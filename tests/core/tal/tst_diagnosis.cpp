#include <cmath>
#include <map>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/average_precision.h"
#include "core/tal/diagnosis_mean.h"

using namespace core;
using model::Instance;
using tal::ErrorType;

namespace {

model::VideoGroundTruth truthVideo(const std::string &name, std::vector<Instance> instances,
                                   double duration = 100.0)
{
    model::VideoGroundTruth video;
    video.video = name;
    video.durationS = duration;
    video.instances = std::move(instances);
    return video;
}

struct Sample
{
    model::GroundTruth truth;
    model::DetectionSet predictions;
};

// One prediction of each type for class a, in order of score.
Sample onePredictionOfEachType()
{
    return {.truth = {.classes = {"a", "b"},
                      .videos = {truthVideo("v", {{0, 0, 10}, {1, 20, 30}, {0, 40, 50}})}},
            .predictions = {.classes = {"a", "b"},
                            .videos = {{.video = "v",
                                        .detections = {{0, 0, 10, 0.9},    // true positive
                                                       {0, 1, 10, 0.8},    // double detection
                                                       {0, 20, 30, 0.7},   // wrong label
                                                       {0, 0, 4, 0.6},     // localization
                                                       {0, 20, 23, 0.5},   // confusion
                                                       {0, 60, 70, 0.4}}}, // background
                                       {.video = "w", .detections = {{0, 0, 10, 0.3}}}}}};
}

std::size_t countOf(const tal::Diagnosis &diagnosis, ErrorType type)
{
    std::size_t count = 0;
    for (const auto &group : diagnosis.profile) {
        count += group[static_cast<std::size_t>(type)];
    }
    return count;
}

} // namespace

class TestDiagnosis : public QObject
{
    Q_OBJECT

private slots:
    void typesByOverlapAndLabel();
    void groupsHoldAsManyAsInstances();
    void onlyTheBestTenfoldCount();
    void tiesFollowTheRule();
    void gainIsMapWithoutTheType();
    void binsAreClosedAbove();
    void characteristicsOfBins();
    void lowPrecisionFindsNothing();
    void givenCharacteristicsMustFit();
    void meanOverSeveralTiou();
};

void TestDiagnosis::typesByOverlapAndLabel()
{
    const Sample sample = onePredictionOfEachType();
    const auto diagnosis = tal::diagnose(sample.truth, sample.predictions, {});
    QVERIFY(diagnosis.has_value());
    QCOMPARE(diagnosis->gtInstances, std::size_t{3});
    std::map<std::pair<int, int>, ErrorType> typeOf;
    for (const tal::DiagnosedPrediction &entry : diagnosis->predictions) {
        typeOf[{entry.video, entry.detection}] = entry.type;
    }
    const ErrorType expected[] = {ErrorType::TruePositive, ErrorType::DoubleDetection,
                                  ErrorType::WrongLabel,   ErrorType::Localization,
                                  ErrorType::Confusion,    ErrorType::Background};
    for (int i = 0; i < 6; ++i) {
        QVERIFY2((typeOf.at({0, i}) == expected[i]), qPrintable(QString::number(i)));
    }
    QVERIFY((typeOf.at({1, 0}) == ErrorType::Background)); // a video without ground truth
    // Each points at the instance that decided.
    for (const tal::DiagnosedPrediction &entry : diagnosis->predictions) {
        if (entry.video == 0 && entry.detection == 4) {
            QCOMPARE(entry.instance, 1);
            QCOMPARE(entry.tiou, 0.3);
        }
    }
}

void TestDiagnosis::groupsHoldAsManyAsInstances()
{
    const Sample sample = onePredictionOfEachType();
    const auto diagnosis = tal::diagnose(sample.truth, sample.predictions, {});
    // Class a has two instances: two predictions a group.
    QCOMPARE(diagnosis->profile.size(), std::size_t{10});
    QCOMPARE(diagnosis->profile[0][0], std::size_t{1});
    QCOMPARE(diagnosis->profile[0][1], std::size_t{1});
    QCOMPARE(diagnosis->profile[1][2], std::size_t{1});
    QCOMPARE(diagnosis->profile[1][3], std::size_t{1});
    QCOMPARE(diagnosis->profile[2][4], std::size_t{1});
    QCOMPARE(diagnosis->profile[2][5], std::size_t{1});
    QCOMPARE(diagnosis->profile[3][5], std::size_t{1});
    for (const tal::DiagnosedPrediction &entry : diagnosis->predictions) {
        const int place = entry.video == 1 ? 6 : entry.detection;
        QCOMPARE(entry.group, place / 2);
    }
}

void TestDiagnosis::onlyTheBestTenfoldCount()
{
    Sample sample{.truth = {.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}},
                  .predictions = {.classes = {"a"}, .videos = {{.video = "v", .detections = {}}}}};
    for (int i = 0; i < 30; ++i) {
        sample.predictions.videos[0].detections.push_back(
            {0, 50.0, 60.0, static_cast<double>(i) / 30.0});
    }
    const auto diagnosis = tal::diagnose(sample.truth, sample.predictions, {});
    QCOMPARE(diagnosis->predictions.size(), std::size_t{10});
    QCOMPARE(countOf(*diagnosis, ErrorType::Background), std::size_t{10});
    for (const tal::DiagnosedPrediction &entry : diagnosis->predictions) {
        QVERIFY(entry.detection >= 20); // indices of the full set
    }
}

void TestDiagnosis::tiesFollowTheRule()
{
    // Twins: the same segment under two labels, the other label first in the file.
    const model::GroundTruth truth{.classes = {"cliff", "dive"},
                                   .videos = {truthVideo("v", {{1, 0, 10}, {0, 0, 10}})}};
    const model::DetectionSet predictions{
        .classes = {"cliff", "dive"},
        .videos = {{.video = "v", .detections = {{0, 0, 10, 0.9}, {0, 0, 9, 0.8}}}}};
    const auto published = tal::diagnose(truth, predictions, {});
    QCOMPARE(countOf(*published, ErrorType::WrongLabel), std::size_t{1});
    const auto kind =
        tal::diagnose(truth, predictions, {.ties = tal::DiagnosisTies::PreferSameLabel});
    QCOMPARE(countOf(*kind, ErrorType::WrongLabel), std::size_t{0});
    QCOMPARE(countOf(*kind, ErrorType::DoubleDetection), std::size_t{1});
}

void TestDiagnosis::gainIsMapWithoutTheType()
{
    const Sample sample = onePredictionOfEachType();
    const auto diagnosis = tal::diagnose(sample.truth, sample.predictions, {});
    for (std::size_t type = 1; type < tal::kErrorTypeCount; ++type) {
        model::DetectionSet without = sample.predictions;
        for (const tal::DiagnosedPrediction &entry : diagnosis->predictions) {
            if (entry.type == static_cast<ErrorType>(type)) {
                auto &video = without.videos[static_cast<std::size_t>(entry.video)];
                video.detections[static_cast<std::size_t>(entry.detection)].score = -1e9;
            }
        }
        // Moved to the very end they disturb nothing.
        const auto rest =
            tal::evaluate(sample.truth, without, {.protocol = "detad", .tiou = {0.5}});
        QVERIFY(std::abs(rest->averageMap - diagnosis->profileMap - diagnosis->mapGain[type]) <
                1e-12);
    }
    // Class a has two instances of which one is found, b none: N = 1.5, AP 0.5 and 0.
    QCOMPARE(diagnosis->map, 0.25);
    QCOMPARE(diagnosis->missedGain, 0.25);
}

void TestDiagnosis::binsAreClosedAbove()
{
    // Lengths 3 (XS), 3.5 (S), 20 (XL) s of 100 s: coverages .03 (S), .035 (S), .2 (XL).
    const model::GroundTruth truth{
        .classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 3}, {0, 10, 13.5}, {0, 20, 40}})}};
    const auto diagnosis = tal::diagnose(truth, {.classes = {"a"}, .videos = {}}, {});
    QVERIFY(diagnosis.has_value());
    const auto instances = [&diagnosis](std::size_t c) {
        std::vector<std::size_t> counts;
        for (const tal::CharacteristicBar &bar : diagnosis->characteristics[c]) {
            counts.push_back(bar.instances);
        }
        return counts;
    };
    QCOMPARE(instances(0), (std::vector<std::size_t>{0, 2, 0, 0, 1}));
    QCOMPARE(instances(1), (std::vector<std::size_t>{1, 1, 0, 0, 1}));
    QCOMPARE(instances(2), (std::vector<std::size_t>{0, 3, 0, 0}));
    QVERIFY(!diagnosis->characteristics[0][0].map.has_value());
    const auto wide =
        tal::diagnose(truth, {.classes = {"a"}, .videos = {}}, {.bins = tal::BinSet::ActivityNet});
    QCOMPARE(wide->characteristics[1][0].instances, std::size_t{3});
}

void TestDiagnosis::characteristicsOfBins()
{
    const model::GroundTruth truth{.classes = {"a"},
                                   .videos = {truthVideo("v", {{0, 0, 3}, {0, 20, 40}})}};
    const model::DetectionSet predictions{
        .classes = {"a"},
        .videos = {{.video = "v", .detections = {{0, 60, 70, 0.9}, {0, 20, 40, 0.8}}}}};
    const auto diagnosis = tal::diagnose(truth, predictions, {});
    const auto &length = diagnosis->characteristics[1];
    QCOMPARE(length[0].missed, std::size_t{1});
    QCOMPARE(*length[0].map, 0.0);
    QCOMPARE(length[4].missed, std::size_t{0});
    // One instance in the bin, N = 2: precision at recall 1 after one miss is 2 / 3.
    QCOMPARE(*length[4].map, 2.0 / 3.0);
    // Over both: recall 1/2, precision 1 / 2.
    QCOMPARE(diagnosis->map, 0.25);
}

void TestDiagnosis::lowPrecisionFindsNothing()
{
    Sample sample{.truth = {.classes = {"a"}, .videos = {truthVideo("v", {{0, 0, 10}})}},
                  .predictions = {.classes = {"a"}, .videos = {{.video = "v", .detections = {}}}}};
    auto &detections = sample.predictions.videos[0].detections;
    detections.assign(18, {0, 50, 60, 0.9});
    detections.push_back({0, 0, 10, 0.1}); // precision 1/19 > 0.05
    QVERIFY(tal::diagnose(sample.truth, sample.predictions, {})->instances[0].isFound);
    detections.insert(detections.begin(), {0, 50, 60, 0.9}); // 1/20
    QVERIFY(!tal::diagnose(sample.truth, sample.predictions, {})->instances[0].isFound);
}

void TestDiagnosis::givenCharacteristicsMustFit()
{
    const Sample sample = onePredictionOfEachType();
    tal::DiagnosisOptions options;
    options.characteristics = {{tal::Characteristics{0.5, 1.0, 1.0}}};
    const auto wrong = tal::diagnose(sample.truth, sample.predictions, options);
    QVERIFY(!wrong.has_value());
    options.characteristics[0] = {tal::Characteristics{0.5, 1.0, 1.0}, tal::Characteristics(),
                                  tal::Characteristics{0.01, 100.0, 200.0}};
    const auto right = tal::diagnose(sample.truth, sample.predictions, options);
    QCOMPARE(right->characteristics[0][4].instances, std::size_t{1});
    QCOMPARE(right->characteristics[0][0].instances, std::size_t{1});
    QCOMPARE(right->characteristics[1][4].instances, std::size_t{1});
    QCOMPARE(right->instances[1].bin[0], -1);
}

void TestDiagnosis::meanOverSeveralTiou()
{
    const Sample sample = onePredictionOfEachType();
    const auto mean = tal::diagnoseMean(sample.truth, sample.predictions, {}, {0.2, 0.5});
    QVERIFY(mean.has_value());
    const auto low = tal::diagnose(sample.truth, sample.predictions, {.tiou = 0.2}).value();
    const auto high = tal::diagnose(sample.truth, sample.predictions, {.tiou = 0.5}).value();
    QVERIFY(low.map != high.map ||
            countOf(low, ErrorType::Localization) != countOf(high, ErrorType::Localization));
    QVERIFY(qAbs(mean->map - (low.map + high.map) / 2.0) < 1e-12);
    QVERIFY(qAbs(mean->missedGain - (low.missedGain + high.missedGain) / 2.0) < 1e-12);
    for (std::size_t type = 0; type < tal::kErrorTypeCount; ++type) {
        QVERIFY(qAbs(mean->mapGain[type] - (low.mapGain[type] + high.mapGain[type]) / 2.0) < 1e-12);
        for (std::size_t g = 0; g < mean->profile.size(); ++g) {
            QCOMPARE(mean->profile[g][type],
                     static_cast<double>(low.profile[g][type] + high.profile[g][type]) / 2.0);
        }
    }
    const tal::CharacteristicBar &lowBar = low.characteristics[1][2];
    const tal::CharacteristicBar &highBar = high.characteristics[1][2];
    QVERIFY(lowBar.map && mean->characteristics[1][2].map);
    QVERIFY(qAbs(*mean->characteristics[1][2].map - (*lowBar.map + *highBar.map) / 2.0) < 1e-12);
    QCOMPARE(mean->first.tiou, 0.2);
    // One tIoU is the diagnosis itself.
    const auto one = tal::diagnoseMean(sample.truth, sample.predictions, {}, {0.5});
    QCOMPARE(one->map, high.map);
    QCOMPARE(tal::diagnoseMean(sample.truth, sample.predictions, {}, {}).error().code,
             base::ErrorCode::Usage);
}

QTEST_APPLESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
