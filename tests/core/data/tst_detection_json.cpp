#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/detection_json.h"

#include "tests/core/data/mutation.h"
#include "tests/support/test_paths.h"

using namespace core;
using base::ErrorCode;
using data::DetectionFile;
using data::DetectionForm;

namespace {

const char *const kGood =
    R"({"version": "V", "external_data": {"deep": [1, NaN, {"a": null}], "used": true},
 "results": {"v1": [{"label": "Run", "score": 0.5, "segment": [1.5, 2]},
                    {"score": -1e-3, "segment": ["0.0", "4.25"], "label": "Jump", "extra": false}],
             "v2": []}})";

QByteArray withEntry(const char *entry)
{
    return QByteArray(R"({"results": {"v1": [)") + entry + "]}}";
}

model::DetectionSet randomSet(base::Random &random)
{
    model::DetectionSet set;
    set.classes = {"A class", "Bée", "C\"quoted\\\n"};
    for (std::int64_t v = random.uniformInt(0, 4); v >= 0; --v) {
        model::VideoDetections video{"video " + std::to_string(v), {}};
        for (std::int64_t n = random.uniformInt(0, 20); n > 0; --n) {
            const double start = random.uniform(0.0, 100.0);
            video.detections.push_back({static_cast<int>(random.uniformInt(0, 2)), start,
                                        start + random.uniform(0.0, 10.0), random.normal()});
        }
        set.videos.push_back(video);
    }
    // Every class occurs, so that the file names them all.
    set.videos.push_back({"all", {{0, 0, 1, 0.5}, {1, 0, 1, 0.5}, {2, 1, 1, 1e-20}}});
    return set;
}

} // namespace

class TestDetectionJson : public QObject
{
    Q_OBJECT

private slots:
    void readsResults();
    void readsActionFormer();
    void keepsKnownClasses();
    void passesOverAByteOrderMark();
    void countsNegativeStarts();
    void refuses_data();
    void refuses();
    void refusesWhatIsUnknown();
    void findsVideosByTheirPrefixedNames();
    void writesAsPythonDoes();
    void readsBackWhatItWrote();
    void rewritesFustalProposals();
    void refusesToWriteNonsense();
    void leavesNothingWhereItCannotWrite();
    void survivesMutatedText();
    void readsRealProposals();
};

void TestDetectionJson::readsResults()
{
    const DetectionFile file = data::parseDetectionJson(kGood).value();
    QCOMPARE(file.format, std::string("activitynet-predictions"));
    QCOMPARE(file.origin, std::string("V"));
    model::DetectionSet expected;
    expected.classes = {"Jump", "Run"};
    expected.videos = {{"v1", {{1, 1.5, 2.0, 0.5}, {0, 0.0, 4.25, -0.001}}}, {"v2", {}}};
    QVERIFY(file.detections == expected);
    QVERIFY(file.notes.warnings.empty());
}

void TestDetectionJson::readsActionFormer()
{
    const std::string text =
        R"({"database": {"v": [{"segment": [1, 2], "label_id": 1, "scores": 0.25}]}})";
    const DetectionFile named = data::parseDetectionJson(text, {.classes = {"A", "B"}}).value();
    QCOMPARE(named.format, std::string("actionformer-predictions"));
    QCOMPARE(named.detections.videos[0].detections[0].classIndex, 1);
    QCOMPARE(named.detections.classes, (std::vector<std::string>{"A", "B"}));
    const DetectionFile bare = data::parseDetectionJson(text).value();
    QCOMPARE(bare.detections.classes, std::vector<std::string>{"1"});
    QCOMPARE(bare.notes.warnings.size(), std::size_t{1});
    QCOMPARE(data::parseDetectionJson(text, {.classes = {"A"}}).error().code, ErrorCode::NotFound);
}

void TestDetectionJson::keepsKnownClasses()
{
    const std::vector<std::string> known = {"Run", "Swim", "Jump"};
    const DetectionFile file = data::parseDetectionJson(kGood, {.classes = known}).value();
    QCOMPARE(file.detections.classes, known);
    QCOMPARE(file.detections.videos[0].detections[1].classIndex, 2);
    const DetectionFile open =
        data::parseDetectionJson(kGood, {.classes = {"Swim"}, .mayAddClasses = true}).value();
    QCOMPARE(open.detections.classes, (std::vector<std::string>{"Swim", "Jump", "Run"}));
}

