#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/read_any.h"

using namespace core;

class TestReadAny : public QObject
{
    Q_OBJECT

private slots:
    void readsGroundTruth_data();
    void readsGroundTruth();
    void readsDetections_data();
    void readsDetections();
    void refuses_data();
    void refuses();

private:
    std::filesystem::path write(const QString &name, const QByteArray &content)
    {
        const std::filesystem::path path = m_folder.filePath(name).toStdString();
        if (!base::writeFileAtomically(path, content.toStdString())) {
            qFatal("cannot write");
        }
        return path;
    }

    QTemporaryDir m_folder;
};

void TestReadAny::readsGroundTruth_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("JSON") << "gt.json"
                          << QByteArray("\n {\"database\": {\"v\": {\"annotations\": [{\"label\": "
                                        "\"A\", \"segment\": [1, 2]}]}}}");
    QTest::newRow("CSV") << "gt.csv" << QByteArray("video,class,start,end\nv,A,1,2\n");
    QTest::newRow("THUMOS") << "A_test.txt" << QByteArray("\xef\xbb\xbfv 1 2\n");
}

void TestReadAny::readsGroundTruth()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    const data::AnnotationFile file = data::readGroundTruth(write(name, content)).value();
    QCOMPARE(file.groundTruth.classes, std::vector<std::string>{"A"});
    QCOMPARE(file.groundTruth.videos.size(), std::size_t{1});
    QVERIFY((file.groundTruth.videos[0].instances[0] == model::Instance{0, 1.0, 2.0}));
}

void TestReadAny::readsDetections_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("JSON") << QByteArray("{\"results\": {\"v\": [{\"label\": \"A\", \"score\": 0.5, "
                                        "\"segment\": [1, 2]}]}}");
    QTest::newRow("CSV") << QByteArray("video,class,start,end,score\nv,A,1,2,0.5\n");
}

void TestReadAny::readsDetections()
{
    QFETCH(QByteArray, content);
    const data::DetectionFile file = data::readDetections(write("d", content)).value();
    QVERIFY((file.detections.videos[0].detections[0] == model::Detection{0, 1.0, 2.0, 0.5}));
}

void TestReadAny::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blanks") << QByteArray(" \n");
    QTest::newRow("binary") << QByteArray("\x89PNG\0\0\0", 7);
    QTest::newRow("text") << QByteArray("no annotations at all\n");
    QTest::newRow("wrong JSON") << QByteArray("{\"a\": 1}");
    QTest::newRow("broken JSON") << QByteArray("{\"results\": {\"v\"");
    QTest::newRow("wrong table") << QByteArray("a,b\n1,2\n");
}

void TestReadAny::refuses()
{
    QFETCH(QByteArray, content);
    const std::filesystem::path path = write("file", content);
    const auto truth = data::readGroundTruth(path);
    const auto detections = data::readDetections(path);
    QVERIFY(!truth && !detections);
    for (const base::Error &error : {truth.error(), detections.error()}) {
        QCOMPARE(error.file, path.string());
        QCOMPARE(base::exitCode(error.code), 3);
        QVERIFY(!error.expected.empty());
    }
    // A folder is ground truth only where it holds THUMOS'14's files, and never detections.
    const QTemporaryDir empty;
    QVERIFY(!data::readGroundTruth(empty.path().toStdString()));
    QVERIFY(!data::readDetections(empty.path().toStdString()));
    QVERIFY(!data::readGroundTruth("/nowhere/gt.json"));
}

QTEST_APPLESS_MAIN(TestReadAny)
#include "tst_read_any.moc"
