#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/sniff.h"

#include "tests/core/data/mutation.h"
#include "tests/support/test_paths.h"

using namespace core;
using base::ErrorCode;
using data::Imported;

namespace {

// What shared/data/README.md says of a file, or what was counted in it by other means.
struct Row
{
    const char *path;
    const char *kind;
    const char *format;
    std::size_t videos;
    std::size_t instances;
    std::size_t classes;
};

constexpr Row kRows[] = {
    {"annotations/ftcl_gt.json", "ground-truth", "ftcl", 412, 6365, 20},
    {"annotations/basnet_gt.json", "ground-truth", "basnet", 410, 6318, 20},
    {"annotations/actionformer_thumos14.json", "ground-truth", "actionformer", 412, 6365, 20},
    {"annotations/detad_thumos14_val_extra_characteristics.json", "ground-truth", "detad-extra",
     200, 3003, 20},
    {"annotations/ftcl_split_train.txt", "splits", "split-list", 200, 0, 0},
    {"annotations/ftcl_split_test.txt", "splits", "split-list", 210, 0, 0},
    {"annotations/lacp_fps_dict.json", "video-info", "fps-dict", 2584, 0, 0},
    {"annotations/mmtad_TH14_video_info.json", "video-info", "video-info", 412, 0, 0},
    {"annotations/lacp_point_labels.csv", "points", "lacp-points", 200, 3003, 20},
    // 3,358 + 99 and 3,007 + 89 lines, Ambiguous among them.
    {"annotations/gtad_test_Annotation.csv", "ground-truth", "gtad-csv", 213, 3358, 20},
    {"annotations/gtad_val_Annotation.csv", "ground-truth", "gtad-csv", 200, 3007, 20},
    // The 213th test video has ambiguous intervals only.
    {"annotations/thumos14_txt", "ground-truth", "thumos-txt", 413, 6365, 20},
    {"annotations/thumos14_txt/val", "ground-truth", "thumos-txt", 200, 3007, 20},
    {"annotations/thumos14_txt/test", "ground-truth", "thumos-txt", 213, 3358, 20},
    {"annotations/thumos14_txt/detclasslist.txt", "classes", "detclasslist", 0, 0, 20},
    {"annotations/thumos14_txt/val/Diving_val.txt", "ground-truth", "thumos-txt", 0, 499, 1},
    {"annotations/thumos14_txt/test/Ambiguous_test.txt", "ground-truth", "thumos-txt", 37, 0, 0},
    {"annotations/wtalc_reduced_npy", "video-info", "wtalc", 412, 0, 20},
    {"annotations/wtalc_reduced_npy/videoname.npy", "splits", "wtalc", 412, 0, 0},
    {"annotations/wtalc_reduced_npy/classlist.npy", "classes", "wtalc", 0, 0, 20},
    {"annotations/wtalc_reduced_npy/Ambiguous_test.txt", "ground-truth", "thumos-txt", 37, 0, 0},
    {"outputs/pmil_base_proposals_train.json", "detections", "activitynet-predictions", 200, 33895,
     20},
    {"outputs/mmaction2_eval_localization_gt.json", "ground-truth", "mmaction2", 2, 4, 2},
    {"outputs/mmaction2_eval_localization_result.json", "detections", "activitynet-predictions", 0,
     0, 0},
    {"features_i3d/bbformer_gt.json", "ground-truth", "bbformer", 3, 6, 3},
    {"features_i3d/gym_index.csv", "features-index", "features-index", 255, 0, 21},
    {"features_i3d/gym", "features", "npy", 255, 0, 0},
    {"features_i3d/tennis26.npy", "features", "npy", 1, 0, 0},
    {"spliced_gym/gt.json", "ground-truth", "actionformer", 96, 345, 8},
    {"spliced_gym_hard/gt.json", "ground-truth", "actionformer", 96, 332, 8},
    {"spliced_gym_hard/split_train.txt", "splits", "split-list", 64, 0, 0},
    {"spliced_gym_hard/split_test.txt", "splits", "split-list", 32, 0, 0},
};

} // namespace

class TestSniff : public QObject
{
    Q_OBJECT

private slots:
    void understandsRealFiles_data();
    void understandsRealFiles();
    void knowsEveryAnnotationAndOutput();
    void countsAmbiguousIntervals();
    void refusesPickles_data();
    void refusesPickles();
    void refuses_data();
    void refuses();
    void refusesBrokenThumosLines();
    void survivesMutatedFiles_data();
    void survivesMutatedFiles();
};

void TestSniff::understandsRealFiles_data()
{
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < std::size(kRows); ++i) {
        QTest::newRow(kRows[i].path) << static_cast<int>(i);
    }
}

void TestSniff::understandsRealFiles()
{
    QFETCH(int, row);
    const Row &expected = kRows[row];
    const std::filesystem::path path = tests::dataDir() / expected.path;
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    const base::Result<Imported> result = data::sniffAndRead(path);
    QVERIFY2(result, result ? "" : result.error().sentence().c_str());
    QCOMPARE(std::string(data::contentKindName(result->kind)), std::string(expected.kind));
    QCOMPARE(result->format, std::string(expected.format));
    // A 0 in the table of a ground truth or detection file means "not stated in the README".
    const bool isStated = expected.kind != std::string("detections") || expected.videos > 0;
    if (isStated && (expected.videos > 0 || result->kind != data::ContentKind::GroundTruth)) {
        QCOMPARE(result->videos, expected.videos);
    }
    if (isStated) {
        QCOMPARE(result->instances, expected.instances);
        QCOMPARE(result->classes, expected.classes);
    }
    QCOMPARE(result->content.index(), static_cast<std::size_t>(result->kind));
}

