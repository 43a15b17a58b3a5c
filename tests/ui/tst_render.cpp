// `talo render`: pictures and films of the timeline, as a script gets them.
#include <QDir>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/media/frame_index.h"
#include "core/media/video_probe.h"

#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/timeline_export.h"
#include "ui/workspace.h"

#include "tests/support/media_factory.h"
#include "tests/ui/studio_project.h"

class TestRender : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void drawsAPicture();
    void drawsAFilm();
    void keepsThePaceOfTheVideo();
    void refusesWhatItCannotDraw_data();
    void refusesWhatItCannotDraw();
    void leavesNothingWhenStopped();
    void savesThePictureOfTheWindow();

private:
    struct Ended
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };
    static QString program(const char *name)
    {
        return QDir(QString::fromLocal8Bit(qgetenv("TALOSCOPE_BIN_DIR")))
            .filePath(QLatin1String(name));
    }
    QStringList words(const QString &out, const QStringList &more = {}) const
    {
        return QStringList{QStringLiteral("render"),  m_project,
                           QStringLiteral("--video"), QStringLiteral("v_000"),
                           QStringLiteral("--out"),   m_folder.filePath(out)} +
               more;
    }
    static Ended talo(const QStringList &arguments)
    {
        QProcess process;
        process.start(program("talo"), arguments);
        process.waitForFinished(120'000);
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QTemporaryDir m_folder;
    QString m_project;
};

void TestRender::initTestCase()
{
    m_project =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString()).string());
}

void TestRender::drawsAPicture()
{
    const Ended ended =
        talo(words(QStringLiteral("lanes.png"),
                   {QStringLiteral("--json"), QStringLiteral("--time"), QStringLiteral("12"),
                    QStringLiteral("--theme"), QStringLiteral("dark")}));
    QVERIFY2(ended.exitCode == 0, ended.err.constData());
    const QJsonObject said = QJsonDocument::fromJson(ended.out).object();
    QCOMPARE(said.value(QStringLiteral("frames")).toInt(), 1);
    QCOMPARE(said.value(QStringLiteral("video")).toString(), QStringLiteral("v_000"));
    const QImage picture(m_folder.filePath(QStringLiteral("lanes.png")));
    QCOMPARE(picture.size(), QSize(said.value(QStringLiteral("width")).toInt(),
                                   said.value(QStringLiteral("height")).toInt()));
    QCOMPARE(picture.width(), 1280);
    QVERIFY(picture.height() > 300); // all lanes
    // Light is light.
    QCOMPARE(talo(words(QStringLiteral("light.png"),
                        {QStringLiteral("--theme"), QStringLiteral("light")}))
                 .exitCode,
             0);
    const QImage light(m_folder.filePath(QStringLiteral("light.png")));
    QVERIFY(light.pixelColor(400, light.height() - 40).lightness() >
            picture.pixelColor(400, picture.height() - 40).lightness() + 50);
}

void TestRender::drawsAFilm()
{
    const Ended ended =
        talo(words(QStringLiteral("why.mp4"),
                   {QStringLiteral("--from"), QStringLiteral("1"), QStringLiteral("--to"),
                    QStringLiteral("2"), QStringLiteral("--size"), QStringLiteral("960x640")}));
    QVERIFY2(ended.exitCode == 0, ended.err.constData());
    const auto info =
        core::media::probeVideo(m_folder.filePath(QStringLiteral("why.mp4")).toStdString());
    QVERIFY(info);
    QCOMPARE(info->frameCount, std::int64_t{25});
    QCOMPARE(info->width, 960);
    QCOMPARE(info->height, 640);
}

// A video whose frames stand for one to four fortieths of a second.
void TestRender::keepsThePaceOfTheVideo()
{
    const tests::CounterVideo video{.frames = 20, .isVfr = true};
    const QString file = m_folder.filePath(QStringLiteral("uneven.mkv"));
    QVERIFY(tests::writeCounterVideo(file.toStdString(), video));
    const QString project = m_folder.filePath(QStringLiteral("uneven.talo"));
    QCOMPARE(talo({QStringLiteral("init"), project}).exitCode, 0);
    QCOMPARE(talo({QStringLiteral("import"), project, QStringLiteral("--kind"),
                   QStringLiteral("videos"), file})
                 .exitCode,
             0);
    const QString film = m_folder.filePath(QStringLiteral("film.mkv"));
    const Ended ended = talo({QStringLiteral("render"), project, QStringLiteral("--video"),
                              QStringLiteral("uneven"), QStringLiteral("--out"), film,
                              QStringLiteral("--size"), QStringLiteral("640x540")});
    QVERIFY2(ended.exitCode == 0, ended.err.constData());
    const auto table = core::media::readFrameTable(film.toStdString());
    QVERIFY(table);
    const std::vector<std::int64_t> ticks = tests::counterTicks(video);
    QCOMPARE(table->frameCount(), static_cast<std::int64_t>(ticks.size()));
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        QCOMPARE((table->timesUs[i] - table->timesUs[0]) / 1000, ticks[i] * 40);
    }
}

void TestRender::refusesWhatItCannotDraw_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("out");
    QTest::addColumn<QByteArray>("says");
    const auto words = [](const char *text) {
        return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    QTest::newRow("ending") << words("") << QStringLiteral("a.txt") << QByteArray(".png");
    QTest::newRow("odd size") << words("--size 801x601") << QStringLiteral("a.mp4")
                              << QByteArray("even");
    QTest::newRow("past the end") << words("--from 500 --to 600") << QStringLiteral("a.png")
                                  << QByteArray("500");
    QTest::newRow("reversed") << words("--from 5 --to 4") << QStringLiteral("a.png")
                              << QByteArray("nothing from 5 s to 4 s");
}

void TestRender::refusesWhatItCannotDraw()
{
    QFETCH(QStringList, more);
    QFETCH(QString, out);
    QFETCH(QByteArray, says);
    const Ended ended = talo(words(out, more));
    QCOMPARE(ended.exitCode, 3);
    QVERIFY2(ended.err.contains(says), ended.err.constData());
    QVERIFY(!QFile::exists(m_folder.filePath(out)));
    const Ended unknown =
        talo({QStringLiteral("render"), m_project, QStringLiteral("--video"),
              QStringLiteral("nobody"), QStringLiteral("--out"), m_folder.filePath(out)});
    QCOMPARE(unknown.exitCode, 3);
    QVERIFY(unknown.err.contains("nobody"));
}

void TestRender::leavesNothingWhenStopped()
{
    QTemporaryDir folder;
    QProcess process;
    process.start(program("talo"), {QStringLiteral("render"), m_project, QStringLiteral("--video"),
                                    QStringLiteral("v_000"), QStringLiteral("--out"),
                                    folder.filePath(QStringLiteral("film.mp4"))});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("render"), 60'000);
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestRender::savesThePictureOfTheWindow()
{
    ui::common::Settings settings(m_folder.filePath(QStringLiteral("s.ini")));
    ui::MainWindow window(settings);
    window.show();
    QVERIFY(window.openProject(m_project, QStringLiteral("v_000")));
    QTRY_VERIFY(window.workspace().isSettled());
    const QString file = m_folder.filePath(QStringLiteral("window.png"));
    window.timelineExport().save(file);
    QVERIFY(window.statusText().contains(file));
    QVERIFY(!QImage(file).isNull());
    window.timelineExport().save(m_folder.filePath(QStringLiteral("no/folder.png")));
    QVERIFY(window.statusText().contains(QStringLiteral("folder.png")));
}

QTEST_MAIN(TestRender)
#include "tst_render.moc"
