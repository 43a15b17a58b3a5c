#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/data/npz_file.h"
#include "core/edit/class_list.h"
#include "core/edit/curves.h"
#include "core/edit/import_curves.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::Access;
using edit::ProjectSession;

// Other people's score curves become those of a run, from .npy and from .npz.
class TestImportCurves : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void curvesLieOnTheirVideo();
    void leavesOutAClassThatIsGone();
    void archives();
    void archivesThatAreNone();
    void refusedWithoutATrace_data();
    void refusedWithoutATrace();

private:
    std::filesystem::path npy(const char *name, std::int64_t rows, std::int64_t columns) const;
    // A ZIP archive as numpy.savez writes it; `method` 8 says that its entries are compressed.
    static std::string archive(const std::vector<std::pair<std::string, std::string>> &files,
                               int method = 0);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ProjectSession> m_session;
};

void TestImportCurves::init()
{
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = ProjectSession::open(tests::makeProject(m_folder->path().toStdString()),
                                     Access::Write, "test")
                    .value();
}

std::filesystem::path TestImportCurves::npy(const char *name, std::int64_t rows,
                                            std::int64_t columns) const
{
    const std::filesystem::path path = m_folder->filePath(name).toStdString();
    std::vector<float> values;
    for (std::int64_t i = 0; i < rows * columns; ++i) {
        values.push_back(static_cast<float>(i));
    }
    const std::array<std::int64_t, 2> shape = {rows, columns};
    if (!data::writeNpy(path, shape, std::span<const float>(values))) {
        qFatal("cannot write a test file");
    }
    return path;
}

std::string TestImportCurves::archive(const std::vector<std::pair<std::string, std::string>> &files,
                                      int method)
{
    const auto number = [](std::uint64_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) {
            text += static_cast<char>(value & 0xFFU);
            value >>= 8U;
        }
        return text;
    };
    std::string text;
    std::string directory;
    for (const auto &[name, content] : files) {
        const std::string common = number(20, 2) + number(0, 2) +
                                   number(static_cast<std::size_t>(method), 2) + number(0, 8) +
                                   number(content.size(), 4) + number(content.size(), 4) +
                                   number(name.size(), 2) + number(0, 2);
        directory +=
            "PK\x01\x02" + number(20, 2) + common + number(0, 10) + number(text.size(), 4) + name;
        text += "PK\x03\x04" + common + name + content;
    }
    const std::size_t at = text.size();
    return text + directory + "PK\x05\x06" + number(0, 4) + number(files.size(), 2) +
           number(files.size(), 2) + number(directory.size(), 4) + number(at, 4) + number(0, 2);
}

void TestImportCurves::curvesLieOnTheirVideo()
{
    const model::Video video = *m_session->document().videoByName("v_001");
    const auto count = edit::importCurves(
        *m_session, {.name = "theirs", .files = {{"v_001", npy("v_001.npy", 20, 3)}}});
    QVERIFY2(count.has_value(), count ? "" : count.error().sentence().c_str());
    QCOMPARE(*count, std::int64_t{1});
    for (const model::Track &track : m_session->document().tracks()) {
        if (track.role != model::TrackRole::Curve) {
            continue;
        }
        QCOMPARE(track.name, "theirs");
        const auto curves = edit::readCurves(*m_session, track);
        QVERIFY2(curves.has_value(), curves ? "" : curves.error().sentence().c_str());
        QCOMPARE(curves->channelClasses, (std::vector<int>{0, 1, 2}));
        QCOMPARE(curves->curve->snippets(), std::int64_t{20});
        QCOMPARE(curves->curve->value(4, 2), 14.0F);
        if (video.durationUs > 0) {
            QVERIFY(qAbs(curves->curve->stepUs() * 20.0 - static_cast<double>(video.durationUs)) <
                    1.0);
        }
        return;
    }
    QFAIL("there is no curve");
}

