#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/edit/correct_once.h"
#include "core/edit/evidence.h"
#include "core/edit/run_results.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::Access;
using edit::ProjectSession;
using model::Segment;
using model::TrackRole;

// One correction carried over to labels of the same shape, and evidence for bounds of a project.
class TestCorrectOnce : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void findsTheSameShape();
    void boundsGoToTheCrossing();
    void appliesAsOneStep();
    void rejectionIsCarriedOver();
    void refusesWhatIsNoCorrection();
    void evidenceSaysWhatItIs();
    void simulatedAnnotatorsNeedFewerKeys();

private:
    Segment label(const std::string &video, std::size_t index) const;
    // The label accepted and its end moved by half its length.
    std::string correct(const Segment &label);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ProjectSession> m_session;
    model::Run m_run;
};

// Two videos whose curve of class Run rises and falls like a roof at 10 s, 30 s (and, twice as
// high, 50 s), and jumps at 70 s; labels over the rising half of each.
void TestCorrectOnce::init()
{
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = ProjectSession::open(tests::makeProject(m_folder->path().toStdString(), 4, 10),
                                     Access::Write, "test")
                    .value();
    m_run = edit::beginRun(*m_session, {.kind = "train"}, {}).value();
    const std::filesystem::path curves = m_session->runFolder(m_run.name) / "curves";
    QVERIFY(base::makeFolder(curves));
    std::vector<float> values(180, 0.0F);
    for (int roof = 0; roof < 3; ++roof) {
        for (int i = 0; i < 16; ++i) {
            values[static_cast<std::size_t>(20 + 40 * roof + i)] =
                static_cast<float>((8 - std::abs(i - 8)) * (roof == 2 ? 2 : 1));
        }
    }
    std::fill(values.begin() + 140, values.begin() + 160, 8.0F);
    const std::array<std::int64_t, 2> shape = {180, 1};
    edit::RunResults results;
    results.pseudoLabels = model::DetectionSet{.classes = {"Run"}, .videos = {}};
    const nlohmann::json meta = {{"classes", {"Run"}}, {"seconds_per_snippet", 0.5}};
    for (const char *video : {"v_000", "v_001"}) {
        const std::string file = std::string("curves/") + video + ".npy";
        QVERIFY(data::writeNpy(m_session->runFolder(m_run.name) / file, shape,
                               std::span<const float>(values)));
        results.files.push_back(
            {.kind = "curve", .path = file, .video = video, .metaJson = meta.dump()});
        results.pseudoLabels->videos.push_back(
            {.video = video,
             .detections = {
                 {0, 10, 14, 0.6}, {0, 30, 34, 0.5}, {0, 50, 54, 0.4}, {0, 70, 74, 0.3}}});
    }
    m_run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(*m_session, m_run, results));
}

Segment TestCorrectOnce::label(const std::string &video, std::size_t index) const
{
    const std::int64_t id = m_session->document().videoByName(video)->id;
    std::vector<Segment> found;
    const std::vector<Segment> all =
        m_session->segments().segments(TrackRole::PseudoLabel, m_run.name).value();
    for (const Segment &segment : all) {
        if (m_session->document().track(segment.trackId)->videoId == id) {
            found.push_back(segment);
        }
    }
    return found.at(index);
}

std::string TestCorrectOnce::correct(const Segment &label)
{
    edit::Document &document = m_session->document();
    const std::string copy = document.apply({edit::CopySegment{.uuid = label.uuid}})->segment;
    const base::TimeRange range = {label.range.startUs,
                                   label.range.endUs + label.range.durationUs()};
    if (!document.apply({edit::MoveSegment{.uuid = copy, .range = range}})) {
        qFatal("the copy cannot be moved");
    }
    return copy;
}

