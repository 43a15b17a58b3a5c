#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/npy_file.h"
#include "core/intake/carry_out.h"
#include "core/intake/recognise.h"

#include "tests/support/media_factory.h"
#include "tests/support/project_factory.h"

using namespace core;
using base::ErrorCode;
using edit::Access;
using edit::ProjectSession;
using intake::Item;
using intake::Kind;
using intake::Unknown;

namespace {

constexpr int kVideos = 3;

} // namespace

// A folder of somebody's files, from recognising them to the project that comes of them.
class TestIntake : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void recognisesWhatAFolderHolds();
    void saysWhatIsWrongWithAFile();
    void stopsWhenCancelled();
    void rehearsesWithoutChangingAnything();
    void doesWhatTheRehearsalSaid();
    void treatsUnknownVideosAsAsked();
    void passesByVideosThatAreThere();
    void leavesOutWhatIsNotChosen();

private:
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    std::vector<Item> recognised() const { return intake::recognise({folder()}, {}).value(); }
    std::filesystem::path newProject(const char *name) const
    {
        const std::filesystem::path path =
            std::filesystem::path(m_work->path().toStdString()) / name;
        if (!ProjectSession::create(path, "test")) {
            qFatal("the project cannot be made");
        }
        return path;
    }
    static const Item &itemOf(const std::vector<Item> &items, Kind kind)
    {
        return *std::find_if(items.begin(), items.end(),
                             [kind](const Item &item) { return item.kind == kind; });
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_work;
};

void TestIntake::initTestCase()
{
    QVERIFY(base::makeFolder(folder() / "videos"));
    QVERIFY(base::makeFolder(folder() / "i3d"));
    QVERIFY(base::makeFolder(folder() / "old.talo.runs"));
    for (int i = 0; i < kVideos; ++i) {
        const std::string name = "v_00" + std::to_string(i);
        QVERIFY(tests::writeCounterVideo(folder() / "videos" / (name + ".mp4"), {.frames = 100}));
        const std::vector<float> values(6 * 4, 0.5F); // 100 frames, a snippet in 16
        QVERIFY(data::writeNpy(folder() / "i3d" / (name + "-rgb.npy"),
                               std::array<std::int64_t, 2>{6, 4}, std::span<const float>(values)));
    }
    QVERIFY(base::writeFileAtomically(folder() / "videos" / "broken.mp4", "this is no video"));
    QVERIFY(base::writeFileAtomically(folder() / "old.talo.runs" / "job.json", "{}"));
    QVERIFY(data::writeAnnotationJson(folder() / "gt.json", tests::makeGroundTruth(kVideos, 2),
                                      data::AnnotationForm::ActivityNet));
    QVERIFY(data::writeDetectionJson(folder() / "results.json",
                                     tests::makeDetections(kVideos + 1, 3, 1),
                                     data::DetectionForm::ActivityNet));
}

void TestIntake::init()
{
    m_work = std::make_unique<QTemporaryDir>();
}

void TestIntake::recognisesWhatAFolderHolds()
{
    const std::vector<Item> items = recognised();
    QCOMPARE(items.size(), std::size_t{4});
    QCOMPARE(items[0].kind, Kind::Videos); // in the order of importing
    QCOMPARE(items[0].videos, kVideos);
    QCOMPARE(items[0].problems.size(), std::size_t{1});
    QCOMPARE(items[1].kind, Kind::GroundTruth);
    QCOMPARE(items[1].instances, kVideos * 2);
    QCOMPARE(items[2].kind, Kind::Features);
    QCOMPARE(std::get<edit::FeatureImport>(items[2].content).set.name, std::string("i3d"));
    QVERIFY(std::get<edit::FeatureImport>(items[2].content).files.contains("v_000"));
    QVERIFY(std::holds_alternative<model::DetectionSet>(items[3].content));
    QCOMPARE(items[3].choices.size(), std::size_t{3});
}

void TestIntake::saysWhatIsWrongWithAFile()
{
    const std::vector<Item> items = recognised();
    QVERIFY(items[0].problems[0].sentence().find("broken.mp4") != std::string::npos);
    const std::filesystem::path odd = folder() / "videos" / "notes.xyz";
    QVERIFY(base::writeFileAtomically(odd, "one two three, four"));
    const auto single = intake::recognise({odd}, {}).value();
    std::filesystem::remove(odd);
    QCOMPARE(single.size(), std::size_t{1});
    QCOMPARE(single[0].kind, Kind::Nothing);
    QVERIFY(!single[0].isChosen);
    QVERIFY(single[0].problems[0].sentence().find("notes.xyz") != std::string::npos);
    QVERIFY(base::makeFolder(folder() / "empty"));
    const auto empty = intake::recognise({folder() / "empty"}, {}).value();
    QCOMPARE(empty.size(), std::size_t{1});
    QVERIFY(!empty[0].isChosen);
}

