#include <array>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <QTemporaryDir>
#include <QtTest>

#include "core/data/npy_file.h"
#include "core/data/training_files.h"

using namespace core::data;
using core::base::ErrorCode;

namespace {

constexpr char kAnnotations[] = R"({"database": {
 "a": {"subset": "training", "duration": 8.0, "fps": 24.0, "annotations": [
       {"segment": [1.0, 2.0], "label": "Run"}, {"segment": [3.0, 4.0], "label": "Jump"},
       {"segment": [5.0, 6.0], "label": "Run"}]},
 "b": {"subset": "training", "duration": 6.0, "annotations": [
       {"segment": [0.5, 1.0], "label": "Jump"}]},
 "c": {"subset": "testing", "duration": 5.0, "annotations": [
       {"segment": [2.0, 3.0], "label": "Run"}]},
 "empty": {"subset": "training", "duration": 5.0, "annotations": []}}})";

} // namespace

class TestTrainingFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void splitsAndWeakLabelsComeOut();
    void subsetsServeAsSplits();
    void twoStreamsAreJoined();
    void otherStudentFeaturesAreKeptApart();
    void defectsAreNamed_data();
    void defectsAreNamed();

private:
    void write(const std::string &name, const std::string &text);
    void writeFeatures(const std::string &folder, const std::string &video, std::int64_t rows,
                       std::int64_t columns);
    std::string path(const std::string &name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingFiles m_files;
};

std::string TestTrainingFiles::path(const std::string &name) const
{
    return m_folder->filePath(QString::fromStdString(name)).toStdString();
}

void TestTrainingFiles::write(const std::string &name, const std::string &text)
{
    std::ofstream(path(name), std::ios::binary) << text;
}

void TestTrainingFiles::writeFeatures(const std::string &folder, const std::string &video,
                                      std::int64_t rows, std::int64_t columns)
{
    std::filesystem::create_directories(path(folder));
    const std::array<std::int64_t, 2> shape = {rows, columns};
    const std::vector<float> values(static_cast<std::size_t>(rows * columns), 1.0F);
    QVERIFY(writeNpy(path(folder + "/" + video + ".npy"), shape, values));
}

void TestTrainingFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write("gt.json", kAnnotations);
    write("train.txt", "b\r\n\na\n");
    write("test.txt", "c");
    for (const char *video : {"a", "b", "c", "empty"}) {
        writeFeatures("rgb", video, 7, 4);
        writeFeatures("flow", video, 7, 3);
    }
    m_files = {.groundTruth = path("gt.json"),
               .trainingSplit = path("train.txt"),
               .testSplit = path("test.txt"),
               .generatorFeatures = {.folders = {path("rgb")}, .isTransposed = false, .grid = {}},
               .studentFeatures = {},
               .fps = 0.0};
}

void TestTrainingFiles::splitsAndWeakLabelsComeOut()
{
    const auto input = readTrainingFiles(m_files);
    QVERIFY2(input, input ? "" : input.error().sentence().c_str());
    QVERIFY(input->set.classes == std::vector<std::string>({"Jump", "Run"}));
    const auto &videos = input->set.videos;
    QCOMPARE(videos.size(), 3U);
    QCOMPARE(videos[0].name, std::string("b")); // the list's order
    QVERIFY(videos[0].isTraining && videos[0].weakLabels == std::vector<int>({0}));
    QCOMPARE(videos[0].fps, 25.0); // the grid's, where the annotations are silent
    QVERIFY(videos[1].weakLabels == std::vector<int>({0, 1}));
    QCOMPARE(videos[1].fps, 24.0);
    QVERIFY(!videos[2].isTraining && videos[2].weakLabels.empty());
    QCOMPARE(input->set.generatorGrid.dim, 4);
    QVERIFY(input->set.studentGrid == input->set.generatorGrid);
    QVERIFY(videos[2].studentFeatures == videos[2].generatorFeatures);
    QCOMPARE(input->testTruth.videos.size(), 1U);
    QCOMPARE(input->testTruth.videos[0].video, std::string("c"));
    QCOMPARE(input->trainingTruth.videos.size(), 2U);
}

void TestTrainingFiles::subsetsServeAsSplits()
{
    m_files.testSplit = "testing";
    const auto input = readTrainingFiles(m_files);
    QVERIFY(input);
    QCOMPARE(input->set.videos.back().name, std::string("c"));
}