// No file of the two folders is passed over by the table above, but for those refused below.
void TestSniff::knowsEveryAnnotationAndOutput()
{
    for (const char *folder : {"annotations", "outputs"}) {
        std::error_code absent;
        for (const auto &entry :
             std::filesystem::recursive_directory_iterator(tests::dataDir() / folder, absent)) {
            if (!entry.is_regular_file()) {
                continue;
            }
            const base::Result<Imported> result = data::sniffAndRead(entry.path());
            QVERIFY2(result || result.error().code == ErrorCode::Unsupported,
                     result ? "" : result.error().sentence().c_str());
            QVERIFY2(result || entry.path().extension() == ".npy", entry.path().c_str());
        }
    }
}

void TestSniff::countsAmbiguousIntervals()
{
    const std::filesystem::path path = tests::dataDir() / "annotations/thumos14_txt";
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    for (const auto &[folder, count] : {std::pair("", 188), {"val", 89}, {"test", 99}}) {
        const Imported result = data::sniffAndRead(path / folder).value();
        QVERIFY(result.notes.warnings.back().starts_with(std::to_string(count) +
                                                         " intervals are ambiguous"));
    }
    const Imported whole = data::sniffAndRead(path).value();
    const auto &file = std::get<data::AnnotationFile>(whole.content);
    QCOMPARE(file.labelIds.size(), std::size_t{20});
    QCOMPARE(file.labelIds.front(), 1LL);
    QCOMPARE(file.groundTruth.classes.back(), std::string("VolleyballSpiking"));
}

void TestSniff::refusesPickles_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("labels") << "labels.npy";
    QTest::newRow("labels_all") << "labels_all.npy";
    QTest::newRow("segments") << "segments.npy";
}

void TestSniff::refusesPickles()
{
    QFETCH(QString, name);
    const std::filesystem::path path =
        tests::dataDir() / "annotations/wtalc_reduced_npy" / name.toStdString();
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    const base::Error error = data::sniffAndRead(path).error();
    QCOMPARE(error.code, ErrorCode::Unsupported);
    QVERIFY(error.problem.find("pickled") != std::string::npos);
    QCOMPARE(error.file, path.string());
}

void TestSniff::refuses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << "a.json" << QByteArray();
    QTest::newRow("blanks") << "a.json" << QByteArray(" \n ");
    QTest::newRow("picture") << "a.json" << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    QTest::newRow("broken JSON") << "a.json" << QByteArray("{\"results\": ");
    QTest::newRow("JSON list") << "a.json" << QByteArray("[1, 2]");
    QTest::newRow("JSON of no form") << "a.json" << QByteArray("{\"a\": \"b\"}");
    QTest::newRow("empty object") << "a.json" << QByteArray("{}");
    QTest::newRow("table of no form") << "a.csv" << QByteArray("x,y\n1,2\n");
    QTest::newRow("short line") << "a.csv" << QByteArray("video,class,start,end\nv,A,1\n");
    QTest::newRow("broken UTF-8") << "a.txt" << QByteArray("video\xff\n");
    QTest::newRow("video twice") << "a.txt" << QByteArray("v1\nv2\nv1\n");
    QTest::newRow("truncated npy") << "a.npy" << QByteArray("\x93NUMPY\x01\x00\x76", 9);
}

void TestSniff::refuses()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(name).toStdString();
    QVERIFY(base::writeFileAtomically(path, content.toStdString()));
    const base::Result<Imported> result = data::sniffAndRead(path);
    QVERIFY(!result);
    QCOMPARE(base::exitCode(result.error().code), 3);
    QCOMPARE(result.error().file, path.string());
    QVERIFY(!result.error().expected.empty());
    QVERIFY(!data::sniffAndRead(folder.filePath("absent").toStdString()));
    QVERIFY(!data::sniffAndRead(QTemporaryDir().path().toStdString()));
}

// A damaged annotation file is not taken for a list of videos.
void TestSniff::refusesBrokenThumosLines()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("Diving_val.txt").toStdString();
    QVERIFY(base::writeFileAtomically(path, "v1 1.0 2.0\nv2 5.0 x\n"));
    const base::Error error = data::sniffAndRead(path).error();
    QCOMPARE(error.place, std::string("line 2"));
    QVERIFY(base::writeFileAtomically(path, "v1 9.0 2.0\n"));
    QCOMPARE(data::sniffAndRead(path).error().code, ErrorCode::BadValue);
}

void TestSniff::survivesMutatedFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("csv") << "a.csv"
                         << QByteArray("video,class,start,end,score\n\"v 1\",A,1.5,2,0.5\n");
    QTest::newRow("points") << "a.csv"
                            << QByteArray("class,class_index,start_frame,stop_frame,video_id,"
                                          "point\nA,2,20,30,v,25\n");
    QTest::newRow("thumos") << "A_val.txt" << QByteArray("v1  1.0 2.0\nv2  3.0 4.5\n");
    QTest::newRow("classes") << "detclasslist.txt" << QByteArray("1 A\n2 B\n");
    QTest::newRow("info") << "a.json"
                          << QByteArray(R"({"v": {"fps": 30, "num_frame": 5}, "w": 3})");
}

void TestSniff::survivesMutatedFiles()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(name).toStdString();
    base::Random random(37);
    for (int round = 0; round < 400; ++round) {
        QFile file(QString::fromStdString(path.string()));
        file.remove(); // truncating an existing file waits for the disk
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(
            tests::mutated(content.toStdString(), "{}[],:\" \n\r0123456789.-\xff", random)));
        file.close();
        const base::Result<Imported> result = data::sniffAndRead(path);
        QVERIFY(result || base::exitCode(result.error().code) == 3);
    }
}

QTEST_APPLESS_MAIN(TestSniff)
#include "tst_sniff.moc"
