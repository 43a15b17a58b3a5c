#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/csv_segments.h"
#include "core/data/npy_file.h"
#include "core/data/split_list.h"
#include "core/data/video_info.h"

#include "tests/support/test_paths.h"

using namespace core;
using base::ErrorCode;

// Comma-separated segments, lists of videos, and what files tell about videos.
class TestTablesAndLists : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsAnnotations();
    void readsDetections();
    void tellsKinds();
    void refusesTables_data();
    void refusesTables();
    void refusesWhatIsUnknown();
    void readsBackAnnotations();
    void readsBackDetections();
    void refusesToWriteNonsense();
    void readsPoints();
    void readsFeatureIndex();
    void readsLists();
    void refusesLists_data();
    void refusesLists();
    void readsVideoInfo();
    void refusesVideoInfo_data();
    void refusesVideoInfo();
    void readsWtalc();
    void refusesWtalc();
    void readsRealPoints();

private:
    std::filesystem::path path(const char *name = "file") const
    {
        return m_folder->filePath(name).toStdString();
    }
    void write(const std::string &content, const char *name = "file")
    {
        if (!base::writeFileAtomically(path(name), content)) {
            qFatal("cannot write");
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestTablesAndLists::readsAnnotations()
{
    write("\xef\xbb\xbf"
          "End,Video,type,extra,start,Subset\r\n"
          "2.5,\"v, \"\"1\"\"\",Run,x,1,test\r\n"
          "9,v2,Ambiguous,,8,val\r\n"
          "4,\"v, \"\"1\"\"\",Jump,,3,test\r\n");
    const data::AnnotationFile file = data::readAnnotationCsv(path()).value();
    QCOMPARE(file.format, std::string("csv"));
    model::GroundTruth expected;
    expected.classes = {"Jump", "Run"};
    expected.videos.resize(2);
    expected.videos[0].video = "v, \"1\"";
    expected.videos[0].subset = "test";
    expected.videos[0].instances = {{1, 1.0, 2.5}, {0, 3.0, 4.0}};
    expected.videos[1].video = "v2";
    expected.videos[1].subset = "val";
    expected.videos[1].ambiguous = {{8.0, 9.0}};
    QVERIFY(file.groundTruth == expected);
}

void TestTablesAndLists::readsDetections()
{
    write("video-id,t-start,t-end,label,score\nv,1,2,Run,0.5\nw,3,4,Run,-1e-3\nv,5,6,Jump,2\n");
    const data::DetectionFile file = data::readDetectionCsv(path()).value();
    QCOMPARE(file.detections.classes, (std::vector<std::string>{"Jump", "Run"}));
    QCOMPARE(file.detections.videos.size(), std::size_t{2});
    QVERIFY((file.detections.videos[0].detections ==
             std::vector<model::Detection>{{1, 1, 2, 0.5}, {0, 5, 6, 2.0}}));
}

void TestTablesAndLists::tellsKinds()
{
    using Kind = data::CsvKind;
    for (const auto &[header, kind] :
         {std::pair("video,class,start,end", Kind::Annotations),
          {"video,class,start,end,score", Kind::Detections},
          {"class,class_index,start_frame,stop_frame,video_id,point", Kind::Points},
          {"file,label,snippets", Kind::FeatureIndex},
          {"a,b", Kind::Unknown},
          {"video,start,end", Kind::Unknown}}) {
        write(header);
        QVERIFY2(data::csvKind(path()).value() == kind, header);
    }
}

void TestTablesAndLists::refusesTables_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("place");
    const QByteArray header = "video,class,start,end,score\n";
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("no column") << QByteArray("video,start,end,score\nv,1,2,3\n") << "header";
    QTest::newRow("few fields") << header + "v,A,1,2\n"
                                << "line 2";
    QTest::newRow("many fields") << header + "v,A,1,2,3,4\n"
                                 << "line 2";
    QTest::newRow("open quote") << header + "\"v,A,1,2,3\n"
                                << "line 2";
    QTest::newRow("no number") << header + "v,A,1,2,1\nv,A,one,2,1\n"
                               << "line 3";
    QTest::newRow("NaN") << header + "v,A,nan,2,1\n"
                         << "line 2";
    QTest::newRow("infinite score") << header + "v,A,1,2,inf\n"
                                    << "line 2";
    QTest::newRow("reversed") << header + "v,A,3,2,1\n"
                              << "line 2";
    QTest::newRow("negative") << header + "v,A,-3,2,1\n"
                              << "line 2";
    QTest::newRow("huge") << header + "v,A,3,1e20,1\n"
                          << "line 2";
    QTest::newRow("no class") << header + "v,,1,2,1\n"
                              << "line 2";
    QTest::newRow("no video") << header + ",A,1,2,1\n"
                              << "line 2";
    QTest::newRow("broken UTF-8") << header + "v,\xff,1,2,1\n"
                                  << "line 2";
}

void TestTablesAndLists::refusesTables()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, place);
    write(content.toStdString());
    const auto detections = data::readDetectionCsv(path());
    QVERIFY(!detections);
    QCOMPARE(QString::fromStdString(detections.error().place), place);
    QCOMPARE(detections.error().file, path().string());
    QCOMPARE(base::exitCode(detections.error().code), 3);
    QVERIFY(!detections.error().expected.empty());
    const auto annotations = data::readAnnotationCsv(path());
    if (QTest::currentDataTag() != QByteArray("infinite score")) {
        QVERIFY(!annotations);
        QCOMPARE(QString::fromStdString(annotations.error().place), place);
    }
}

