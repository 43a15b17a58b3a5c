#include <set>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random.h"
#include "core/data/annotation_json.h"

#include "tests/core/data/mutation.h"
#include "tests/support/test_paths.h"

using namespace core;
using base::ErrorCode;
using data::AnnotationFile;
using data::AnnotationForm;

namespace {

const char *const kActionFormer =
    R"json({"version": "x", "database": {"v1": {"subset": "Test", "duration": 30.5, "fps": 25.0,
 "annotations": [{"label": "Run", "segment": [1, 2.5], "segment(frames)": [25, 62.5],
                  "label_id": 7},
                 {"label": "Jump", "segment": [3, 4], "label_id": 2},
                 {"label": "Ambiguous", "segment": [5, 6]}]},
 "v2": {"subset": "Validation", "duration": null, "fps": 30, "annotations": []}}})json";

QByteArray withVideo(const char *video)
{
    return QByteArray(R"({"database": {"v": )") + video + "}}";
}

QByteArray withInstance(const char *instance)
{
    return withVideo((QByteArray(R"({"annotations": [)") + instance + "]}").constData());
}

model::GroundTruth randomTruth(base::Random &random)
{
    model::GroundTruth truth;
    truth.classes = {"A class", "Bée", "C\"quoted\\"};
    for (std::int64_t v = random.uniformInt(0, 4); v >= 0; --v) {
        model::VideoGroundTruth video;
        video.video = "video " + std::to_string(v);
        video.subset = v % 2 == 0 ? "training" : "";
        video.durationS = random.uniform(100.0, 200.0);
        video.fps = random.uniform(1.0, 60.0);
        video.frames = random.uniformInt(0, 100000);
        for (int c = 0; c < 3; ++c) {
            const double start = random.uniform(0.0, 90.0);
            video.instances.push_back({c, start, start + random.uniform(0.0, 10.0)});
        }
        for (std::int64_t n = random.uniformInt(0, 2); n > 0; --n) {
            video.ambiguous.push_back({1.0, random.uniform(1.0, 2.0)});
        }
        truth.videos.push_back(video);
    }
    return truth;
}

} // namespace

class TestAnnotationJson : public QObject
{
    Q_OBJECT

private slots:
    void readsActionFormer();
    void numbersClassesByName();
    void readsTextTimes();
    void readsFlatForm();
    void readsKeyedForm();
    void readsTraits();
    void warnsOfOddities();
    void refuses_data();
    void refuses();
    void refusesWhatIsUnknown();
    void readsBackWhatItWrote();
    void refusesToWriteNonsense();
    void survivesMutatedText();
    void readsRealFiles_data();
    void readsRealFiles();
    void realFilesHoldTheSame();
    void rewritesRealFiles_data();
    void rewritesRealFiles();
};

void TestAnnotationJson::readsActionFormer()
{
    const AnnotationFile file = data::parseAnnotationJson(kActionFormer).value();
    QCOMPARE(file.format, std::string("actionformer"));
    QCOMPARE(file.groundTruth.classes, (std::vector<std::string>{"Jump", "Run"})); // by label_id
    QCOMPARE(file.labelIds, (std::vector<long long>{2, 7}));
    QCOMPARE(file.groundTruth.videos.size(), std::size_t{2});
    const model::VideoGroundTruth &video = file.groundTruth.videos[0];
    QCOMPARE(video.subset, std::string("Test"));
    QVERIFY(video.durationS == 30.5 && video.fps == 25.0 && !video.frames);
    QVERIFY((video.instances == std::vector<model::Instance>{{1, 1.0, 2.5}, {0, 3.0, 4.0}}));
    QVERIFY((video.ambiguous == std::vector<model::Interval>{{5.0, 6.0}}));
    QVERIFY(!file.groundTruth.videos[1].durationS);
    QVERIFY(file.traits.empty());
}

void TestAnnotationJson::numbersClassesByName()
{
    const std::string text =
        withInstance(R"({"label": "B", "segment": [1, 2]}, {"label": "A", "segment": [1, 2]})")
            .toStdString();
    QCOMPARE(data::parseAnnotationJson(text).value().groundTruth.classes,
             (std::vector<std::string>{"A", "B"}));
    const AnnotationFile known =
        data::parseAnnotationJson(text, {.classes = {"C", "B", "A"}}).value();
    QCOMPARE(known.groundTruth.videos[0].instances[0].classIndex, 1);
    QCOMPARE(known.groundTruth.classes.size(), std::size_t{3});
}

