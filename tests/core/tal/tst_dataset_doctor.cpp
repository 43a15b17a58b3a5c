#include <algorithm>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/dataset_doctor.h"

using namespace core;

namespace {

model::VideoGroundTruth video(const std::string &name, std::vector<model::Instance> instances)
{
    model::VideoGroundTruth video;
    video.video = name;
    video.subset = "test";
    video.durationS = 100.0;
    video.frames = 3000;
    video.instances = std::move(instances);
    return video;
}

tal::DoctorInput input(std::vector<model::VideoGroundTruth> videos)
{
    tal::DoctorInput input;
    input.truth.classes = {"cliff", "dive", "run"};
    input.truth.videos = std::move(videos);
    return input;
}

// The finding of a code; count 0 where there is none.
tal::Finding findingOf(const tal::DoctorInput &input, const std::string &code)
{
    for (const tal::Finding &finding : tal::examineDataset(input)) {
        if (finding.code == code) {
            return finding;
        }
    }
    return {};
}

} // namespace

class TestDatasetDoctor : public QObject
{
    Q_OBJECT

private slots:
    void healthyData();
    void segmentsPastTheEnd();
    void lengthsAndPairs();
    void twinClasses();
    void videosWithoutSomething();
    void otherSources();
    void features();
    void halvesTheOtherWayRound();
    void flowInTheFirstHalf();
    void ambiguousSegments();
    void worstFirst();
    void selections();
};

void TestDatasetDoctor::healthyData()
{
    model::VideoGroundTruth healthy = video("v", {{0, 0, 10}, {1, 20, 30}});
    healthy.fps = 30.0;
    QVERIFY(tal::examineDataset(input({healthy})).empty());
}

void TestDatasetDoctor::segmentsPastTheEnd()
{
    const tal::Finding finding =
        findingOf(input({video("v", {{0, 90, 100.5}, {1, 90, 100.6}})}), "segment-past-end");
    QCOMPARE(finding.count, std::size_t{1});
    QCOMPARE(finding.places.front().instance, 1);
    QVERIFY((finding.severity == tal::Severity::Error));
    QVERIFY(!finding.fix.empty());
}

void TestDatasetDoctor::lengthsAndPairs()
{
    const tal::DoctorInput data = input({video("v", {{0, 5, 5},
                                                     {0, 10, 10.9},
                                                     {0, 20, 30},
                                                     {0, 20, 30},
                                                     {0, 29, 40},
                                                     {1, 35, 45},
                                                     {0, 40, 41}})});
    QCOMPARE(findingOf(data, "zero-length").count, std::size_t{1});
    QCOMPARE(findingOf(data, "sub-second").count, std::size_t{1});
    QCOMPARE(findingOf(data, "duplicate-segments").count, std::size_t{1});
    QCOMPARE(findingOf(data, "duplicate-segments").places.front().instance, 3);
    QCOMPARE(findingOf(data, "overlapping-segments").count, std::size_t{1});
    QCOMPARE(findingOf(data, "overlapping-segments").places.front().instance, 4);
}

void TestDatasetDoctor::twinClasses()
{
    const tal::Finding twins = findingOf(
        input({video("v", {{0, 0, 10}, {1, 0, 10}, {1, 20, 30}, {2, 40, 50}})}), "twin-classes");
    QCOMPARE(twins.count, std::size_t{1});
    QVERIFY(twins.text.find("cliff and dive") != std::string::npos);
    QVERIFY(twins.text.find("1 in test") != std::string::npos);
    // One shared segment of many makes no twins.
    const tal::DoctorInput few = input(
        {video("v", {{0, 0, 10}, {1, 0, 10}, {1, 20, 30}, {1, 40, 50}, {0, 60, 70}, {0, 80, 90}})});
    QCOMPARE(findingOf(few, "twin-classes").count, std::size_t{0});
    QCOMPARE(findingOf(few, "shared-segments").count, std::size_t{1});
}