void TestTablesAndLists::refusesWhatIsUnknown()
{
    write("video,class,start,end,score\nv,Run,1,2,3\n");
    QCOMPARE(data::readDetectionCsv(path(), {.classes = {"Rum"}}).error().code,
             ErrorCode::NotFound);
    QCOMPARE(data::readDetectionCsv(path(), {.videos = {"w"}}).error().code, ErrorCode::NotFound);
    QCOMPARE(data::readAnnotationCsv(path(), {.classes = {"Rum"}}).error().expected,
             std::string("perhaps 'Rum'"));
    QCOMPARE(data::readAnnotationCsv(path(), {.videos = {"w"}}).error().place,
             std::string("line 2"));
    // One video in two subsets.
    write("video,subset,class,start,end\nv,a,Run,1,2\nv,b,Run,1,2\n");
    QCOMPARE(data::readAnnotationCsv(path()).error().code, ErrorCode::Conflict);
}

void TestTablesAndLists::readsBackAnnotations()
{
    base::Random random(43);
    model::GroundTruth truth;
    truth.classes = {"A, quoted \"x\"", "B", " padded "};
    for (int v = 0; v < 20; ++v) {
        model::VideoGroundTruth video;
        video.video = "video, " + std::to_string(v);
        video.subset = v % 2 == 0 ? "test" : "";
        for (int c = 0; c < 3; ++c) {
            const double start = random.uniform(0.0, 100.0);
            video.instances.push_back({c, start, start + random.uniform()});
        }
        video.ambiguous = {{0.5, 1.0 + random.uniform()}};
        truth.videos.push_back(video);
    }
    std::sort(truth.classes.begin(), truth.classes.end());
    QVERIFY(data::writeAnnotationCsv(path(), truth));
    QVERIFY(data::readAnnotationCsv(path()).value().groundTruth == truth);
}

void TestTablesAndLists::readsBackDetections()
{
    base::Random random(47);
    model::DetectionSet set;
    set.classes = {"A", "B,b"};
    for (int v = 0; v < 20; ++v) {
        model::VideoDetections video{"v\"" + std::to_string(v), {}};
        for (int n = 0; n < 5; ++n) {
            const double start = random.uniform(0.0, 100.0);
            video.detections.push_back({n % 2, start, start + random.uniform(), random.normal()});
        }
        set.videos.push_back(video);
    }
    QVERIFY(data::writeDetectionCsv(path(), set));
    QVERIFY(data::readDetectionCsv(path()).value().detections == set);
}

