#include <algorithm>
#include <ctime>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/open_mark.h"
#include "core/data/features.h"
#include "core/data/run_folder.h"
#include "core/data/sniff.h"
#include "core/edit/collect.h"
#include "core/edit/export_project.h"
#include "core/edit/filter_run.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_import.h"
#include "core/edit/run_results.h"
#include "core/edit/training_input.h"

#include "tests/support/project_factory.h"
#include "tests/support/sleeper.h"

using namespace core;
using base::ErrorCode;
using edit::Access;
using edit::ProjectSession;
using model::TrackRole;

// What goes into a project in bulk, and what comes out of it for training and for others.
class TestProjectImport : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void groundTruthComesBackUnchanged();
    void detectionsComeBackUnchanged();
    void refusesAndChangesNothing_data();
    void refusesAndChangesNothing();
    void oddFactsLeaveAProjectThatOpens();
    void weakLabelsAreTheImportedOnes();
    void dryRunChangesNothing();
    void labelsAreOneEdit();
    void labelsEndWithTheirVideo();
    void exportsSayWhatTheyLeaveOut();
    void splitsFollowFilesElseSubsets();
    void featuresAreChecked_data();
    void featuresAreChecked();
    void runsComeBackWithLineage();
    void abandonedRunIsInterrupted();
    void labelSetsAreImmutableAndHashed();
    void rejectionsHoldForLaterRuns();
    void trainingInputHoldsWhatTheStudentMayKnow();
    void trainingInputSaysWhatIsMissing();
    void largeProjectsAreQuick();

private:
    ProjectSession open(Access access = Access::Write) const
    {
        return ProjectSession::open(m_path, access, "test").value();
    }
    std::string rows() const
    {
        return tests::dumpTables(m_path, {"video", "track", "segment", "action_class",
                                          "video_label", "feature", "revision", "media_root"});
    }
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    // Features of all videos: snippets that fit 25 frames/s and a stride of 16.
    edit::FeatureImport makeFeatures(ProjectSession &session, int dim) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
};

void TestProjectImport::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = tests::makeProject(folder());
}

edit::FeatureImport TestProjectImport::makeFeatures(ProjectSession &session, int dim) const
{
    edit::FeatureImport import;
    import.set.name = std::string("f");
    import.set.grid.dim = 0;
    for (const model::Video &video : session.document().videos()) {
        const std::filesystem::path path = folder() / (video.name + ".npy");
        const std::int64_t snippets = 78;
        const model::FeatureMatrix matrix{
            .snippets = snippets,
            .dim = dim,
            .values = std::vector<float>(static_cast<std::size_t>(snippets * dim), 0.5F)};
        if (!data::writeFeatures(path, matrix)) {
            qFatal("the features of a test cannot be written");
        }
        import.files[video.name] = {path};
    }
    return import;
}

void TestProjectImport::groundTruthComesBackUnchanged()
{
    const ProjectSession session = open();
    QVERIFY(edit::collectGroundTruth(session).value() == tests::makeGroundTruth(4, 5));
    const auto one = edit::collectGroundTruth(session, std::set<std::string>{"v_002"}).value();
    QCOMPARE(one.videos.size(), std::size_t{1});
    QCOMPARE(one.videos.front().video, std::string("v_002"));
}

void TestProjectImport::detectionsComeBackUnchanged()
{
    ProjectSession session = open();
    model::DetectionSet set = tests::makeDetections(4, 30, 77);
    for (model::VideoDetections &video : set.videos) {
        for (model::Detection &detection : video.detections) { // times are kept to a microsecond
            detection.start = base::usToSeconds(base::secondsToUs(detection.start));
            detection.end = base::usToSeconds(base::secondsToUs(detection.end));
        }
    }
    QVERIFY(edit::importDetections(session, TrackRole::Prediction, set, {.trackName = "x"}));
    QVERIFY(edit::collectDetections(session, TrackRole::Prediction).value() == set);
    const auto unknown = edit::collectDetections(session, TrackRole::Prediction, "y");
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    QVERIFY(unknown.error().expected.find("x") != std::string::npos);
}