void TestCorrectOnce::findsTheSameShape()
{
    const std::string copy = correct(label("v_000", 0));
    const auto errors = edit::findSameErrors(*m_session, copy, {.minLikeness = 0.95});
    QVERIFY2(errors.has_value(), errors ? "" : errors.error().sentence().c_str());
    QCOMPARE(errors->original, label("v_000", 0).uuid);
    QCOMPARE(errors->correction.endShift, 1.0);
    QCOMPARE(errors->items.size(), std::size_t{5}); // the roofs but not the jumps
    for (const edit::SameErrorItem &item : errors->items) {
        QVERIFY(item.before.startUs < 70'000'000);
        QCOMPARE(item.after.startUs, item.before.startUs);
        QCOMPARE(item.after.endUs, item.before.endUs + 4'000'000);
        QVERIFY(item.newClassName.empty());
    }
    QVERIFY(errors->items.front().likeness >= errors->items.back().likeness);
    QCOMPARE(edit::findSameErrors(*m_session, copy, {.limit = 2})->items.size(), std::size_t{2});
    // Reviewed labels and those of videos that are done are left alone.
    edit::Document &document = m_session->document();
    QVERIFY(document.apply({edit::AcceptSegment{.uuid = label("v_000", 1).uuid}}));
    QVERIFY(document.apply({edit::SetVideoState{.videoId = document.videoByName("v_001")->id,
                                                .state = model::VideoState::Done}}));
    QCOMPARE(edit::findSameErrors(*m_session, copy, {.minLikeness = 0.95})->items.size(),
             std::size_t{1});
}