void TestDetectionJson::passesOverAByteOrderMark()
{
    const DetectionFile file =
        data::parseDetectionJson(std::string("\xef\xbb\xbf") + kGood).value();
    QCOMPARE(file.detections.videos.size(), std::size_t{2});
    QCOMPARE(file.notes.warnings.size(), std::size_t{1});
}

void TestDetectionJson::countsNegativeStarts()
{
    const std::string text =
        withEntry(R"({"label": "A", "score": 1, "segment": [-0.5, 2]})").toStdString();
    QCOMPARE(data::parseDetectionJson(text).error().code, ErrorCode::BadValue);
    const DetectionFile file = data::parseDetectionJson(text, {.mayStartNegative = true}).value();
    QCOMPARE(file.detections.videos[0].detections[0].start, -0.5);
    QCOMPARE(file.notes.warnings.size(), std::size_t{1});
}

void TestDetectionJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *name, const QByteArray &text, ErrorCode code,
                        const char *place) {
        QTest::newRow(name) << text << static_cast<int>(code) << place;
    };
    const ErrorCode format = ErrorCode::BadFormat;
    const ErrorCode value = ErrorCode::BadValue;
    row("empty", "", format, "");
    row("blanks", " \n\t ", format, "");
    row("binary", QByteArray("\x89PNG\r\n\x1a\n", 8), format, "line 1, byte 1");
    row("cut off", R"({"results": {"v1": [{"label": "A")", format, "line 1, byte 34");
    row("second line", "{\n \"results\" {}}", format, "line 2, byte 12 (results)");
    row("trailing comma", R"({"results": {},})", format, "line 1, byte 16");
    row("trailing text", R"({"results": {}} x)", format, "line 1, byte 17");
    row("not an object", "[1, 2]", value, "");
    row("no results", R"({"version": "x"})", format, "");
    row("two results", R"({"results": {}, "database": {}})", ErrorCode::Conflict, "database");
    row("results is a list", R"({"results": []})", value, "results");
    row("video is null", R"({"results": {"v": null}})", value, "results.v");
    row("video twice", R"({"results": {"v": [], "v": []}})", ErrorCode::Conflict, "results.v");
    row("broken UTF-8", "{\"results\": {\"\xff\": []}}", format, "line 1, byte 15");
    row("overlong UTF-8", "{\"results\": {\"\xc0\x80\": []}}", format, "line 1, byte 15");
    row("control character", "{\"results\": {\"a\nb\": []}}", format, "line 1, byte 16");
    row("bad escape", R"({"results": {"\q": []}})", format, "line 1, byte 17");
    row("half a surrogate", R"({"results": {"\ud800": []}})", format, "line 1, byte 21");
    row("too deep", QByteArray("{\"a\":") + QByteArray(100, '['), format,
        "line 1, byte 69 (a[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"
        "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"
        "[0][0][0][0][0][0][0][0][0])");
    row("entry is a number", withEntry("3"), value, "results.v1[0]");
    row("no label", withEntry(R"({"score": 1, "segment": [1, 2]})"), value, "results.v1[0]");
    row("no score", withEntry(R"({"label": "A", "segment": [1, 2]})"), value, "results.v1[0]");
    row("no segment", withEntry(R"({"label": "A", "score": 1})"), value, "results.v1[0]");
    row("empty label", withEntry(R"({"label": "", "score": 1})"), value, "results.v1[0].label");
    row("label is a number", withEntry(R"({"label": 3, "score": 1})"), value,
        "results.v1[0].label");
    row("NaN time", withEntry(R"({"label": "A", "score": 1, "segment": [NaN, 2]})"), value,
        "results.v1[0].segment[0]");
    row("infinite time", withEntry(R"({"label": "A", "score": 1, "segment": [0, -Infinity]})"),
        value, "results.v1[0].segment[1]");
    row("NaN as text", withEntry(R"({"label": "A", "score": 1, "segment": ["nan", 2]})"), value,
        "results.v1[0]");
    row("no number", withEntry(R"({"label": "A", "score": 1, "segment": ["1.2.3", 2]})"), value,
        "results.v1[0].segment[0]");
    row("overflow", withEntry(R"({"label": "A", "score": 1, "segment": [0, 1e999]})"), value,
        "results.v1[0].segment[1]");
    row("huge", withEntry(R"({"label": "A", "score": 1, "segment": [0, 1e18]})"), value,
        "results.v1[0]");
    row("negative", withEntry(R"({"label": "A", "score": 1, "segment": [-3, 1]})"), value,
        "results.v1[0]");
    row("reversed", withEntry(R"({"label": "A", "score": 1, "segment": [5, 4.2]})"), value,
        "results.v1[0]");
    row("one time", withEntry(R"({"label": "A", "score": 1, "segment": [5]})"), value,
        "results.v1[0].segment");
    row("three times", withEntry(R"({"label": "A", "score": 1, "segment": [5, 6, 7]})"), value,
        "results.v1[0].segment");
    row("NaN score", withEntry(R"({"label": "A", "score": NaN, "segment": [5, 6]})"), value,
        "results.v1[0].score");
    row("text score", withEntry(R"({"label": "A", "score": "1", "segment": [5, 6]})"), value,
        "results.v1[0].score");
    row("leading zero", withEntry(R"({"label": "A", "score": 01, "segment": [5, 6]})"), format,
        "line 1, byte 46");
    row("number against name",
        withEntry(R"({"label": "A", "label_id": 1, "score": 1, "segment": [5, 6]},
                     {"label": "B", "label_id": 1, "score": 1, "segment": [5, 6]})"),
        ErrorCode::Conflict, "results.v1[1]");
}