void TestProjectImport::refusesAndChangesNothing_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::newRow("ground truth twice") << "twice" << static_cast<int>(ErrorCode::Conflict);
    QTest::newRow("duplicate video") << "duplicate" << static_cast<int>(ErrorCode::Conflict);
    QTest::newRow("reversed") << "reversed" << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("negative") << "negative" << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("negative detection")
        << "negative detection" << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("not a number") << "nan" << static_cast<int>(ErrorCode::BadValue);
    QTest::newRow("unknown video") << "video" << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("unknown class") << "class" << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("same track") << "track" << static_cast<int>(ErrorCode::Conflict);
}

void TestProjectImport::refusesAndChangesNothing()
{
    QFETCH(QString, what);
    QFETCH(int, code);
    ProjectSession session = open();
    const std::string before = rows();
    model::GroundTruth truth = tests::makeGroundTruth(1, 2);
    truth.videos.front().video = "new";
    model::DetectionSet detections = tests::makeDetections(2, 3, 1);
    base::Result<edit::ImportReport> result = base::fail({.code = ErrorCode::Internal});
    if (what == "twice") {
        result = edit::importGroundTruth(session, tests::makeGroundTruth(4, 5), {});
    } else if (what == "duplicate") {
        truth.videos.push_back(truth.videos.front());
        result = edit::importGroundTruth(session, truth, {});
    } else if (what == "reversed" || what == "negative" || what == "nan") {
        model::Instance &instance = truth.videos.front().instances.back();
        instance.start = what == "reversed" ? 9000.0 : what == "negative" ? -1.0 : std::nan("");
        result = edit::importGroundTruth(session, truth, {});
    } else {
        detections.videos.back().video = what == "video" ? "stranger" : "v_001";
        if (what == "negative detection") {
            detections.videos.back().detections.back().start = -1.0;
        }
        detections.classes.back() = what == "class" ? "Fly" : "Throw";
        result = edit::importDetections(session, TrackRole::PseudoLabel, detections,
                                        {.trackName = what == "track" ? "base" : "other"});
    }
    QVERIFY(!result);
    QCOMPARE(static_cast<int>(result.error().code), code);
    QCOMPARE(base::exitCode(result.error().code), 3);
    QCOMPARE(rows(), before);
}

// What no video can have is not taken over: the project would count as damaged when it is opened.
void TestProjectImport::oddFactsLeaveAProjectThatOpens()
{
    model::GroundTruth odd{.classes = {"A"}, .videos = {}};
    odd.videos.push_back({.video = "odd",
                          .subset = "test",
                          .durationS = 2e9,
                          .fps = 12345.678901,
                          .frames = 5'000'000'000,
                          .instances = {{0, 1.0, 2.0}},
                          .ambiguous = {}});
    {
        ProjectSession session = open();
        const auto imported = edit::importGroundTruth(session, odd, {});
        QVERIFY2(imported, imported ? "" : imported.error().sentence().c_str());
    }
    const auto session = ProjectSession::open(m_path, Access::Write, "test");
    QVERIFY2(session, session ? "" : session.error().sentence().c_str());
    const model::Video *video = session->document().videoByName("odd");
    QCOMPARE(video->durationUs, base::TimeUs{0});
    QCOMPARE(video->frameCount, std::int64_t{0});
    QVERIFY(std::abs(video->fps.value() - 12345.679) < 1e-6);
}

