#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include "core/data/job_manifest.h"

using namespace core::data;
using core::base::ErrorCode;
using Json = nlohmann::ordered_json;

namespace {

// A manifest with something in every field.
JobManifest fullManifest(const std::filesystem::path &folder)
{
    JobManifest manifest;
    manifest.id = "run-1";
    manifest.recipe = "fustal";
    manifest.codeVersion = "0.1.0";
    manifest.stages = {TrainingStage::Generator, TrainingStage::Student};
    manifest.runFolder = folder / "run";
    manifest.config.seed = 18446744073709551615ULL;
    manifest.config.compat = core::model::Compat::Released;
    manifest.config.filter.minDensity = 0.1 + 0.2;
    manifest.config.fustal.learningRate = 1e-7;
    manifest.config.student.regressionRanges = {{0, 2}, {2, 1e4}};
    manifest.config.evaluation.protocol = "detad";
    manifest.set.classes = {"Diving", "Jump"};
    manifest.set.generatorGrid = {
        .sampleFps = 25.0, .windowFrames = 16, .strideFrames = 16, .dim = 2048};
    manifest.set.studentGrid = {.sampleFps = 0.0, .windowFrames = 16, .strideFrames = 4, .dim = 64};
    const core::model::FeatureSource joined = {{folder / "rgb.npy", folder / "flow.npy"}, true};
    manifest.set.videos = {
        {"v1", true, {0, 1}, 29.97, 12.5, joined, joined},
        {"v2", false, {}, 25.0, std::nullopt, {{folder / "rgb.npy"}, false}, joined}};
    manifest.testGroundTruth = folder / "test.json";
    manifest.trainingGroundTruth = folder / "training.json";
    manifest.proposals = folder / "proposals.json";
    manifest.pseudoLabels = folder / "pseudo.json";
    manifest.corrections = {{"v1", true, {{1, 0.1, 3.3000000000000003}}}};
    manifest.rejections = {{"v1", false, {{0, 4.0, 6.5}}}};
    manifest.inputs = {{folder / "flow.npy", "00"}, {folder / "rgb.npy", "01"}};
    return manifest;
}

} // namespace

class TestJobManifest : public QObject
{
    Q_OBJECT

private slots:
    void everythingSurvivesTheTrip();
    void relativePathsAreTakenFromTheFile();
    void defectsAreNamed_data();
    void defectsAreNamed();
    void noJsonIsToldWithTheFile();
    void changedAndMissingInputsAreNamed();
    void stagesAreReadInOrder();
    void wrongStagesAreRefused_data();
    void wrongStagesAreRefused();

private:
    QTemporaryDir m_folder;
};

void TestJobManifest::everythingSurvivesTheTrip()
{
    const std::filesystem::path folder = m_folder.path().toStdString();
    const JobManifest manifest = fullManifest(folder);
    const std::string text = jobManifestText(manifest);
    const auto read = parseJobManifest(text, "/elsewhere");
    QVERIFY2(read, read ? "" : read.error().sentence().c_str());
    QCOMPARE(jobManifestText(*read), text);
    QCOMPARE(read->config.seed, manifest.config.seed);
    QCOMPARE(read->corrections[0].segments[0].end, 3.3000000000000003);
    QCOMPARE(read->rejections[0].video, std::string("v1"));
    QCOMPARE(read->rejections[0].segments[0].end, 6.5);
    QVERIFY(read->set.videos[0].generatorFeatures == manifest.set.videos[0].generatorFeatures);
    QVERIFY(read->set.studentGrid == manifest.set.studentGrid);
    QVERIFY(!read->set.videos[1].durationS);
    QVERIFY(read->inputs == manifest.inputs);

    const std::filesystem::path path = folder / "job.json";
    QVERIFY(writeJobManifest(path, manifest));
    const auto fromFile = readJobManifest(path);
    QVERIFY(fromFile && jobManifestText(*fromFile) == text);
}

void TestJobManifest::relativePathsAreTakenFromTheFile()
{
    Json object = Json::parse(jobManifestText(fullManifest("/data")));
    object["run_folder"] = ".";
    object["videos"][0]["generator_features"]["parts"] = {"../features/v1.npy"};
    const auto read = parseJobManifest(object.dump(), "/runs/one");
    QVERIFY(read);
    QVERIFY(read->runFolder == "/runs/one/" || read->runFolder == "/runs/one");
    QVERIFY(read->set.videos[0].generatorFeatures.parts[0] == "/runs/features/v1.npy");
}