void TestTablesAndLists::refusesToWriteNonsense()
{
    model::DetectionSet set;
    set.classes = {"A"};
    set.videos = {{"v", {{1, 1, 2, 3}}}};
    QVERIFY(!data::writeDetectionCsv(path(), set));
    set.videos = {{"v\nw", {{0, 1, 2, 3}}}};
    QVERIFY(!data::writeDetectionCsv(path(), set));
    model::GroundTruth truth;
    truth.classes = {"A\n"};
    truth.videos.resize(1);
    truth.videos[0].video = "v";
    truth.videos[0].instances = {{0, 1, 2}};
    QVERIFY(!data::writeAnnotationCsv(path(), truth));
    QVERIFY(!std::filesystem::exists(path()));
}

void TestTablesAndLists::readsPoints()
{
    const std::string header = "class,class_index,start_frame,stop_frame,video_id,point\n";
    write(header + "Run,2,20,30,v,25\nJump,1,5,9,w,7\n");
    const data::PointLabelFile file = data::readPointCsv(path()).value();
    QCOMPARE(file.classes, (std::vector<std::string>{"Jump", "Run"}));
    QCOMPARE(file.points[0].classIndex, 1);
    QCOMPARE(file.points[0].pointFrame, 25);
    QCOMPARE(file.points[1].endFrame, 9);
    for (const char *bad :
         {"Run,2,20,30,v,x\n", "Run,2,-20,30,v,25\n", "Run,2,20,nan,v,25\n", ",2,20,30,v,25\n"}) {
        write(header + bad);
        QVERIFY2(!data::readPointCsv(path()), bad);
    }
}

void TestTablesAndLists::readsFeatureIndex()
{
    write("file,label,snippets\na 1.npy,push up,3\n");
    const auto entries = data::readFeatureIndexCsv(path()).value();
    QCOMPARE(entries[0].file, std::string("a 1.npy"));
    QCOMPARE(entries[0].label, std::string("push up"));
}

void TestTablesAndLists::readsLists()
{
    write("v1 \r\n\n  a video with blanks\nv2");
    const std::vector<std::string> expected = {"v1", "a video with blanks", "v2"};
    QCOMPARE(data::readSplitList(path()).value(), expected);
    QVERIFY(data::writeSplitList(path(), expected));
    QCOMPARE(data::readSplitList(path()).value(), expected);
}

void TestTablesAndLists::refusesLists_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("place");
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("blank lines") << QByteArray("\n \n") << "";
    QTest::newRow("twice") << QByteArray("v1\nv2\nv1\n") << "line 3";
    QTest::newRow("binary") << QByteArray("v1\nv\0x\n", 7) << "line 2";
    QTest::newRow("broken UTF-8") << QByteArray("\xc3\x28\n") << "line 1";
}

void TestTablesAndLists::refusesLists()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, place);
    write(content.toStdString());
    const auto list = data::readSplitList(path());
    QVERIFY(!list);
    QCOMPARE(QString::fromStdString(list.error().place), place);
    QCOMPARE(base::exitCode(list.error().code), 3);
}

void TestTablesAndLists::readsVideoInfo()
{
    write(R"({"v": {"fps": 29.97, "duration": 12.5, "num_frame": 375, "height": 180, "width": 320,
              "subset": "test", "other": [1]}, "w": {"fps": null}})");
    const data::VideoInfoFile info = data::readVideoInfoJson(path()).value();
    QCOMPARE(info.format, std::string("video-info"));
    const data::VideoInfo expected{"v", "test", 12.5, 29.97, 375, 320, 180};
    QVERIFY(info.videos[0] == expected);
    QVERIFY(!info.videos[1].fps);
    write(R"({"v": 30.00003000003, "w": 25})");
    const data::VideoInfoFile rates = data::readVideoInfoJson(path()).value();
    QCOMPARE(rates.format, std::string("fps-dict"));
    QVERIFY(rates.videos[0].fps == 30.00003000003);
}