// Training, the filter and lineage ask for the same ones.
void TestProjectImport::weakLabelsAreTheImportedOnes()
{
    ProjectSession session = open();
    model::GroundTruth truth{.classes = {"A", "B"}, .videos = {}};
    for (const char *name : {"both", "truth only"}) {
        truth.videos.push_back({.video = name,
                                .subset = "test",
                                .durationS = 10.0,
                                .fps = std::nullopt,
                                .frames = std::nullopt,
                                .instances = {{0, 1.0, 2.0}},
                                .ambiguous = {}});
    }
    QVERIFY(edit::importGroundTruth(session, truth, {}));
    truth.videos.pop_back();
    truth.videos.front().instances = {{1, 3.0, 4.0}};
    QVERIFY(edit::importWeakLabels(session, truth, {}));
    const auto labels = edit::collectWeakLabels(session).value();
    const int a = session.document().classByKey("A")->ordinal;
    const int b = session.document().classByKey("B")->ordinal;
    QCOMPARE(labels.at("both"), std::vector<int>{b});
    QCOMPARE(labels.at("truth only"), std::vector<int>{a});

    const model::DetectionSet proposals{
        .classes = {"A", "B"},
        .videos = {{.video = "both", .detections = {{0, 1.0, 2.0, 0.9}, {1, 3.0, 4.0, 0.9}}}}};
    QVERIFY(edit::importDetections(session, model::TrackRole::Proposal, proposals,
                                   {.trackName = "mine"}));
    model::FilterConfig config;
    config.minDensity = 0.0;
    config.onlyWeakLabels = true;
    const auto input = edit::filterInput(session, "mine").value();
    const tal::FilterOutcome outcome = edit::filterOutcome(input, config);
    QCOMPARE(outcome.kept, std::size_t{1});
    QVERIFY(outcome.videos.front().proposals[1].isKept);
    QCOMPARE(edit::filterOutcome(edit::videoPart(input, "both"), config).kept, std::size_t{1});
}

void TestProjectImport::dryRunChangesNothing()
{
    ProjectSession session = open();
    const std::string before = rows();
    model::GroundTruth truth = tests::makeGroundTruth(6, 5);
    truth.videos.erase(truth.videos.begin(), truth.videos.begin() + 4);
    const auto report = edit::importGroundTruth(session, truth, {.isDryRun = true});
    QVERIFY(report);
    QCOMPARE(report->newVideos, 2);
    QCOMPARE(report->instances, 10);
    QCOMPARE(rows(), before);
    QCOMPARE(session.document().videos().size(), std::size_t{4});

    // What the import itself would refuse, a dry run refuses too.
    model::GroundTruth labels = tests::makeGroundTruth(2, 3);
    QVERIFY(edit::importLabels(session, labels, {.isDryRun = true}));
    labels.videos[1].instances[0].end = 50.6; // of 50 s
    const auto refused = edit::importLabels(session, labels, {.isDryRun = true});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::BadValue);
    QCOMPARE(refused.error().place, std::string("v_001[0]"));
    QCOMPARE(rows(), before);
}

void TestProjectImport::labelsAreOneEdit()
{
    ProjectSession session = open();
    const std::string before = tests::dumpTables(m_path, {"video", "track", "segment"});
    const auto report = edit::importLabels(session, tests::makeGroundTruth(2, 3), {});
    QVERIFY(report);
    QCOMPARE(report->instances, 6);
    QCOMPARE(session.document().undoCount(), std::size_t{1});
    QVERIFY(session.document().undo()->has_value());
    QCOMPARE(tests::dumpTables(m_path, {"video", "track", "segment"}), before);
}