void TestIntake::stopsWhenCancelled()
{
    const base::CancelToken cancel;
    cancel.cancel();
    const auto items = intake::recognise({folder()}, {}, {}, cancel);
    QVERIFY(!items);
    QCOMPARE(items.error().code, ErrorCode::Cancelled);
    const auto tried = intake::rehearse({}, recognised(), Unknown::Refuse, {}, cancel);
    QVERIFY(!tried);
    QCOMPARE(tried.error().code, ErrorCode::Cancelled);
}

void TestIntake::rehearsesWithoutChangingAnything()
{
    const std::filesystem::path path = newProject("p.talo");
    const auto tables = {"video", "track", "segment", "feature", "revision"};
    const std::string before = tests::dumpTables(path, tables);
    std::int64_t steps = 0;
    const auto tried =
        intake::rehearse(path, recognised(), Unknown::LeaveOut,
                         [&](const std::string &what, std::int64_t, std::int64_t total) {
                             QCOMPARE(what, std::string("features"));
                             QCOMPARE(total, kVideos);
                             ++steps;
                         });
    QVERIFY2(tried, tried ? "" : tried.error().sentence().c_str());
    QCOMPARE(steps, kVideos);
    for (const intake::Outcome &outcome : tried->outcomes) {
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->sentence().c_str() : "");
        QVERIFY(outcome.isImported);
    }
    QCOMPARE(tests::dumpTables(path, tables), before);
}

void TestIntake::doesWhatTheRehearsalSaid()
{
    const std::filesystem::path path = newProject("p.talo");
    const std::vector<Item> items = recognised();
    const auto tried = intake::rehearse(path, items, Unknown::LeaveOut).value();
    auto session = ProjectSession::open(path, Access::Write, "test").value();
    const auto done = intake::carryOut(session, items, Unknown::LeaveOut, tried.features, true);
    for (std::size_t i = 0; i < items.size(); ++i) {
        QVERIFY(done[i].isImported);
        QCOMPARE(done[i].report.videos, tried.outcomes[i].report.videos);
        QCOMPARE(done[i].report.instances, tried.outcomes[i].report.instances);
        QCOMPARE(done[i].report.newVideos, tried.outcomes[i].report.newVideos);
        QVERIFY(done[i].report.warnings == tried.outcomes[i].report.warnings);
    }
    QCOMPARE(session.document().videos().size(), std::size_t{kVideos});
    QCOMPARE(session.project().featureSets().value().size(), std::size_t{1});
    QCOMPARE(session.project().features(1).value().size(), std::size_t{kVideos});
}

void TestIntake::treatsUnknownVideosAsAsked()
{
    std::vector<Item> items = recognised();
    items[3].kind = Kind::PseudoLabels;
    const std::filesystem::path path = newProject("p.talo");
    const auto refused = intake::rehearse(path, items, Unknown::Refuse).value();
    QVERIFY(refused.outcomes[3].error);
    QCOMPARE(refused.outcomes[3].error->code, ErrorCode::NotFound);
    QVERIFY(refused.outcomes[3].error->sentence().find("results.json") != std::string::npos);
    const auto left = intake::rehearse(path, items, Unknown::LeaveOut).value();
    QVERIFY(left.outcomes[3].isImported);
    QCOMPARE(left.outcomes[3].report.videos, kVideos);
    QVERIFY(!left.outcomes[3].report.warnings.empty());
    const auto added = intake::rehearse(path, items, Unknown::Add).value();
    QVERIFY(added.outcomes[3].isImported);
    QCOMPARE(added.outcomes[3].report.newVideos, 1);
}

void TestIntake::passesByVideosThatAreThere()
{
    const std::filesystem::path path = newProject("p.talo");
    std::vector<Item> videos = {itemOf(recognised(), Kind::Videos)};
    auto &files = std::get<intake::VideoContent>(videos[0].content).files;
    const std::vector<edit::VideoFile> all = files;
    files.pop_back();
    auto session = ProjectSession::open(path, Access::Write, "test").value();
    QVERIFY(intake::carryOut(session, videos, Unknown::Refuse, {{}}, true)[0].isImported);
    files = all;
    const auto again = intake::carryOut(session, videos, Unknown::Refuse, {{}}, true);
    QVERIFY(again[0].isImported);
    QCOMPARE(again[0].report.newVideos, 1);
    QVERIFY(!again[0].report.warnings.empty());
    const auto third = intake::carryOut(session, videos, Unknown::Refuse, {{}}, true);
    QVERIFY(third[0].error);
    QCOMPARE(third[0].error->code, ErrorCode::Conflict);
}

void TestIntake::leavesOutWhatIsNotChosen()
{
    std::vector<Item> items = recognised();
    for (Item &item : items) {
        item.isChosen = item.kind == Kind::GroundTruth;
    }
    const auto tried = intake::rehearse({}, items, Unknown::Refuse).value();
    for (std::size_t i = 0; i < items.size(); ++i) {
        QCOMPARE(tried.outcomes[i].isImported, items[i].isChosen);
        QVERIFY(!tried.outcomes[i].error);
    }
}

QTEST_APPLESS_MAIN(TestIntake)
#include "tst_intake.moc"
