#include <fstream>
#include <memory>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/hash.h"
#include "core/data/features.h"
#include "core/edit/moved_media.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::MovedMedia;
using edit::ProjectSession;

namespace fs = std::filesystem;

// Media and features of a project that lie elsewhere now.
class TestMovedMedia : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void findsWhatWasMoved();
    void tellsFilesOfOneNameApart();
    void refusesOtherContent();
    void findsNothingWhereNothingIsMissing();
    void refusesWhatIsNoFolder();
    void canBeCancelled();

private:
    ProjectSession open() const
    {
        return std::move(*ProjectSession::open(m_path, edit::Access::Write, "test"));
    }
    fs::path folder() const { return m_folder->path().toStdString(); }
    // All files of the project that are not there.
    qsizetype missing() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

// Two videos of four have a file, of all four there are features in two halves.
void TestMovedMedia::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    fs::create_directory(folder() / "project");
    m_path = tests::makeProject(folder() / "project");
    for (const char *made : {"disk1/videos", "disk1/i3d/rgb", "disk1/i3d/flow"}) {
        fs::create_directories(folder() / made);
    }
    ProjectSession session = open();
    std::vector<edit::VideoFile> files;
    edit::FeatureImport features;
    features.set.name = "i3d";
    features.set.grid.dim = 0;
    for (const model::Video &video : session.document().videos()) {
        for (const char *half : {"rgb", "flow"}) {
            const fs::path path = folder() / "disk1/i3d" / half / (video.name + ".npy");
            const float value = half[0] == 'r' ? 0.25F : 0.5F;
            QVERIFY(data::writeFeatures(
                path, {.snippets = 78, .dim = 4, .values = std::vector<float>(78 * 4, value)}));
            features.files[video.name].push_back(path);
        }
        if (files.size() < 2) {
            edit::VideoFile file{.video = video,
                                 .file = folder() / "disk1/videos" / (video.name + ".mp4")};
            std::ofstream(file.file) << "pictures of " << video.name;
            file.video.headHash = base::hashHead(file.file).value();
            files.push_back(file);
        }
    }
    QVERIFY(edit::importVideos(session, files, {}));
    QVERIFY(edit::importFeatures(session, features, {}));
    QCOMPARE(missing(), 0);
}

qsizetype TestMovedMedia::missing() const
{
    const auto session = ProjectSession::open(m_path, edit::Access::Read, "test");
    qsizetype count = 0;
    for (const model::Video &video : session->document().videos()) {
        count += video.rootId && !fs::exists(*session->resolve(video.rootId, video.path));
    }
    const std::vector<model::FeatureSet> sets = session->project().featureSets().value();
    const std::vector<model::Feature> features =
        session->project().features(sets.front().id).value();
    for (const model::Feature &feature : features) {
        for (const model::FeaturePart &part : feature.parts) {
            count += !fs::exists(*session->resolve(part.rootId, part.path));
        }
    }
    return count;
}

void TestMovedMedia::findsWhatWasMoved()
{
    fs::create_directory(folder() / "disk2");
    fs::rename(folder() / "disk1", folder() / "disk2/thumos");
    QCOMPARE(missing(), 10);
    ProjectSession session = open();
    qint64 told = 0;
    const MovedMedia media =
        edit::findMovedMedia(session, folder() / "disk2", [&](std::int64_t done, std::int64_t all) {
            QCOMPARE(all, 10);
            told = done;
        }).value();
    QCOMPARE(told, 10);
    QCOMPARE(media.found.size(), std::size_t{10});
    QVERIFY(media.missing.empty());
    QVERIFY(media.strangers.empty());
    const auto before = session.revisions().newest(std::nullopt)->size();
    QVERIFY(edit::takeMovedMedia(session, media));
    QCOMPARE(session.revisions().newest(std::nullopt)->size(), before + 1);
    const model::Video &video = session.document().videos().front();
    QCOMPARE(*session.resolve(video.rootId, video.path),
             folder() / "disk2/thumos/videos" / (video.name + ".mp4"));
    QCOMPARE(missing(), 0);
}

// RGB and flow of a video have the same name: the folder, and in the end the content, decides.
void TestMovedMedia::tellsFilesOfOneNameApart()
{
    fs::create_directory(folder() / "disk2");
    fs::rename(folder() / "disk1/i3d/rgb", folder() / "disk2/a");
    fs::rename(folder() / "disk1/i3d/flow", folder() / "disk2/b");
    ProjectSession session = open();
    const MovedMedia media = edit::findMovedMedia(session, folder() / "disk2").value();
    QCOMPARE(media.found.size(), std::size_t{8});
    QVERIFY(media.strangers.empty());
    for (const edit::MovedFile &file : media.found) {
        QCOMPARE(file.file.parent_path().filename().string(),
                 std::string(file.part == 0 ? "a" : "b"));
    }
}

void TestMovedMedia::refusesOtherContent()
{
    const std::string name = open().document().videos().front().name + ".mp4";
    fs::create_directory(folder() / "disk2");
    fs::remove(folder() / "disk1/videos" / name);
    std::ofstream(folder() / "disk2" / name) << "other pictures";
    ProjectSession session = open();
    const MovedMedia media = edit::findMovedMedia(session, folder() / "disk2").value();
    QVERIFY(media.found.empty());
    QCOMPARE(media.missing, std::vector{folder() / "disk1/videos" / name});
    QCOMPARE(media.strangers, std::vector{folder() / "disk2" / name});
}

void TestMovedMedia::findsNothingWhereNothingIsMissing()
{
    const MovedMedia media = edit::findMovedMedia(open(), folder()).value();
    QVERIFY(media.found.empty() && media.missing.empty() && media.strangers.empty());
}

void TestMovedMedia::refusesWhatIsNoFolder()
{
    const auto media = edit::findMovedMedia(open(), folder() / "nowhere");
    QVERIFY(!media);
    QCOMPARE(media.error().code, base::ErrorCode::NotFound);
    QCOMPARE(media.error().file, (folder() / "nowhere").string());
}

void TestMovedMedia::canBeCancelled()
{
    fs::rename(folder() / "disk1", folder() / "disk2");
    base::CancelToken cancel;
    cancel.cancel();
    const auto media = edit::findMovedMedia(open(), folder() / "disk2", {}, cancel);
    QVERIFY(!media);
    QCOMPARE(media.error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestMovedMedia)
#include "tst_moved_media.moc"