// Durations are rounded: what ends a little late ends with the video, and it is said.
void TestProjectImport::labelsEndWithTheirVideo()
{
    ProjectSession session = open();
    model::GroundTruth labels = tests::makeGroundTruth(2, 3); // of videos of 50 s
    labels.videos[0].instances[0] = {0, 45.0, 50.4};
    labels.videos[0].instances[1] = {0, 45.0, 50.03}; // as near as a hand may draw it
    labels.videos[1].instances[0] = {0, 45.0, 50.0};
    labels.videos[1].ambiguous = {{1.0, 2.0}, {3.0, 4.0}};
    const auto report = edit::importLabels(session, labels, {});
    QVERIFY2(report, report ? "" : report.error().sentence().c_str());
    QCOMPARE(report->instances, 6);
    QCOMPARE(report->warnings,
             (std::vector<std::string>{
                 "1 labels end up to 0.5 s after their video and were cut at its end",
                 "2 ambiguous intervals were left out: a label has a class"}));
    std::vector<base::TimeUs> ends;
    const auto present = edit::currentLabels(session, "").value();
    for (const model::LabelSetSegment &segment : present.segments) {
        if (segment.range.startUs == 45'000'000) {
            ends.push_back(segment.range.endUs);
        }
    }
    std::sort(ends.begin(), ends.end());
    QCOMPARE(ends, (std::vector<base::TimeUs>{50'000'000, 50'000'000, 50'030'000}));

    // What begins after the video is no label of it. The file that names the video is told.
    labels.videos[1].instances[2] = {0, 50.1, 50.4};
    const auto refused =
        edit::importLabels(session, labels, {.source = "a.json", .sources = {{"v_001", "b.json"}}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().sentence(),
             std::string("b.json: v_001[2]: the segment ends at 50.400 s, after the video; "
                         "expected at most 50.000 s"));
}

void TestProjectImport::exportsSayWhatTheyLeaveOut()
{
    ProjectSession session = open();
    model::GroundTruth truth = tests::makeGroundTruth(5, 5);
    truth.videos.erase(truth.videos.begin(), truth.videos.begin() + 4);
    truth.videos[0].ambiguous = {{1.0, 2.0}, {3.0, 4.0}};
    QVERIFY(edit::importGroundTruth(session, truth, {}));
    for (const edit::ExportFormat &format : edit::exportFormats(edit::ExportKind::GroundTruth)) {
        const auto report =
            edit::exportProject(session, {.kind = edit::ExportKind::GroundTruth,
                                          .format = format.name,
                                          .target = folder() / (format.name + format.ending)});
        QVERIFY2(report, report ? "" : report.error().sentence().c_str());
        const std::string note = format.name + " holds no ambiguous intervals: 2 are left out";
        const bool isSaid = std::find(report->warnings.begin(), report->warnings.end(), note) !=
                            report->warnings.end();
        // Whether they are there again is what counts.
        const auto read = data::sniffAndRead(folder() / (format.name + format.ending), {});
        std::size_t ambiguous = 0;
        if (read) {
            if (const auto *file = std::get_if<data::AnnotationFile>(&read->content)) {
                for (const model::VideoGroundTruth &video : file->groundTruth.videos) {
                    ambiguous += video.ambiguous.size();
                }
            }
        }
        QVERIFY2(isSaid == (ambiguous == 0), format.name.c_str());
    }
}

void TestProjectImport::splitsFollowFilesElseSubsets()
{
    ProjectSession session = open();
    using model::Split;
    const std::vector<std::optional<Split>> bySubset = {Split::Training, Split::Training,
                                                        Split::Test, Split::Test};
    QVERIFY(edit::splitsOf(session.document().videos()) == bySubset);
    QVERIFY(edit::importSplits(session, {"v_001"}, {"v_003"}, {}));
    const std::vector<std::optional<Split>> byFiles = {std::nullopt, Split::Training, std::nullopt,
                                                       Split::Test};
    QVERIFY(edit::splitsOf(session.document().videos()) == byFiles);

    const std::string before = rows();
    const std::vector<std::tuple<std::vector<std::string>, std::vector<std::string>, ErrorCode>>
        bad = {{{"v_000", "v_002"}, {}, ErrorCode::Conflict}, // a test video to train on
               {{}, {"v_000"}, ErrorCode::Conflict},
               {{"v_000"}, {"v_000"}, ErrorCode::Conflict},
               {{"v_000", "v_000"}, {}, ErrorCode::Conflict},
               {{"stranger"}, {}, ErrorCode::NotFound}};
    for (const auto &[training, test, code] : bad) {
        const auto refused = edit::importSplits(session, training, test, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code);
        QVERIFY(!refused.error().place.empty());
        QCOMPARE(rows(), before);
    }
}

void TestProjectImport::featuresAreChecked_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"fine", "dim", "nan", "length", "video", "again", "parts"}) {
        QTest::newRow(what) << what;
    }
}