void TestTablesAndLists::refusesVideoInfo_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("place");
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("no videos") << QByteArray("{}") << "";
    QTest::newRow("list") << QByteArray("[]") << "";
    QTest::newRow("twice") << QByteArray(R"({"v": 1, "v": 2})") << "v";
    QTest::newRow("zero") << QByteArray(R"({"v": 0})") << "v";
    QTest::newRow("NaN") << QByteArray(R"({"v": {"fps": NaN}})") << "v.fps";
    QTest::newRow("negative") << QByteArray(R"({"v": {"duration": -2}})") << "v.duration";
    QTest::newRow("half a frame") << QByteArray(R"({"v": {"num_frame": 1.5}})") << "v.num_frame";
    QTest::newRow("huge") << QByteArray(R"({"v": {"width": 1e9}})") << "v.width";
    QTest::newRow("text") << QByteArray(R"({"v": "30"})") << "v";
}

void TestTablesAndLists::refusesVideoInfo()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, place);
    write(content.toStdString());
    const auto info = data::readVideoInfoJson(path());
    QVERIFY(!info);
    QCOMPARE(QString::fromStdString(info.error().place), place);
    QCOMPARE(info.error().file, path().string());
    QCOMPARE(base::exitCode(info.error().code), 3);
}

void TestTablesAndLists::readsWtalc()
{
    const std::filesystem::path folder = tests::dataDir() / "annotations/wtalc_reduced_npy";
    if (!std::filesystem::exists(folder)) {
        QSKIP(qPrintable("no " + QString::fromStdString(folder.string())));
    }
    const data::VideoInfoFile file = data::readWtalcFolder(folder).value();
    QCOMPARE(file.videos.size(), std::size_t{412});
    QCOMPARE(file.classes.size(), std::size_t{20});
    QCOMPARE(file.notes.skipped.size(), std::size_t{3});
    const auto inTest = std::count_if(file.videos.begin(), file.videos.end(),
                                      [](const auto &video) { return video.subset == "test"; });
    QCOMPARE(inTest, 212);
    QVERIFY(std::all_of(file.videos.begin(), file.videos.end(),
                        [](const auto &video) { return video.fps && video.durationS; }));
}

void TestTablesAndLists::refusesWtalc()
{
    QCOMPARE(data::readWtalcFolder(path("none")).error().code, ErrorCode::NotFound);
    const std::string names = "{'descr': '|S2', 'fortran_order': False, 'shape': (2,), }";
    const auto npy = [](const std::string &header, const std::string &elements) {
        return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) +
               std::string(1, '\0') + header + elements;
    };
    write(npy(names, "v1v1"), "videoname.npy");
    QCOMPARE(data::readWtalcFolder(path(".")).error().code, ErrorCode::Conflict);
    write(npy(names, "v1v2"), "videoname.npy");
    QCOMPARE(data::readWtalcFolder(path(".")).value().videos.size(), std::size_t{2});
    QVERIFY(data::writeNpy(path("duration.npy"), std::array<std::int64_t, 1>{3},
                           std::vector<double>{1, 2, 3}));
    QCOMPARE(data::readWtalcFolder(path(".")).error().code, ErrorCode::Conflict);
    QVERIFY(data::writeNpy(path("duration.npy"), std::array<std::int64_t, 1>{2},
                           std::vector<double>{1, -2}));
    QCOMPARE(data::readWtalcFolder(path(".")).error().place, std::string("[1]"));
    QVERIFY(data::writeNpy(path("videoname.npy"), std::array<std::int64_t, 1>{2},
                           std::vector<double>{1, 2}));
    QCOMPARE(data::readWtalcFolder(path(".")).error().place, std::string("dtype"));
}

void TestTablesAndLists::readsRealPoints()
{
    const std::filesystem::path file = tests::dataDir() / "annotations/lacp_point_labels.csv";
    if (!std::filesystem::exists(file)) {
        QSKIP(qPrintable("no " + QString::fromStdString(file.string())));
    }
    const data::PointLabelFile points = data::readPointCsv(file).value();
    QCOMPARE(points.points.size(), std::size_t{3003});
    QVERIFY(std::all_of(points.points.begin(), points.points.end(), [](const auto &point) {
        return point.startFrame <= point.pointFrame && point.pointFrame <= point.endFrame;
    }));
}

QTEST_APPLESS_MAIN(TestTablesAndLists)
#include "tst_tables_and_lists.moc"