void TestAnnotationJson::readsTextTimes()
{
    const std::string text =
        withInstance(R"({"segment": ["18.6", "24.8"], "label": "HighJump"})").toStdString();
    const AnnotationFile file = data::parseAnnotationJson(text).value();
    QCOMPARE(file.format, std::string("basnet"));
    QVERIFY((file.groundTruth.videos[0].instances[0] == model::Instance{0, 18.6, 24.8}));
}

void TestAnnotationJson::readsFlatForm()
{
    const AnnotationFile file =
        data::parseAnnotationJson(
            R"({"v_a": {"duration_second": 12.5, "duration_frame": 300, "fps": 24, "rfps": 23.9,
                "annotations": [{"segment": [1, 2], "label": "Run"}]}})")
            .value();
    QCOMPARE(file.format, std::string("mmaction2"));
    const model::VideoGroundTruth &video = file.groundTruth.videos[0];
    QCOMPARE(video.video, std::string("v_a"));
    QVERIFY(video.durationS == 12.5 && video.frames == 300 && video.fps == 24.0);
}

void TestAnnotationJson::readsKeyedForm()
{
    const AnnotationFile file =
        data::parseAnnotationJson(
            R"({"GT": {"a.npy": {"annotations": [{"segment": [1, 2], "label": "Run"}]}}})")
            .value();
    QCOMPARE(file.format, std::string("bbformer"));
    QCOMPARE(file.groundTruth.videos[0].video, std::string("a"));
    QCOMPARE(file.notes.warnings.size(), std::size_t{1});
}

void TestAnnotationJson::readsTraits()
{
    const std::string text =
        withInstance(R"({"label": "A", "segment": [1, 2], "length": 1, "coverage": 0.25,
                         "num_instances": 4, "context-size": null, "agreement": null})")
            .toStdString();
    const AnnotationFile file = data::parseAnnotationJson(text).value();
    QCOMPARE(file.format, std::string("detad-extra"));
    QVERIFY(file.traits[0][0].coverage == 0.25 && file.traits[0][0].instanceCount == 4.0);
    QVERIFY(!file.traits[0][0].contextSize);
}

void TestAnnotationJson::warnsOfOddities()
{
    const std::string text = withVideo(R"({"annotations": [{"label": "A", "segment": [8, 10.6]},
                                      {"label": "A", "segment": [8, 10.4]},
                                      {"label": "A", "segment": [3, 3]}], "duration": 10})")
                                 .toStdString();
    const AnnotationFile file = data::parseAnnotationJson(text).value();
    QCOMPARE(file.groundTruth.videos[0].instances.size(), std::size_t{3});
    QCOMPARE(file.notes.warnings,
             (std::vector<std::string>{
                 "1 instances end more than 0.5 s after the end of their video (v)",
                 "1 instances have no length"}));
}

void TestAnnotationJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *name, const QByteArray &text, ErrorCode code,
                        const char *place) {
        QTest::newRow(name) << text << static_cast<int>(code) << place;
    };
    const ErrorCode value = ErrorCode::BadValue;
    row("empty", "", ErrorCode::BadFormat, "");
    row("list", "[]", value, "");
    row("nothing", "{}", ErrorCode::BadFormat, "");
    row("detections", R"({"results": {"v": []}, "external_data": {}})", ErrorCode::BadFormat, "");
    row("database is a list", R"({"database": []})", value, "database");
    row("two databases", R"({"database": {}, "GT": {}})", ErrorCode::Conflict, "GT");
    row("video is a list", withVideo("[]"), value, "database.v");
    row("no annotations", withVideo(R"({"subset": "x"})"), value, "database.v");
    row("annotations missing", withVideo(R"({"annotations": {}})"), value,
        "database.v.annotations");
    row("duplicate video", R"({"database": {"v": {"annotations": []}, "v": {"annotations": []}}})",
        ErrorCode::Conflict, "database.v");
    row("negative duration", withVideo(R"({"duration": -1, "annotations": []})"), value,
        "database.v.duration");
    row("NaN duration", withVideo(R"({"duration": NaN, "annotations": []})"), value,
        "database.v.duration");
    row("zero fps", withVideo(R"({"fps": 0, "annotations": []})"), value, "database.v.fps");
    row("half frames", withVideo(R"({"frames": 1.5, "annotations": []})"), value,
        "database.v.frames");
    row("subset is a number", withVideo(R"({"subset": 1, "annotations": []})"), value,
        "database.v.subset");
    row("no label", withInstance(R"({"segment": [1, 2]})"), value, "database.v.annotations[0]");
    row("no segment", withInstance(R"({"label": "A"})"), value, "database.v.annotations[0]");
    row("NaN", withInstance(R"({"label": "A", "segment": [1, NaN]})"), value,
        "database.v.annotations[0].segment[1]");
    row("reversed", withInstance(R"({"label": "A", "segment": [3, 2]})"), value,
        "database.v.annotations[0]");
    row("negative", withInstance(R"({"label": "A", "segment": [-3, 2]})"), value,
        "database.v.annotations[0]");
    row("huge", withInstance(R"({"label": "A", "segment": [0, 1e300]})"), value,
        "database.v.annotations[0]");
    row("infinite text", withInstance(R"({"label": "A", "segment": ["0", "inf"]})"), value,
        "database.v.annotations[0]");
    row("reversed ambiguous", withInstance(R"({"label": "Ambiguous", "segment": [3, 2]})"), value,
        "database.v.annotations[0]");
    row("label_id of two classes", withInstance(R"({"label": "A", "segment": [1, 2], "label_id": 1},
                                                  {"label": "B", "segment": [1, 2], "label_id": 1})"),
        ErrorCode::Conflict, "database.v.annotations[1]");
    row("two label_ids", withInstance(R"({"label": "A", "segment": [1, 2], "label_id": 1},
                                        {"label": "A", "segment": [1, 2], "label_id": 2})"),
        ErrorCode::Conflict, "database.v.annotations[1]");
}

void TestAnnotationJson::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(QString, place);
    const base::Result<AnnotationFile> result = data::parseAnnotationJson(text.toStdString());
    QVERIFY(!result);
    QCOMPARE(QString::fromStdString(result.error().place), place);
    QCOMPARE(static_cast<int>(result.error().code), code);
    QCOMPARE(base::exitCode(result.error().code), 3);
    QVERIFY(!result.error().expected.empty());
}

void TestAnnotationJson::refusesWhatIsUnknown()
{
    const base::Error noClass =
        data::parseAnnotationJson(kActionFormer, {.classes = {"Running", "Jump"}}).error();
    QCOMPARE(noClass.code, ErrorCode::NotFound);
    QCOMPARE(noClass.place, std::string("database.v1.annotations[0]"));
    QCOMPARE(data::parseAnnotationJson(kActionFormer, {.videos = {"v1"}}).error().place,
             std::string("database.v2"));
    QCOMPARE(data::readAnnotationJson("/nowhere").error().code, ErrorCode::NotFound);
}

void TestAnnotationJson::readsBackWhatItWrote()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("gt.json").toStdString();
    base::Random random(23);
    for (int round = 0; round < 50; ++round) {
        model::GroundTruth truth = randomTruth(random);
        QVERIFY(data::writeAnnotationJson(path, truth, AnnotationForm::ActivityNet));
        QVERIFY(data::readAnnotationJson(path).value().groundTruth == truth);
        QVERIFY(data::writeAnnotationJson(path, truth, AnnotationForm::ActionFormer));
        for (model::VideoGroundTruth &video : truth.videos) {
            video.ambiguous.clear();
        }
        const AnnotationFile file = data::readAnnotationJson(path).value();
        QVERIFY(file.groundTruth == truth);
        QCOMPARE(file.format, std::string("actionformer"));
        QCOMPARE(file.labelIds, (std::vector<long long>{0, 1, 2}));
    }
}

void TestAnnotationJson::refusesToWriteNonsense()
{
    model::GroundTruth truth;
    truth.classes = {"A"};
    truth.videos.resize(1);
    truth.videos[0].video = "v";
    QVERIFY(data::annotationJson(truth, AnnotationForm::ActivityNet));
    const base::Error noRate = data::annotationJson(truth, AnnotationForm::ActionFormer).error();
    QCOMPARE(noRate.place, std::string("v"));
    for (const model::Instance bad : {model::Instance{1, 0, 1}, model::Instance{0, 2, 1},
                                      model::Instance{0, std::nan(""), 1}}) {
        truth.videos[0].instances = {bad};
        QVERIFY(!data::annotationJson(truth, AnnotationForm::ActivityNet));
    }
    truth.videos[0].instances.clear();
    truth.videos.push_back(truth.videos[0]);
    QVERIFY(!data::annotationJson(truth, AnnotationForm::ActivityNet));
}