void TestProjectImport::featuresAreChecked()
{
    QFETCH(QString, what);
    ProjectSession session = open();
    edit::FeatureImport import = makeFeatures(session, 8);
    const std::filesystem::path file = folder() / "v_002.npy";
    const auto replace = [&](std::int64_t snippets, std::int64_t dim, float value) {
        QVERIFY(data::writeFeatures(
            file, {.snippets = snippets,
                   .dim = dim,
                   .values = std::vector<float>(static_cast<std::size_t>(snippets * dim), value)}));
    };
    if (what == "dim") {
        replace(78, 9, 0.0F);
    } else if (what == "nan") {
        replace(78, 8, std::nanf(""));
    } else if (what == "length") {
        replace(900, 8, 0.0F);
    } else if (what == "video") {
        import.files["stranger"] = {file};
    } else if (what == "again") {
        QVERIFY(edit::importFeatures(session, import, {}));
    } else if (what == "parts") {
        for (auto &[video, files] : import.files) {
            files.push_back(files.front());
        }
    }
    const std::string before = rows();
    const auto report = edit::importFeatures(session, import, {});
    if (what == "fine" || what == "parts") {
        QVERIFY2(report, report ? "" : report.error().sentence().c_str());
        const model::FeatureSet set = session.project().featureSets()->front();
        QCOMPARE(set.grid.dim, what == "parts" ? 16 : 8);
        const auto features = session.project().features(set.id).value();
        QCOMPARE(features.size(), std::size_t{4});
        QCOMPARE(session.resolve(features[2].parts[0].rootId, features[2].parts[0].path).value(),
                 std::filesystem::weakly_canonical(file));
        QCOMPARE(features[2].parts[0].path, std::string("v_002.npy")); // relative to the project
        return;
    }
    QVERIFY(!report);
    QCOMPARE(base::exitCode(report.error().code), 3);
    QVERIFY(report.error().file.find(".npy") != std::string::npos);
    QCOMPARE(rows(), before);
}