// The end was put where the curve falls through 0.3 of its height: so are the other ends, which is
// later on the roof that is twice as high, though all labels have the same length.
void TestCorrectOnce::boundsGoToTheCrossing()
{
    const Segment first = label("v_000", 0);
    edit::Document &document = m_session->document();
    const std::string copy = document.apply({edit::CopySegment{.uuid = first.uuid}})->segment;
    QVERIFY(document.apply(
        {edit::MoveSegment{.uuid = copy, .range = {first.range.startUs, 15'850'000}}}));
    const auto errors = edit::findSameErrors(*m_session, copy, {.minLikeness = 0.95});
    QVERIFY2(errors.has_value(), errors ? "" : errors.error().sentence().c_str());
    QVERIFY((errors->correction.endCrossing == tal::Crossing{.share = 0.3, .isRising = false}));
    QVERIFY(!errors->correction.startCrossing);
    std::map<base::TimeUs, edit::SameErrorItem> items; // of v_001, by start
    for (const edit::SameErrorItem &item : errors->items) {
        QVERIFY(item.endMeets && !item.startMeets);
        QCOMPARE(item.after.startUs, item.before.startUs);
        if (item.video == "v_001") {
            items[item.before.startUs] = item;
        }
    }
    QCOMPARE(items.size(), std::size_t{3});
    const auto end = [&items](base::TimeUs start) { return items.at(start).after.endUs; };
    QVERIFY(std::abs(end(10'000'000) - 15'850'000) < 300'000);
    QVERIFY(std::abs(end(30'000'000) - end(10'000'000) - 20'000'000) < 1000);
    // 4.8 is met 2.4 snippets later there.
    QVERIFY(std::abs(end(50'000'000) - end(10'000'000) - 41'200'000) < 1000);
}

void TestCorrectOnce::appliesAsOneStep()
{
    const std::string copy = correct(label("v_000", 0));
    const auto rows = [this] { return tests::dumpTables(m_session->path(), {"segment", "track"}); };
    const std::string before = rows();
    const auto errors = edit::findSameErrors(*m_session, copy, {.minLikeness = 0.95});
    edit::Document &document = m_session->document();
    const std::size_t undoable = document.undoCount();
    QVERIFY(document.apply(edit::sameErrorEdit(*m_session, *errors, errors->items)));
    QCOMPARE(document.undoCount(), undoable + 1);
    const auto manual = m_session->segments().segments(TrackRole::Manual, std::nullopt).value();
    QCOMPARE(manual.size(), std::size_t{1 + 2 * 5});
    QVERIFY(edit::findSameErrors(*m_session, copy, {.minLikeness = 0.95})->items.empty());
    QVERIFY(document.undo());
    QCOMPARE(QString::fromStdString(rows()), QString::fromStdString(before));
}

void TestCorrectOnce::rejectionIsCarriedOver()
{
    const auto rejected =
        m_session->document().apply({edit::RejectSegment{.uuid = label("v_001", 1).uuid}});
    const auto errors = edit::findSameErrors(*m_session, rejected->segment, {.minLikeness = 0.95});
    QVERIFY(errors->correction.isRejection);
    QCOMPARE(errors->items.size(), std::size_t{5});
    QVERIFY(m_session->document().apply(edit::sameErrorEdit(*m_session, *errors, errors->items)));
    const std::vector<Segment> manual =
        m_session->segments().segments(TrackRole::Manual, std::nullopt).value();
    QCOMPARE(manual.size(), std::size_t{6});
    for (const Segment &segment : manual) {
        QVERIFY(segment.state == model::SegmentState::Rejected);
    }
}

void TestCorrectOnce::refusesWhatIsNoCorrection()
{
    edit::Document &document = m_session->document();
    const auto code = [&](const std::string &uuid) {
        return edit::findSameErrors(*m_session, uuid).error().code;
    };
    QCOMPARE(code("nothing"), base::ErrorCode::NotFound);
    QCOMPARE(code(label("v_000", 0).uuid), base::ErrorCode::Unsupported);
    // Accepted as it is: there is nothing to carry over.
    const auto accepted = document.apply({edit::AcceptSegment{.uuid = label("v_000", 1).uuid}});
    QCOMPARE(code(accepted->segment), base::ErrorCode::Unsupported);
    const std::string copy = correct(label("v_000", 0));
    std::filesystem::remove_all(m_session->runFolder(m_run.name));
    QCOMPARE(code(copy), base::ErrorCode::NotFound);
}

void TestCorrectOnce::evidenceSaysWhatItIs()
{
    const edit::Document &document = m_session->document();
    const auto evidence =
        edit::boundaryEvidence(*m_session, document.videoByName("v_000")->id,
                               document.classByKey("Run")->id, {.thresholds = {0.25}});
    QVERIFY(evidence.has_value());
    std::map<tal::EvidenceKind, int> kinds;
    for (const tal::Evidence &entry : *evidence) {
        ++kinds[entry.kind];
        QVERIFY(!entry.of.empty());
    }
    QVERIFY(kinds[tal::EvidenceKind::Threshold] >= 6);
    QVERIFY(kinds[tal::EvidenceKind::Inflection] > 0);
    QVERIFY(kinds[tal::EvidenceKind::OtherEdge] >= 4);
    QVERIFY(std::is_sorted(evidence->begin(), evidence->end(),
                           [](const auto &a, const auto &b) { return a.timeS < b.timeS; }));
}

void TestCorrectOnce::simulatedAnnotatorsNeedFewerKeys()
{
    const auto trial = edit::simulateSnapping(*m_session, 1.0, 3);
    QVERIFY(trial.has_value());
    QVERIFY(trial->edges > 0 && trial->edges % 2 == 0);
    QVERIFY(trial->medianSnapping <= trial->medianNudging);
    QVERIFY(trial->meanSnapping <= trial->meanNudging);
    const auto again = edit::simulateSnapping(*m_session, 1.0, 3);
    QCOMPARE(again->meanSnapping, trial->meanSnapping);
    std::filesystem::remove_all(m_session->runFolder(m_run.name));
    QVERIFY(edit::simulateSnapping(*m_session, 1.0, 3).has_value()); // edges are left
}

QTEST_APPLESS_MAIN(TestCorrectOnce)
#include "tst_correct_once.moc"