void TestAnnotationJson::survivesMutatedText()
{
    base::Random random(29);
    for (int round = 0; round < 20000; ++round) {
        const base::Result<AnnotationFile> result = data::parseAnnotationJson(
            tests::mutated(kActionFormer, "{}[],:\"\\0123456789.eE-+NtfuI\x80", random));
        QVERIFY(result || base::exitCode(result.error().code) == 3);
    }
}

void TestAnnotationJson::readsRealFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("videos");
    QTest::addColumn<int>("instances");
    QTest::addColumn<int>("classes");
    QTest::addColumn<QString>("warning");
    QTest::newRow("FTCL") << "annotations/ftcl_gt.json"
                          << "ftcl" << 412 << 6365 << 20 << "92 instances end more than 0.5 s";
    QTest::newRow("BaS-Net") << "annotations/basnet_gt.json"
                             << "basnet" << 410 << 6318 << 20 << "";
    QTest::newRow("ActionFormer") << "annotations/actionformer_thumos14.json"
                                  << "actionformer" << 412 << 6365 << 20
                                  << "30 instances end more than 0.5 s";
    QTest::newRow("DETAD") << "annotations/detad_thumos14_val_extra_characteristics.json"
                           << "detad-extra" << 200 << 3003 << 20 << "";
    QTest::newRow("MMAction2") << "outputs/mmaction2_eval_localization_gt.json"
                               << "mmaction2" << 2 << 4 << 2 << "";
    QTest::newRow("BBFormer") << "features_i3d/bbformer_gt.json"
                              << "bbformer" << 3 << 6 << 3 << "video names ended in .npy";
}

void TestAnnotationJson::readsRealFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, format);
    QFETCH(int, videos);
    QFETCH(int, instances);
    QFETCH(int, classes);
    QFETCH(QString, warning);
    const std::filesystem::path path = tests::dataDir() / file.toStdString();
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    const AnnotationFile read = data::readAnnotationJson(path).value();
    std::size_t count = 0;
    for (const model::VideoGroundTruth &video : read.groundTruth.videos) {
        count += video.instances.size();
    }
    QCOMPARE(QString::fromStdString(read.format), format);
    QCOMPARE(read.groundTruth.videos.size(), static_cast<std::size_t>(videos));
    QCOMPARE(count, static_cast<std::size_t>(instances));
    QCOMPARE(read.groundTruth.classes.size(), static_cast<std::size_t>(classes));
    const std::string first = read.notes.warnings.empty() ? "" : read.notes.warnings.front();
    QVERIFY2(first.starts_with(warning.toStdString()), first.c_str());
}

void TestAnnotationJson::realFilesHoldTheSame()
{
    const std::filesystem::path ftcl = tests::dataDir() / "annotations/ftcl_gt.json";
    const std::filesystem::path actionFormer =
        tests::dataDir() / "annotations/actionformer_thumos14.json";
    for (const std::filesystem::path &path : {ftcl, actionFormer}) {
        if (!std::filesystem::exists(path)) {
            QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
        }
    }
    using Key = std::tuple<std::string, int, double, double>;
    const auto all = [](const std::filesystem::path &path) {
        const AnnotationFile file = data::readAnnotationJson(path).value();
        std::multiset<Key> keys;
        for (const model::VideoGroundTruth &video : file.groundTruth.videos) {
            for (const model::Instance &instance : video.instances) {
                keys.emplace(video.video, instance.classIndex, instance.start, instance.end);
            }
        }
        return keys;
    };
    QVERIFY(all(ftcl) == all(actionFormer));
}

void TestAnnotationJson::rewritesRealFiles_data()
{
    readsRealFiles_data();
}

void TestAnnotationJson::rewritesRealFiles()
{
    QFETCH(QString, file);
    const std::filesystem::path path = tests::dataDir() / file.toStdString();
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    const AnnotationFile read = data::readAnnotationJson(path).value();
    const std::string text =
        data::annotationJson(read.groundTruth, AnnotationForm::ActivityNet).value();
    QVERIFY(data::parseAnnotationJson(text, {.classes = read.groundTruth.classes})
                .value()
                .groundTruth == read.groundTruth);
}

QTEST_APPLESS_MAIN(TestAnnotationJson)
#include "tst_annotation_json.moc"
