#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/test_paths.h"

// `talo demo --no-train` and `talo extract` as somebody types them.
class TestDemo : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void makesAProjectWithEverything();
    void sameSeedSameBytes();
    void refusesASecondDemo();
    void measuresThePictures();
    void extractsWhatIsMissing();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void aBrokenVideoChangesNothing();

private:
    struct Answer
    {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;

        QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    };

    static Answer talo(const QStringList &arguments)
    {
        QProcess process;
        process.start(QString::fromStdString((tests::programDir() / "talo").string()), arguments);
        if (!process.waitForFinished(100000)) {
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    QString inside(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // A project with the demo's videos and nothing else.
    QString projectWithVideos(const char *name, const QString &videos) const
    {
        const QString project = inside(name);
        if (talo({"init", project}).exitCode != 0 ||
            talo({"import", project, "--kind", "videos", videos}).exitCode != 0) {
            return {};
        }
        return project;
    }

    QTemporaryDir m_folder;
};

void TestDemo::initTestCase()
{
    const Answer made =
        talo({"demo", inside("demo"), "--videos", "4", "--seed", "3", "--no-train", "--json"});
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    const QJsonObject object = made.json();
    QCOMPARE(object["videos"].toInt(), 4);
    QCOMPARE(object["training_videos"].toInt(), 2);
    QCOMPARE(object["test_videos"].toInt(), 2);
    QCOMPARE(object["classes"].toArray().size(), 5);
    QVERIFY(object["instances"].toInt() >= 4);
}

void TestDemo::makesAProjectWithEverything()
{
    const Answer shown = talo({"show", inside("demo/demo.talo"), "--json"});
    QVERIFY2(shown.exitCode == 0, shown.errors.constData());
    const QJsonArray videos = shown.json()["videos"].toArray();
    QCOMPARE(videos.size(), 4);
    for (const QJsonValue &video : videos) {
        QCOMPARE(video["fps"].toDouble(), 15.0);
        QVERIFY(video["frames"].toInt() >= 30 * 15 - 1);
        QVERIFY(video["subset"].toString() == "training" || video["subset"].toString() == "test");
        QVERIFY(!video["segments"].toObject().isEmpty());
    }
    QCOMPARE(QDir(inside("demo/features")).entryList({"*.npy"}).size(), 4);
    QCOMPARE(QDir(inside("demo/videos")).entryList({"*.mp4"}).size(), 4);
    QVERIFY(content(inside("demo/ground_truth.json")).contains("JumpingJack"));
    QCOMPARE(talo({"check", inside("demo/demo.talo")}).exitCode, 0);
}

void TestDemo::sameSeedSameBytes()
{
    QCOMPARE(talo({"demo", inside("again"), "--videos", "4", "--seed", "3", "--no-train"}).exitCode,
             0);
    QStringList files = {"ground_truth.json"};
    for (const QString &name : QDir(inside("demo/videos")).entryList({"*.mp4"})) {
        files << "videos/" + name << "features/" + QString(name).replace(".mp4", ".npy");
    }
    QCOMPARE(files.size(), 9);
    for (const QString &file : files) {
        QVERIFY(!content(inside("demo/") + file).isEmpty());
        QVERIFY2(content(inside("demo/") + file) == content(inside("again/") + file),
                 qPrintable(file));
    }
}

void TestDemo::refusesASecondDemo()
{
    const QByteArray before = content(inside("demo/demo.talo"));
    const Answer refused = talo({"demo", inside("demo"), "--videos", "2", "--no-train"});
    QCOMPARE(refused.exitCode, 3);
    QVERIFY(refused.errors.contains("demo.talo"));
    QCOMPARE(content(inside("demo/demo.talo")), before);
}

// Once a video; what the pictures say is evidence for bounds then, and wrong names are refused.
void TestDemo::measuresThePictures()
{
    const QString project = inside("again/demo.talo");
    const QJsonArray videos = talo({"show", project, "--json"}).json()["videos"].toArray();
    const QString name = videos.first()["name"].toString();
    const QStringList evidence = {"snap", project,  "--video", name,    "--class",
                                  "Kick", "--time", "0",       "--json"};
    const int before = talo(evidence).json()["evidence"].toInt();
    const auto measure = [&](QStringList arguments) {
        return talo(QStringList{"motion", project, "--json"} + arguments);
    };
    const Answer one = measure({"--video", name});
    QVERIFY2(one.exitCode == 0, one.errors.constData());
    QCOMPARE(one.json()["measured"].toInt(), 1);
    QVERIFY(talo(evidence).json()["evidence"].toInt() > before);
    const QStringList files = QDir(project + ".motion").entryList({"*.npy"});
    QCOMPARE(files.size(), 1);
    const QByteArray measured = content(project + ".motion/" + files.first());
    const Answer all = measure({});
    QCOMPARE(all.json()["measured"].toInt(), 3);
    QCOMPARE(all.json()["kept"].toInt(), 1);
    QCOMPARE(measure({"--again", "--video", name}).json()["measured"].toInt(), 1);
    QCOMPARE(content(project + ".motion/" + files.first()), measured);
    const Answer wrong = measure({"--video", "no such video"});
    QCOMPARE(wrong.exitCode, 3);
    QVERIFY(wrong.errors.contains("no such video"));
}

void TestDemo::extractsWhatIsMissing()
{
    const QString project = projectWithVideos("own.talo", inside("demo/videos"));
    QVERIFY(!project.isEmpty());
    const QStringList command = {"extract",      project, "--stride-frames", "8", "--dim", "512",
                                 "--sample-fps", "0",     "--json"};
    const Answer first = talo(command);
    QVERIFY2(first.exitCode == 0, first.errors.constData());
    QCOMPARE(first.json()["videos"].toInt(), 4);
    QCOMPARE(first.json()["present"].toInt(), 0);
    // The same pixels, settings and code as the demo's own features.
    const QString name = QDir(inside("demo/features")).entryList({"*.npy"}).first();
    QCOMPARE(content(first.json()["folder"].toString() + "/" + name),
             content(inside("demo/features/") + name));
    const Answer second = talo(command);
    QCOMPARE(second.exitCode, 0);
    QCOMPARE(second.json()["videos"].toInt(), 0);
    QCOMPARE(second.json()["present"].toInt(), 4);
}

void TestDemo::namesWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    const QString project = inside("demo/demo.talo");
    QTest::newRow("one video") << QStringList{"demo", inside("one"), "--videos", "1", "--no-train"}
                               << "videos";
    QTest::newRow("no project") << QStringList{"extract", inside("none.talo")} << "none.talo";
    QTest::newRow("unknown video")
        << QStringList{"extract", project, "--video", "nobody"} << "nobody";
    QTest::newRow("network") << QStringList{"extract", project, "--model", "net.pt"} << "net.pt";
    QTest::newRow("dimension") << QStringList{"extract", project, "--feature-set",
                                              "x",       "--dim", "100"}
                               << "100";
}

void TestDemo::namesWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const Answer refused = talo(arguments);
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(refused.errors.contains(expected.toUtf8()), refused.errors.constData());
}

void TestDemo::aBrokenVideoChangesNothing()
{
    QVERIFY(QDir().mkpath(inside("copies")));
    const QString from = inside("demo/videos/demo_test_001.mp4");
    const QString to = inside("copies/demo_test_001.mp4");
    QVERIFY(QFile::copy(from, to));
    const QString project = projectWithVideos("broken.talo", inside("copies"));
    QVERIFY(!project.isEmpty());
    QFile file(to);
    QVERIFY(file.resize(500));
    const Answer refused = talo({"extract", project});
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(refused.errors.contains("demo_test_001.mp4"), refused.errors.constData());
    QVERIFY(QDir(project + ".features/builtin").isEmpty());
    QCOMPARE(talo({"check", project}).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