void TestProjectImport::runsComeBackWithLineage()
{
    ProjectSession session = open();
    model::Run run = edit::beginRun(session, {.kind = "train", .recipe = "fustal", .seed = ~0ULL},
                                    {{"labels", "label_set", "u", "h"}})
                         .value();
    QCOMPARE(run.name, std::string("train-1"));
    const std::filesystem::path files = session.runFolder(run.name);
    QVERIFY(base::makeFolder(files / "stage1"));
    QVERIFY(base::writeFileAtomically(files / "stage1/checkpoint.pt", "weights"));
    QVERIFY(base::writeFileAtomically(files / "stage1/v_000.npy", "curve"));
    const model::DetectionSet kept = tests::makeDetections(2, 3, 8);
    edit::RunResults results{
        .proposals = tests::makeDetections(4, 5, 6),
        .pseudoLabels = kept,
        .rejected = {{"v_001", {0, 1.0, 2.0, 0.25}, "density 0.1 < 0.2"},
                     {"v_002", {1, 3.0, 4.0, 0.75}, "score 0.1 <= 0.4"}},
        .predictions = tests::makeDetections(4, 7, 9),
        .metrics = {{"loss", 1, 0.5}, {"loss", 2, std::nan("")}},
        .files = {{.kind = "checkpoint", .path = "stage1/checkpoint.pt"},
                  {.kind = "curve", .path = "stage1/v_000.npy", .video = "v_000"}}};
    run.status = model::RunStatus::Finished;

    results.files.push_back({.kind = "log", .path = "absent.log"});
    const std::string before = rows();
    QVERIFY(!edit::finishRun(session, run, results)); // all or nothing
    QCOMPARE(rows(), before);
    results.files.pop_back();
    QVERIFY(edit::finishRun(session, run, results));

    const model::Run stored = edit::findRun(session, "train-1").value();
    QCOMPARE(stored.status, model::RunStatus::Finished);
    QCOMPARE(stored.seed, ~std::uint64_t{0});
    QCOMPARE(session.runs().inputs(run.id)->size(), std::size_t{1});
    QCOMPARE(session.runs().artifacts(run.id)->front().sizeBytes, std::int64_t{7});
    QVERIFY(!session.runs().metrics(run.id)->at(1).value);
    const auto back = edit::collectDetections(session, TrackRole::PseudoLabel, run.name).value();
    std::size_t count = 0;
    for (const model::VideoDetections &video : back.videos) {
        count += video.detections.size();
    }
    QCOMPARE(count, std::size_t{6}); // the refused ones are not labels …
    const auto all = session.segments().segments(TrackRole::PseudoLabel, run.name).value();
    QCOMPARE(all.size(), std::size_t{8}); // … but they are there, with the reason
    QVERIFY(std::any_of(all.begin(), all.end(), [](const model::Segment &segment) {
        return segment.state == model::SegmentState::Rejected &&
               segment.note == "density 0.1 < 0.2" && segment.score == 0.25;
    }));
    const auto &tracks = session.document().tracks();
    QVERIFY(std::any_of(tracks.begin(), tracks.end(), [](const model::Track &track) {
        return track.kind == model::TrackKind::Curve && track.artifactId;
    }));
    const auto accepted = session.document().apply({edit::AcceptSegment{all.front().uuid}});
    QVERIFY(accepted);
    QCOMPARE(session.document().segment(accepted->segment)->originRunId,
             std::optional<std::int64_t>(run.id));
}

void TestProjectImport::abandonedRunIsInterrupted()
{
    const tests::Sleeper stranger;
    base::OpenMark mark;
    {
        ProjectSession session = open();
        QVERIFY(edit::beginRun(session, {.kind = "train", .pid = 999'999'999}, {}));
        const auto watched = edit::beginRun(session, {.kind = "train"}, {}); // by us
        QVERIFY(watched);
        const auto folder = session.resolve(std::nullopt, watched->folder).value();
        std::filesystem::create_directories(folder);
        mark = base::OpenMark(folder / data::kWorkerLogFile);
        // A number that is another program's by now.
        QVERIFY(edit::beginRun(session, {.kind = "train", .pid = stranger.pid()}, {}));
    }
    ProjectSession session = open();
    QCOMPARE(edit::findRun(session, "train-1")->status, model::RunStatus::Interrupted);
    QCOMPARE(edit::findRun(session, "train-2")->status, model::RunStatus::Running);
    QCOMPARE(edit::findRun(session, "train-3")->status, model::RunStatus::Interrupted);
    QCOMPARE(session.notices().size(), std::size_t{2});
}

void TestProjectImport::labelSetsAreImmutableAndHashed()
{
    ProjectSession session = open();
    edit::Document &document = session.document();
    const model::LabelSetContent first = edit::takeLabelSet(session, "one").value();
    QCOMPARE(first.set.baseTrack, std::string("base"));
    QCOMPARE(first.segments.size(), std::size_t{20});
    QCOMPARE(edit::takeLabelSet(session, "one")->set.uuid, first.set.uuid); // nothing changed

    const auto pseudo = session.segments().segments(TrackRole::PseudoLabel, std::nullopt).value();
    const std::string kept = document.apply({edit::AcceptSegment{pseudo[0].uuid}}).value().segment;
    QVERIFY(document.apply({edit::MoveSegment{kept, {49'000'000, 49'500'000}}}));
    QVERIFY(document.apply({edit::RejectSegment{pseudo[1].uuid}}));
    QVERIFY(document.apply({edit::SetVideoState{2, model::VideoState::Done}}));
    QCOMPARE(edit::takeLabelSet(session, "one").error().code, ErrorCode::Conflict);
    const model::LabelSetContent second = edit::takeLabelSet(session, "two").value();
    QVERIFY(second.set.contentHash != first.set.contentHash);
    // Five of the video that is done; of the first video the accepted one moved, one is refused.
    QCOMPARE(second.segments.size(), std::size_t{20 - 5 - 1});
    QCOMPARE(std::count_if(second.segments.begin(), second.segments.end(),
                           [](const model::LabelSetSegment &segment) {
                               return segment.source == model::LabelSource::Correction;
                           }),
             1);
    QVERIFY(edit::findLabelSet(session, first.set.contentHash.substr(0, 8))->segments ==
            first.segments);
    QVERIFY(!edit::findLabelSet(session, "three"));
    while (document.undo()->has_value()) {
    }
    QCOMPARE(edit::currentLabels(session)->set.contentHash, first.set.contentHash);
}