void TestDetectionJson::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(QString, place);
    const base::Result<DetectionFile> result = data::parseDetectionJson(text.toStdString());
    QVERIFY(!result);
    // Behind the line, the place in the structure may follow in parentheses.
    const QString actual = QString::fromStdString(result.error().place);
    QVERIFY2(place.startsWith("line") ? actual.startsWith(place) : actual == place,
             qPrintable(actual));
    QCOMPARE(static_cast<int>(result.error().code), code);
    QCOMPARE(base::exitCode(result.error().code), 3);
    QVERIFY(!result.error().problem.empty());
    QVERIFY(!result.error().expected.empty());
}

void TestDetectionJson::refusesWhatIsUnknown()
{
    const base::Error noClass =
        data::parseDetectionJson(kGood, {.classes = {"Run", "Jumps"}}).error();
    QCOMPARE(noClass.code, ErrorCode::NotFound);
    QCOMPARE(noClass.sentence(),
             std::string("results.v1[1]: has the unknown class 'Jump'; expected perhaps 'Jumps'"));
    const base::Error noVideo = data::parseDetectionJson(kGood, {.videos = {"v1"}}).error();
    QCOMPARE(noVideo.code, ErrorCode::NotFound);
    QCOMPARE(noVideo.place, std::string("results.v2"));
    QCOMPARE(data::readDetectionJson("/nowhere/a.json").error().file,
             std::string("/nowhere/a.json"));
}

// ActivityNet's results name videos without the "v_" that annotations may have.
void TestDetectionJson::findsVideosByTheirPrefixedNames()
{
    const char *entry = R"([{"label": "x", "score": 1, "segment": [1, 2]}])";
    const std::string two =
        std::string(R"({"results": {"a": )") + entry + R"(, "b": )" + entry + "}}";
    const auto file =
        data::parseDetectionJson(two, {.mayAddClasses = true, .videos = {"v_a", "b"}});
    QVERIFY(file);
    QCOMPARE(file->detections.videos[0].video, std::string("v_a"));
    QCOMPARE(file->detections.videos[1].video, std::string("b"));
    QCOMPARE(file->notes.warnings.size(), std::size_t{1});
    const std::string twice =
        std::string(R"({"results": {"a": )") + entry + R"(, "v_a": )" + entry + "}}";
    QVERIFY(!data::parseDetectionJson(twice, {.mayAddClasses = true, .videos = {"v_a"}}));
}

void TestDetectionJson::writesAsPythonDoes()
{
    model::DetectionSet set;
    set.classes = {"Run"};
    set.videos = {{"v1", {{0, 1.0, 2.5, 0.1 + 0.2}}}, {"v2", {}}};
    QCOMPARE(data::detectionJson(set, DetectionForm::FustalProposals).value(),
             std::string(R"({"method": "[Generator]", "results": {"v1": [{"label": "Run", )"
                         R"("score": 0.30000000000000004, "segment": [1.0, 2.5]}], "v2": []}})"));
    QCOMPARE(data::detectionJson(set, DetectionForm::ActivityNet).value(),
             std::string(R"({"version": "VERSION 1.3", "results": {"v1": [{"label": "Run", )"
                         R"("score": 0.30000000000000004, "segment": [1.0, 2.5]}], "v2": []}, )"
                         R"("external_data": {"used": true, "details": ""}})"));
}