void TestJobManifest::defectsAreNamed_data()
{
    QTest::addColumn<QString>("pointer"); // what is replaced
    QTest::addColumn<QString>("value");   // empty: removed
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *pointer, const char *value, ErrorCode code, const char *place) {
        QTest::newRow(qPrintable(QString("%1 = %2").arg(pointer, value)))
            << QString(pointer) << QString(value) << static_cast<int>(code) << QString(place);
    };
    row("/taloscope_job", "2", ErrorCode::Unsupported, "taloscope_job");
    row("/id", "\"\"", ErrorCode::BadValue, "id");
    row("/recipe", "", ErrorCode::BadFormat, "recipe");
    row("/seed", "-1", ErrorCode::BadFormat, "seed");
    row("/seed", "1.5", ErrorCode::BadFormat, "seed");
    row("/stages", "[]", ErrorCode::BadValue, "stages");
    row("/stages/0", "\"teacher\"", ErrorCode::BadValue, "stages");
    row("/classes", "[]", ErrorCode::BadValue, "classes");
    row("/classes/1", "\"Diving\"", ErrorCode::BadValue, "classes");
    row("/classes/1", "3", ErrorCode::BadValue, "classes");
    row("/generator_grid/dim", "0", ErrorCode::BadValue, "generator_grid.dim");
    row("/generator_grid/dim", "2.5", ErrorCode::BadFormat, "generator_grid.dim");
    row("/student_grid/sample_fps", "-1", ErrorCode::BadValue, "student_grid.sample_fps");
    row("/student_grid/stride_frames", "", ErrorCode::BadFormat, "student_grid.stride_frames");
    row("/videos", "[]", ErrorCode::BadValue, "videos");
    row("/videos", "{}", ErrorCode::BadFormat, "videos");
    row("/videos/0", "17", ErrorCode::BadFormat, "videos[0]");
    row("/videos/0/weak_labels", "[]", ErrorCode::BadValue, "videos[0].weak_labels");
    row("/videos/0/weak_labels/0", "\"Jumpp\"", ErrorCode::NotFound, "videos[0].weak_labels");
    row("/videos/1/name", "\"v1\"", ErrorCode::Conflict, "videos[1].name");
    row("/videos/1/fps", "\"25\"", ErrorCode::BadFormat, "videos[1].fps");
    row("/videos/1/colour", "\"red\"", ErrorCode::BadFormat, "videos[1].colour");
    row("/videos/1/student_features/parts", "", ErrorCode::BadFormat,
        "videos[1].student_features.parts");
    row("/corrections/0/video", "\"v9\"", ErrorCode::NotFound, "corrections[0].video");
    row("/corrections/0/segments/0/class", "\"Run\"", ErrorCode::NotFound,
        "corrections[0].segments[0].class");
    row("/rejections/0/video", "\"v9\"", ErrorCode::NotFound, "rejections[0].video");
    row("/corrections/0/segments/0/end", "0.1", ErrorCode::BadValue,
        "corrections[0].segments[0].end");
    row("/corrections/0/segments/0/start", "-2", ErrorCode::BadValue,
        "corrections[0].segments[0].end");
    row("/inputs/0/hash", "", ErrorCode::BadFormat, "inputs[0].hash");
    row("/test_ground_truth", "3", ErrorCode::BadFormat, "test_ground_truth");
    row("/config/student/min_density", "0.2", ErrorCode::BadValue, "config");
    row("/config/filter/min_density", "-3", ErrorCode::BadValue, "config");
    row("/config/filter/min_density", "\"x\"", ErrorCode::BadValue, "config");
    row("/config", "7", ErrorCode::BadFormat, "config");
    row("/extra", "3", ErrorCode::BadFormat, "extra");
}

void TestJobManifest::defectsAreNamed()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(int, code);
    QFETCH(QString, place);
    Json object = Json::parse(jobManifestText(fullManifest("/data")));
    const Json::json_pointer at(pointer.toStdString());
    if (value.isEmpty()) {
        object[at.parent_pointer()].erase(at.back());
    } else {
        object[at] = Json::parse(value.toStdString());
    }
    const auto read = parseJobManifest(object.dump(), "/");
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().place), place);
    QCOMPARE(static_cast<int>(read.error().code), code);
    QVERIFY(!read.error().expected.empty());
}

void TestJobManifest::noJsonIsToldWithTheFile()
{
    const std::filesystem::path path = m_folder.filePath("bad.json").toStdString();
    for (const char *text : {"", "{\"taloscope_job\": 1", "[]", "\x01\x02", "{\"id\": NaN}"}) {
        std::ofstream(path, std::ios::trunc) << text;
        const auto read = readJobManifest(path);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::BadFormat);
        QCOMPARE(read.error().file, path.string());
    }
    QCOMPARE(readJobManifest(path.parent_path() / "none.json").error().code, ErrorCode::NotFound);
}

void TestJobManifest::changedAndMissingInputsAreNamed()
{
    const std::filesystem::path folder = m_folder.filePath("inputs").toStdString();
    std::filesystem::create_directories(folder);
    JobManifest manifest = fullManifest(folder);
    for (const char *name :
         {"rgb.npy", "flow.npy", "test.json", "training.json", "proposals.json", "pseudo.json"}) {
        std::ofstream(folder / name) << name;
    }
    QVERIFY(hashInputs(manifest));
    QCOMPARE(manifest.inputs.size(), 6U);
    QVERIFY(verifyInputs(manifest));

    std::ofstream(folder / "flow.npy") << "another";
    const auto changed = verifyInputs(manifest);
    QCOMPARE(changed.error().code, ErrorCode::Conflict);
    QCOMPARE(changed.error().file, (folder / "flow.npy").string());

    std::filesystem::remove(folder / "flow.npy");
    const auto missing = verifyInputs(manifest);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QCOMPARE(missing.error().file, (folder / "flow.npy").string());
    QVERIFY(!hashInputs(manifest));
}

void TestJobManifest::stagesAreReadInOrder()
{
    const auto stages = parseTrainingStages("student,generator");
    QVERIFY(stages);
    QVERIFY(*stages ==
            std::vector<TrainingStage>({TrainingStage::Generator, TrainingStage::Student}));
    QCOMPARE(trainingStageName(TrainingStage::Filter), "filter");
}

void TestJobManifest::wrongStagesAreRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "all", "generator,", "filter,filter", "Generator", " filter"}) {
        QTest::newRow(text) << QString(text);
    }
}

void TestJobManifest::wrongStagesAreRefused()
{
    QFETCH(QString, text);
    const auto stages = parseTrainingStages(text.toStdString());
    QVERIFY(!stages);
    QCOMPARE(stages.error().code, ErrorCode::Usage);
}

QTEST_APPLESS_MAIN(TestJobManifest)
#include "tst_job_manifest.moc"
