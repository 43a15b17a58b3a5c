#include <map>
#include <set>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/demo/demo_dataset.h"
#include "core/media/video_reader.h"

using namespace core::demo;
using core::base::CancelToken;
using core::base::ErrorCode;

class TestDemoDataset : public QObject
{
    Q_OBJECT

private slots:
    void planIsComplete();
    void samePlanForTheSameSeed();
    void everyFrameIsPlanned();
    void frameDependsOnItsNumberOnly();
    void actionsMoveMoreThanStanding();
    void rendersTheSameBytesOnAnyThreads();
    void decodedFramesAreTheRenderedOnes();
    void stopsWhenCancelled();
    void refusesImpossibleOptions_data();
    void refusesImpossibleOptions();

private:
    static DemoOptions small()
    {
        return {.videos = 3, .seed = 4, .minLengthS = 10.0, .maxLengthS = 12.0};
    }
    static std::filesystem::path pathOf(const QTemporaryDir &folder)
    {
        return folder.path().toStdString();
    }
};

void TestDemoDataset::planIsComplete()
{
    const DemoPlan plan = planDemo({}).value();
    QCOMPARE(plan.videos.size(), std::size_t{120});
    std::map<std::string, std::map<int, int>> videosOfClass;
    std::set<std::string> names;
    int instances = 0;
    double actionS = 0.0;
    double totalS = 0.0;
    for (const DemoVideo &video : plan.videos) {
        QVERIFY(names.insert(video.name).second);
        const double durationS = static_cast<double>(video.scene.frames) / video.scene.fps;
        QVERIFY(durationS >= 29.9 && durationS <= 50.1);
        totalS += durationS;
        QVERIFY(!video.classes.empty() && video.classes.size() <= 2);
        std::set<int> seen;
        double lastEnd = 0.0;
        for (const core::model::Instance &instance : video.instances) {
            QVERIFY(instance.start > lastEnd);
            QVERIFY(instance.end > instance.start);
            QVERIFY(instance.end < durationS);
            lastEnd = instance.end;
            seen.insert(instance.classIndex);
            actionS += instance.end - instance.start;
            ++instances;
        }
        QVERIFY(std::equal(seen.begin(), seen.end(), video.classes.begin(), video.classes.end()));
        for (const int classIndex : video.classes) {
            ++videosOfClass[video.subset][classIndex];
        }
    }
    QCOMPARE(videosOfClass[kTrainingSubset].size(), std::size_t{kActionCount});
    QCOMPARE(videosOfClass[kTestSubset].size(), std::size_t{kActionCount});
    QVERIFY(instances > 250);
    QVERIFY(actionS / totalS > 0.2 && actionS / totalS < 0.5);
    QCOMPARE(groundTruthOf(plan).videos.size(), plan.videos.size());
    QCOMPARE(groundTruthOf(plan).videos[7].instances, plan.videos[7].instances);
}

void TestDemoDataset::samePlanForTheSameSeed()
{
    QVERIFY(groundTruthOf(planDemo({.seed = 3}).value()) ==
            groundTruthOf(planDemo({.seed = 3}).value()));
    QVERIFY(!(groundTruthOf(planDemo({.seed = 3}).value()) ==
              groundTruthOf(planDemo({.seed = 4}).value())));
}

void TestDemoDataset::everyFrameIsPlanned()
{
    const DemoPlan plan = planDemo({}).value();
    for (const DemoVideo &video : plan.videos) {
        std::int64_t frame = 0;
        std::size_t actions = 0;
        for (const ActivitySpan &span : video.scene.spans) {
            QCOMPARE(span.startFrame, frame);
            QVERIFY(span.endFrame > span.startFrame);
            frame = span.endFrame;
            if (static_cast<int>(span.activity) < kActionCount) {
                // The ground truth is where the frames are, to the frame.
                const core::model::Instance &instance = video.instances.at(actions++);
                QCOMPARE(instance.classIndex, static_cast<int>(span.activity));
                QCOMPARE(instance.start * video.scene.fps, static_cast<double>(span.startFrame));
                QCOMPARE(instance.end * video.scene.fps, static_cast<double>(span.endFrame));
            }
        }
        QCOMPARE(frame, video.scene.frames);
        QCOMPARE(actions, video.instances.size());
        QCOMPARE(video.scene.shots.front().startFrame, 0);
    }
}