void TestProjectImport::rejectionsHoldForLaterRuns()
{
    ProjectSession session = open();
    edit::Document &document = session.document();
    const model::Segment wrong =
        session.segments().segments(TrackRole::PseudoLabel, std::nullopt).value().front();
    const model::Video *video = document.video(document.track(wrong.trackId)->videoId);
    // A later run says it again with slightly other bounds, and something else beside it.
    const double start = base::usToSeconds(wrong.range.startUs);
    const double length = base::usToSeconds(wrong.range.durationUs());
    const model::DetectionSet again = {
        .classes = {document.actionClass(*wrong.classId)->key},
        .videos = {{video->name,
                    {{0, start, start + 1.2 * length, 0.9},
                     {0, start + 0.5 * length, start + 1.5 * length, 0.8}}}}};
    QVERIFY(edit::importDetections(session, TrackRole::PseudoLabel, again, {.trackName = "again"}));
    QCOMPARE(edit::currentLabels(session, "again")->segments.size(), std::size_t{2});
    QVERIFY(document.apply({edit::RejectSegment{wrong.uuid}}));
    const auto labels = edit::currentLabels(session, "again");
    QCOMPARE(labels->segments.size(), std::size_t{1});
    QVERIFY(labels->segments.front().range.startUs > wrong.range.startUs);
    QCOMPARE(edit::rejectedLabels(session)->size(), std::size_t{1});
    QVERIFY(document.undo()->has_value());
    QCOMPARE(edit::currentLabels(session, "again")->segments.size(), std::size_t{2});
}

void TestProjectImport::trainingInputHoldsWhatTheStudentMayKnow()
{
    ProjectSession session = open();
    QVERIFY(edit::importFeatures(session, makeFeatures(session, 8), {}));
    QVERIFY(session.document().apply(
        {edit::AddSegment{.videoId = 1, .classId = 2, .range = {1'000'000, 2'500'000}}}));
    QVERIFY(session.document().apply({edit::SetVideoState{2, model::VideoState::Done}}));
    QVERIFY(session.document().apply( // a correction of a test video teaches nothing
        {edit::AddSegment{.videoId = 3, .classId = 2, .range = {1'000'000, 2'500'000}}}));
    const auto input = edit::buildTrainingInput(session, {.labelSet = edit::kCurrentLabels});
    QVERIFY2(input, input ? "" : input.error().sentence().c_str());
    QCOMPARE(input->set.classes, (std::vector<std::string>{"Run", "Jump", "Throw"}));
    QCOMPARE(input->set.videos.size(), std::size_t{4});
    const model::TrainingVideo &video = input->set.videos.front();
    QVERIFY(video.isTraining);
    QCOMPARE(video.weakLabels, (std::vector<int>{0, 1, 2}));
    QCOMPARE(video.fps, 25.0);
    QCOMPARE(video.durationS, std::optional(50.0));
    QVERIFY(std::filesystem::is_regular_file(video.generatorFeatures.parts.at(0)));
    QVERIFY(!input->set.videos.back().isTraining);
    QCOMPARE(input->set.generatorGrid.dim, 8);
    QCOMPARE(input->testGroundTruth.videos.size(), std::size_t{2});
    QCOMPARE(input->corrections.size(), std::size_t{2});
    QCOMPARE(input->corrections[0].segments, (std::vector<model::Instance>{{1, 1.0, 2.5}}));
    QVERIFY(!input->corrections[0].isDone);
    QVERIFY(input->corrections[1].isDone && input->corrections[1].segments.empty());
    QVERIFY(input->pseudoLabels);
    for (const model::VideoDetections &detections : input->pseudoLabels->videos) {
        QCOMPARE(detections.video, std::string("v_000")); // v_001 is done, the others are tests
    }
    QCOMPARE(input->inputs.back().entity, std::string("label_set"));
    QCOMPARE(session.labelSets().labelSets()->size(), std::size_t{1});
}