void TestDatasetDoctor::videosWithoutSomething()
{
    model::VideoGroundTruth ambiguous = video("a", {});
    ambiguous.ambiguous = {{1, 2}};
    model::VideoGroundTruth unknown = video("u", {{0, 0, 10}});
    unknown.durationS.reset();
    tal::DoctorInput data = input({ambiguous, unknown});
    data.unlabelled = {"u"};
    QVERIFY(findingOf(data, "empty-videos").places.front().text.find("ambiguous") !=
            std::string::npos);
    QCOMPARE(findingOf(data, "missing-duration").places.front().video, std::string("u"));
    QCOMPARE(findingOf(data, "missing-weak-labels").count, std::size_t{1});
}

void TestDatasetDoctor::otherSources()
{
    tal::DoctorInput data = input({video("a", {{0, 0, 10}}), video("b", {{0, 0, 10}})});
    // Both have 3000 frames in 100 s.
    QCOMPARE(findingOf(data, "one-rate-for-all").count, std::size_t{2});
    data.facts = {{"a", 100.9, 30.05}, {"b", 120.0, 25.0}, {"c", 10.0, 25.0}};
    const tal::Finding durations = findingOf(data, "duration-disagrees");
    QCOMPARE(durations.count, std::size_t{1});
    QCOMPARE(durations.places.front().video, std::string("b"));
    QCOMPARE(findingOf(data, "fps-disagrees").count, std::size_t{1});
    QCOMPARE(findingOf(data, "unknown-videos").places.front().video, std::string("c"));
}

void TestDatasetDoctor::features()
{
    tal::DoctorInput data = input({video("a", {{0, 0, 10}}), video("b", {{0, 0, 10}})});
    // 100 s at 25 fps and stride 16: 156 snippets.
    data.features = {{.video = "a", .contentHash = "1", .snippets = 155, .sampleFps = 25.0},
                     {.video = "b", .contentHash = "1", .snippets = 120, .sampleFps = 25.0}};
    QCOMPARE(findingOf(data, "feature-length").count, std::size_t{1});
    QCOMPARE(findingOf(data, "feature-length").places.front().video, std::string("b"));
    QCOMPARE(findingOf(data, "split-leak").count, std::size_t{1});
    data.features[0].hasNonFinite = true;
    data.features[1].constantRows = 4;
    QCOMPARE(findingOf(data, "feature-not-finite").count, std::size_t{1});
    QCOMPARE(findingOf(data, "feature-constant").count, std::size_t{1});
    // Without a rate of its own a set uses the video's: 30 here.
    data.features = {{.video = "a", .contentHash = {}, .snippets = 187}};
    QCOMPARE(findingOf(data, "feature-length").count, std::size_t{0});
}

void TestDatasetDoctor::halvesTheOtherWayRound()
{
    tal::DoctorInput data = input({video("v", {{0, 0, 10}})});
    base::Random random(5);
    std::vector<float> usual;
    for (int d = 0; d < 64; ++d) {
        usual.push_back(static_cast<float>(random.uniform(0.0, 1.0)));
    }
    for (int v = 0; v < 9; ++v) {
        tal::FeatureFacts facts;
        facts.video = "v" + std::to_string(v);
        facts.set = "i3d";
        for (const float value : usual) {
            facts.columnMeans.push_back(value + static_cast<float>(random.uniform(-0.1, 0.1)));
        }
        if (v == 2 || v == 7) {
            std::rotate(facts.columnMeans.begin(), facts.columnMeans.begin() + 32,
                        facts.columnMeans.end());
        }
        data.features.push_back(std::move(facts));
    }
    const tal::Finding finding = findingOf(data, "feature-halves-swapped");
    QCOMPARE(finding.count, std::size_t{2});
    QCOMPARE(finding.places[0].video, "v2");
    QCOMPARE(finding.places[1].video, "v7");
    data.features.resize(3); // too few to tell which is the usual way
    QCOMPARE(findingOf(data, "feature-halves-swapped").count, std::size_t{0});
}