void TestDemoDataset::frameDependsOnItsNumberOnly()
{
    const DemoPlan plan = planDemo(small()).value();
    const ScenePlan &scene = plan.videos[1].scene;
    SceneRenderer inOrder(scene);
    SceneRenderer jumping(scene);
    std::vector<core::media::Picture> frames;
    for (std::int64_t i = 0; i < scene.frames; ++i) {
        frames.push_back(inOrder.render(i));
    }
    for (std::int64_t i = scene.frames - 1; i >= 0; i -= 7) {
        QVERIFY(jumping.render(i) == frames[static_cast<std::size_t>(i)]);
    }
    QVERIFY(!(frames[0] == frames[20]));
}

void TestDemoDataset::actionsMoveMoreThanStanding()
{
    const auto motion = [](Activity activity) {
        ScenePlan scene;
        scene.frames = 60;
        scene.seed = 8;
        scene.shots = {{}};
        scene.spans = {{.activity = activity, .startFrame = 0, .endFrame = 60, .tempo = 1.0}};
        SceneRenderer renderer(scene);
        core::media::Picture last = renderer.render(20);
        double sum = 0.0;
        for (std::int64_t i = 21; i < 40; ++i) {
            const core::media::Picture &next = renderer.render(i);
            for (std::size_t k = 0; k < next.pixels.size(); ++k) {
                sum += std::abs(next.pixels[k] - last.pixels[k]);
            }
            last = next;
        }
        return sum;
    };
    const double standing = motion(Activity::Standing);
    for (int action = 0; action < kActionCount; ++action) {
        QVERIFY2(motion(static_cast<Activity>(action)) > 2.0 * standing,
                 kActionNames[static_cast<std::size_t>(action)]);
    }
}

void TestDemoDataset::rendersTheSameBytesOnAnyThreads()
{
    const QTemporaryDir one;
    const QTemporaryDir three;
    const DemoPlan plan = planDemo(small()).value();
    int calls = 0;
    QVERIFY(renderDemo(plan, pathOf(one), 1, [&](int done) { QCOMPARE(done, ++calls); }, {}));
    QCOMPARE(calls, 3);
    QVERIFY(renderDemo(plan, pathOf(three), 3, [](int) {}, {}));
    for (const DemoVideo &video : plan.videos) {
        QCOMPARE(core::base::readFile(videoPath(pathOf(one), video)).value(),
                 core::base::readFile(videoPath(pathOf(three), video)).value());
    }
}

void TestDemoDataset::decodedFramesAreTheRenderedOnes()
{
    const QTemporaryDir folder;
    DemoPlan plan = planDemo(small()).value();
    plan.videos.resize(1);
    QVERIFY(renderDemo(plan, pathOf(folder), 1, [](int) {}, {}));
    const ScenePlan &scene = plan.videos[0].scene;
    auto reader = core::media::VideoReader::open(videoPath(pathOf(folder), plan.videos[0])).value();
    QCOMPARE(reader.table().frameCount(), scene.frames);
    QCOMPARE(reader.table().fps.value(), scene.fps);
    SceneRenderer renderer(scene);
    for (std::int64_t i = 0; i < scene.frames; i += 11) {
        const auto decoded = (*reader.read(i))->toPicture(core::media::PixelLayout::Rgb24).value();
        const core::media::Picture &drawn = renderer.render(i);
        double difference = 0.0;
        for (std::size_t k = 0; k < drawn.pixels.size(); ++k) {
            difference += std::abs(drawn.pixels[k] - decoded.pixels[k]);
        }
        QVERIFY(difference / static_cast<double>(drawn.pixels.size()) < 8.0);
    }
}

void TestDemoDataset::stopsWhenCancelled()
{
    const QTemporaryDir folder;
    const CancelToken cancel;
    const auto rendered = renderDemo(
        planDemo({}).value(), pathOf(folder), 2, [&](int) { cancel.cancel(); }, cancel);
    QVERIFY(!rendered);
    QVERIFY(rendered.error().code == ErrorCode::Cancelled);
    QVERIFY(QDir(folder.path()).count() < 10); // no half files of the videos in work
}

void TestDemoDataset::refusesImpossibleOptions_data()
{
    QTest::addColumn<int>("videos");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("share");
    QTest::newRow("one video") << 1 << 160 << 0.6;
    QTest::newRow("odd width") << 10 << 161 << 0.6;
    QTest::newRow("tiny") << 10 << 2 << 0.6;
    QTest::newRow("no test split") << 10 << 160 << 1.0;
}

void TestDemoDataset::refusesImpossibleOptions()
{
    QFETCH(int, videos);
    QFETCH(int, width);
    QFETCH(double, share);
    const auto plan = planDemo({.videos = videos, .trainingShare = share, .width = width});
    QVERIFY(!plan);
    QVERIFY(plan.error().code == ErrorCode::BadValue);
}

QTEST_APPLESS_MAIN(TestDemoDataset)
#include "tst_demo_dataset.moc"