// Its column keeps its place in the file and is no class of the project, nor attention.
void TestImportCurves::leavesOutAClassThatIsGone()
{
    QVERIFY(edit::addClass(*m_session, "Hop"));
    QVERIFY(edit::importCurves(*m_session,
                               {.name = "theirs", .files = {{"v_001", npy("v_001.npy", 20, 4)}}}));
    QVERIFY(edit::removeClass(*m_session, "Hop"));
    const auto &tracks = m_session->document().tracks();
    const auto track = std::find_if(tracks.begin(), tracks.end(), [](const model::Track &item) {
        return item.role == model::TrackRole::Curve;
    });
    QVERIFY(track != tracks.end());
    const auto curves = edit::readCurves(*m_session, *track);
    QVERIFY2(curves.has_value(), curves ? "" : curves.error().sentence().c_str());
    QCOMPARE(curves->channelClasses, (std::vector<int>{0, 1, 2, edit::VideoCurves::kNoClass}));
}

void TestImportCurves::archives()
{
    const std::string matrix = base::readFile(npy("a.npy", 6, 3)).value();
    const std::string row = base::readFile(npy("b.npy", 6, 1)).value();
    const std::filesystem::path path = m_folder->filePath("v_002.npz").toStdString();
    QVERIFY(base::writeFileAtomically(path, archive({{"cas.npy", matrix}})));
    QCOMPARE(data::readNpz(path)->shape(), (std::vector<std::int64_t>{6, 3}));
    QVERIFY(edit::importCurves(*m_session, {.name = "theirs", .files = {{"v_002", path}}}));
    QVERIFY(std::filesystem::exists(m_session->runFolder("theirs") / "curves/v_002.npy"));

    QVERIFY(base::writeFileAtomically(path, archive({{"cas.npy", matrix}, {"att.npy", row}})));
    QCOMPARE(data::readNpz(path).error().code, base::ErrorCode::NotFound);
    QCOMPARE(data::readNpz(path, "cas")->toFloats()[4], 4.0F);
    QCOMPARE(data::readNpz(path, "nothing").error().code, base::ErrorCode::NotFound);
    QVERIFY(base::writeFileAtomically(path, archive({{"cas.npy", matrix}}, 8)));
    QCOMPARE(data::readNpz(path).error().code, base::ErrorCode::Unsupported);
}

void TestImportCurves::archivesThatAreNone()
{
    const std::string whole = archive({{"cas.npy", base::readFile(npy("a.npy", 6, 3)).value()}});
    const std::filesystem::path path = m_folder->filePath("x.npz").toStdString();
    for (std::size_t bytes = 0; bytes < whole.size(); bytes += 7) {
        QVERIFY(base::writeFileAtomically(path, whole.substr(0, bytes)));
        const auto array = data::readNpz(path);
        QVERIFY(!array.has_value());
        QVERIFY(array.error().sentence().find("x.npz") != std::string::npos);
    }
    // Places that point nowhere.
    for (std::size_t at = whole.size() - 22; at < whole.size(); ++at) {
        std::string broken = whole;
        broken[at] = static_cast<char>(0xFF);
        QVERIFY(base::writeFileAtomically(path, broken));
        (void)data::readNpz(path);
    }
}

void TestImportCurves::refusedWithoutATrace_data()
{
    QTest::addColumn<QString>("video");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("reason");
    QTest::newRow("unknown video") << "nobody" << 3 << "nobody";
    QTest::newRow("other classes") << "v_001" << 5 << "5 columns";
}

void TestImportCurves::refusedWithoutATrace()
{
    QFETCH(QString, video);
    QFETCH(int, columns);
    QFETCH(QString, reason);
    const auto count = edit::importCurves(
        *m_session, {.files = {{"v_000", npy("v_000.npy", 4, 3)},
                               {video.toStdString(), npy("x.npy", 4, columns)}}});
    QVERIFY(!count.has_value());
    QVERIFY(QString::fromStdString(count.error().sentence()).contains(reason));
    QVERIFY(m_session->runs().runs()->empty());
}

QTEST_APPLESS_MAIN(TestImportCurves)
#include "tst_import_curves.moc"