void TestDetectionJson::readsBackWhatItWrote()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("d.json").toStdString();
    base::Random random(3);
    for (int round = 0; round < 50; ++round) {
        const model::DetectionSet set = randomSet(random);
        for (const DetectionForm form : {DetectionForm::ActivityNet, DetectionForm::FustalProposals,
                                         DetectionForm::ActionFormer}) {
            QVERIFY(data::writeDetectionJson(path, set, form));
            const DetectionFile file =
                data::readDetectionJson(path, {.classes = set.classes}).value();
            QVERIFY(file.detections == set);
            QVERIFY(form == DetectionForm::ActionFormer ||
                    data::readDetectionJson(path).value().detections == set);
        }
    }
}

// What the published code wrote, read and written again, is the same bytes but for line breaks.
void TestDetectionJson::rewritesFustalProposals()
{
    int files = 0;
    std::error_code absent;
    for (const auto &entry :
         std::filesystem::directory_iterator(tests::goldenDir() / "fustal_generator", absent)) {
        const std::filesystem::path path = entry.path() / "result.json";
        if (!std::filesystem::exists(path)) {
            continue;
        }
        ++files;
        std::string original = base::readFile(path).value();
        std::string compact;
        for (std::size_t i = 0; i < original.size(); ++i) {
            if (original[i] != '\n') {
                compact += original[i];
                continue;
            }
            while (i + 1 < original.size() && original[i + 1] == ' ') {
                ++i;
            }
            compact += compact.back() == ',' ? " " : "";
        }
        const DetectionFile file = data::readDetectionJson(path).value();
        QCOMPARE(file.format, std::string("fustal-proposals"));
        QCOMPARE(data::detectionJson(file.detections, DetectionForm::FustalProposals).value(),
                 compact);
    }
    if (files == 0) {
        QSKIP(
            qPrintable("no result.json in " + QString::fromStdString(tests::goldenDir().string())));
    }
}

void TestDetectionJson::refusesToWriteNonsense()
{
    const auto writes = [](const model::VideoDetections &video) {
        model::DetectionSet set;
        set.classes = {"A"};
        set.videos = {video};
        return data::detectionJson(set, DetectionForm::ActivityNet).has_value();
    };
    QVERIFY(writes({"v", {{0, 1, 2, 0.5}}}));
    QVERIFY(!writes({"v", {{1, 1, 2, 0.5}}}));
    QVERIFY(!writes({"v", {{0, 3, 2, 0.5}}}));
    QVERIFY(!writes({"v", {{0, std::nan(""), 2, 0.5}}}));
    QVERIFY(!writes({"v", {{0, 1, 2, std::nan("")}}}));
    model::DetectionSet twice;
    twice.videos = {{"v", {}}, {"v", {}}};
    QVERIFY(!data::detectionJson(twice, DetectionForm::ActivityNet));
}

void TestDetectionJson::leavesNothingWhereItCannotWrite()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("none/d.json").toStdString();
    QVERIFY(!data::writeDetectionJson(path, {}, DetectionForm::ActivityNet));
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestDetectionJson::survivesMutatedText()
{
    base::Random random(17);
    for (int round = 0; round < 20000; ++round) {
        const std::string text =
            tests::mutated(kGood, "{}[],:\"\\0123456789.eE-+NtfuI\x80", random);
        const base::Result<DetectionFile> result = data::parseDetectionJson(text);
        QVERIFY(result || base::exitCode(result.error().code) == 3);
    }
}

void TestDetectionJson::readsRealProposals()
{
    const std::filesystem::path path = tests::dataDir() / "outputs/pmil_base_proposals_train.json";
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    QElapsedTimer timer;
    timer.start();
    const DetectionFile file = data::readDetectionJson(path).value();
    qInfo("33,895 proposals in %lld us", static_cast<long long>(timer.nsecsElapsed() / 1000));
    std::size_t count = 0;
    for (const model::VideoDetections &video : file.detections.videos) {
        count += video.detections.size();
    }
    QCOMPARE(count, std::size_t{33895});
    QCOMPARE(file.detections.videos.size(), std::size_t{200});
    QCOMPARE(file.detections.classes.size(), std::size_t{20});
    // Its numbers come out as Python wrote them; its keys are in another order.
    const std::string ours =
        data::detectionJson(file.detections, DetectionForm::ActivityNet).value();
    QVERIFY(data::parseDetectionJson(ours).value().detections == file.detections);
    QVERIFY(ours.find("0.6559830009937286, \"segment\": [19.2, 24.32]") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestDetectionJson)
#include "tst_detection_json.moc"