void TestTrainingFiles::twoStreamsAreJoined()
{
    m_files.generatorFeatures.folders.push_back(path("flow"));
    const auto input = readTrainingFiles(m_files);
    QVERIFY(input);
    QCOMPARE(input->set.generatorGrid.dim, 7);
    QCOMPARE(input->set.videos[0].generatorFeatures.parts.size(), 2U);
    QCOMPARE(input->set.videos[0].generatorFeatures.parts[1].string(), path("flow/b.npy"));
}

void TestTrainingFiles::otherStudentFeaturesAreKeptApart()
{
    m_files.studentFeatures = {.folders = {path("flow")}, .isTransposed = false, .grid = {}};
    m_files.studentFeatures.grid.strideFrames = 4;
    const auto input = readTrainingFiles(m_files);
    QVERIFY(input);
    QCOMPARE(input->set.generatorGrid.dim, 4);
    QCOMPARE(input->set.studentGrid.dim, 3);
    QCOMPARE(input->set.studentGrid.strideFrames, 4);
    QCOMPARE(input->set.videos[0].studentFeatures.parts[0].string(), path("flow/b.npy"));
}

void TestTrainingFiles::defectsAreNamed_data()
{
    QTest::addColumn<QString>("defect");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("file"); // that the error names
    QTest::addColumn<QString>("words");
    const auto row = [](const char *defect, ErrorCode code, const char *file, const char *words) {
        QTest::newRow(defect) << QString(defect) << static_cast<int>(code) << QString(file)
                              << QString(words);
    };
    row("test video in training", ErrorCode::Conflict, "test.txt", "training split too");
    row("video twice", ErrorCode::Conflict, "train.txt", "line 3");
    row("video without annotations", ErrorCode::NotFound, "test.txt", "'nobody'");
    row("video without label", ErrorCode::BadValue, "gt.json", "'empty'");
    row("no split", ErrorCode::NotFound, "", "'validation'");
    row("empty split", ErrorCode::BadFormat, "test.txt", "");
    row("no features", ErrorCode::NotFound, "rgb/b.npy", "cannot be read");
    row("other width", ErrorCode::BadValue, "rgb/a.npy", "9 values");
    row("one row only dimension", ErrorCode::BadValue, "rgb/a.npy", "shape (4)");
    row("other length", ErrorCode::Conflict, "flow/b.npy", "6 snippets");
    row("truncated", ErrorCode::BadFormat, "rgb/c.npy", "");
    row("no rate", ErrorCode::BadValue, "gt.json", "frame rate");
    row("no annotations", ErrorCode::NotFound, "gt.json", "");
}

void TestTrainingFiles::defectsAreNamed()
{
    QFETCH(QString, defect);
    QFETCH(int, code);
    QFETCH(QString, file);
    QFETCH(QString, words);
    if (defect == "test video in training") {
        write("test.txt", "c\na\n");
    } else if (defect == "video twice") {
        write("train.txt", "a\nb\na\n");
    } else if (defect == "video without annotations") {
        write("test.txt", "nobody\n");
    } else if (defect == "video without label") {
        write("train.txt", "empty\n");
    } else if (defect == "no split") {
        m_files.testSplit = "validation";
    } else if (defect == "empty split") {
        write("test.txt", "\n\n");
    } else if (defect == "no features") {
        std::filesystem::remove(path("rgb/b.npy"));
    } else if (defect == "other width") {
        writeFeatures("rgb", "a", 7, 9);
    } else if (defect == "one row only dimension") {
        const std::array<std::int64_t, 1> shape = {4};
        QVERIFY(writeNpy(path("rgb/a.npy"), shape, std::vector<float>(4, 1.0F)));
    } else if (defect == "other length") {
        m_files.generatorFeatures.folders.push_back(path("flow"));
        writeFeatures("flow", "b", 6, 3);
    } else if (defect == "truncated") {
        std::filesystem::resize_file(path("rgb/c.npy"), 150);
    } else if (defect == "no rate") {
        m_files.generatorFeatures.grid.sampleFps = 0.0;
    } else if (defect == "no annotations") {
        std::filesystem::remove(path("gt.json"));
    }
    const auto input = readTrainingFiles(m_files);
    QVERIFY(!input);
    QCOMPARE(static_cast<int>(input.error().code), code);
    if (!file.isEmpty()) {
        QCOMPARE(input.error().file, path(file.toStdString()));
    }
    QVERIFY2(input.error().sentence().find(words.toStdString()) != std::string::npos,
             input.error().sentence().c_str());
}

QTEST_APPLESS_MAIN(TestTrainingFiles)
#include "tst_training_files.moc"