namespace {

// Values of a network after its rectifier: RGB high and slow, flow lower, sparser and faster.
model::FeatureMatrix twoStreams(bool isFlowFirst, base::Random &random)
{
    constexpr int kHalf = 64;
    model::FeatureMatrix features{.snippets = 12, .dim = 2 * kHalf, .values = {}};
    features.values.resize(static_cast<std::size_t>(12 * 2 * kHalf));
    for (int d = 0; d < 2 * kHalf; ++d) {
        const bool isFlow = (d < kHalf) == isFlowFirst;
        double slow = random.uniform(0.0, 1.0);
        for (int t = 0; t < 12; ++t) {
            slow += random.uniform(-0.1, 0.1);
            const double value = isFlow ? random.uniform(-0.5, 0.7) : slow;
            features.values[static_cast<std::size_t>(t * 2 * kHalf + d)] =
                static_cast<float>(std::max(value, 0.0));
        }
    }
    return features;
}

} // namespace

// No video of the set is the other way round than the rest, and still all are.
void TestDatasetDoctor::flowInTheFirstHalf()
{
    base::Random random(11);
    tal::DoctorInput data = input({video("v", {{0, 0, 10}})});
    const auto fill = [&](int flowFirst, int rgbFirst) {
        data.features.clear();
        for (int v = 0; v < flowFirst + rgbFirst; ++v) {
            tal::FeatureFacts facts;
            facts.video = "v" + std::to_string(v);
            facts.set = "i3d";
            tal::examineValues(twoStreams(v < flowFirst, random), facts);
            data.features.push_back(std::move(facts));
        }
    };
    fill(8, 0);
    const tal::Finding finding = findingOf(data, "feature-flow-first");
    QCOMPARE(finding.count, std::size_t{8});
    QVERIFY(finding.text.find("of 8 feature matrices of 'i3d'") != std::string::npos);
    fill(0, 8);
    QCOMPARE(findingOf(data, "feature-flow-first").count, std::size_t{0});
    fill(7, 0); // too few
    QCOMPARE(findingOf(data, "feature-flow-first").count, std::size_t{0});
    fill(7, 3); // too divided
    QCOMPARE(findingOf(data, "feature-flow-first").count, std::size_t{0});
    // Other networks, normalised values, a single stream: no statement.
    model::FeatureMatrix other = twoStreams(true, random);
    QVERIFY(tal::flowHalf(other) == tal::FlowHalf::First);
    other.values.front() = -0.1F;
    QVERIFY(tal::flowHalf(other) == tal::FlowHalf::Unclear);
    QVERIFY(tal::flowHalf({.snippets = 1, .dim = 65, .values = std::vector<float>(65, 1.0F)}) ==
            tal::FlowHalf::Unclear);
    QVERIFY(tal::flowHalf({.snippets = 9, .dim = 64, .values = std::vector<float>(9 * 64, 1.0F)}) ==
            tal::FlowHalf::Unclear);
}

void TestDatasetDoctor::ambiguousSegments()
{
    model::VideoGroundTruth some = video("a", {{0, 0, 10}});
    some.ambiguous = {{1, 2}, {4, 5}};
    const tal::Finding finding = findingOf(input({some, video("b", {})}), "ambiguous-segments");
    QCOMPARE(finding.count, std::size_t{2});
    QVERIFY(finding.text.ends_with("2 in test"));
    QCOMPARE(findingOf(input({video("b", {})}), "ambiguous-segments").count, std::size_t{0});
}

void TestDatasetDoctor::worstFirst()
{
    const auto findings =
        tal::examineDataset(input({video("v", {{0, 5, 5.5}, {0, 90, 120}}), video("e", {})}));
    QVERIFY(std::is_sorted(findings.begin(), findings.end(),
                           [](const auto &a, const auto &b) { return a.severity < b.severity; }));
    QCOMPARE(findings.front().code, std::string("segment-past-end"));
}

void TestDatasetDoctor::selections()
{
    const tal::DoctorInput data = input({video("video_test_0000004", {{0, 0, 10}}),
                                         video("video_test_0000270", {{0, 0, 10}, {0, 20, 30}})});
    std::map<std::string, std::size_t> instances;
    for (const tal::ProtocolSize &size : tal::protocolSizes(data.truth)) {
        instances[size.name] = size.instances;
    }
    QCOMPARE(instances.at("test"), std::size_t{3});
    QCOMPARE(instances.at("thumos14-212"), std::size_t{3});
    QCOMPARE(instances.at("thumos14-210"), std::size_t{1});
}

QTEST_APPLESS_MAIN(TestDatasetDoctor)
#include "tst_dataset_doctor.moc"