void TestProjectImport::trainingInputSaysWhatIsMissing()
{
    ProjectSession session = open();
    const auto without = edit::buildTrainingInput(session, {});
    QVERIFY(!without);
    QVERIFY(without.error().expected.find("--kind features") != std::string::npos);
    QVERIFY(edit::importFeatures(session, makeFeatures(session, 8), {}));
    QVERIFY(edit::buildTrainingInput(session, {}));
    QVERIFY(!edit::buildTrainingInput(session, {.generatorFeatures = "g"}));
    QVERIFY(!edit::buildTrainingInput(session, {.labelSet = "absent"}));
    edit::FeatureImport more = makeFeatures(session, 4);
    more.set.name = "g";
    QVERIFY(edit::importFeatures(session, more, {}));
    QCOMPARE(edit::buildTrainingInput(session, {}).error().code, ErrorCode::Usage);
    QVERIFY(edit::buildTrainingInput(session, {.generatorFeatures = "f", .studentFeatures = "g"}));
}

// Sizes of THUMOS'14, in processor time: the wall clock of a loaded machine says little. Sanitizers
// take several times as long.
void TestProjectImport::largeProjectsAreQuick()
{
    const std::filesystem::path path = folder() / "large.talo";
    QVERIFY(ProjectSession::create(path, "large"));
    std::clock_t start = 0;
    const auto elapsedMs = [&] {
        return static_cast<long long>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
    };
    {
        auto session = ProjectSession::open(path, Access::Write, "test").value();
        QVERIFY(edit::importGroundTruth(session, tests::makeGroundTruth(413, 16), {}));
        start = std::clock();
        QVERIFY(edit::importDetections(session, TrackRole::Proposal,
                                       tests::makeDetections(413, 83, 3), {.trackName = "p"}));
        const long long importMs = elapsedMs();
        qInfo("importing %d proposals: %lld ms", 413 * 83, importMs);
        QVERIFY(importMs < 5000);
        std::vector<model::Segment> segments(100'000, model::Segment{.trackId = 1, .classId = 1});
        for (std::size_t i = 0; i < segments.size(); ++i) {
            segments[i].range = {static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 9};
            segments[i].createdRevision = segments[i].changedRevision = 1;
        }
        auto transaction = store::Transaction::begin(session.database()).value();
        start = std::clock();
        QVERIFY(session.segments().insertSegments(segments));
        const long long insertMs = elapsedMs();
        qInfo("inserting 100000 segments: %lld ms", insertMs);
        QVERIFY(insertMs < 5000);
    }
    start = std::clock();
    auto session = ProjectSession::open(path, Access::Read).value();
    std::size_t count = 0;
    for (const model::Track &track : session.document().tracks()) {
        count += session.document().segments(track.id)->size();
    }
    const long long openMs = elapsedMs();
    qInfo("opening and reading %zu segments of 413 videos: %lld ms", count, openMs);
    QCOMPARE(count, std::size_t{413 * 99});
    QVERIFY(openMs < 5000);
}

QTEST_APPLESS_MAIN(TestProjectImport)
#include "tst_project_import.moc"
