#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random.h"
#include "core/edit/project_session.h"

#include "tests/support/project_factory.h"

using namespace core;

// A program is killed at random moments of its work: the project opens afterwards, holds every edit
// that was confirmed, and nothing of one that was not.
class TestKilledWhileEditing : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingThatWasConfirmed();
};

void TestKilledWhileEditing::losesNothingThatWasConfirmed()
{
    constexpr int kKills = 50;
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    base::Random random(11);
    int confirmedInAll = 0;
    for (int i = 0; i < kKills; ++i) {
        QProcess editor;
        editor.start(QCoreApplication::applicationDirPath() + "/edit_forever",
                     {QString::fromStdString(path.string())});
        QVERIFY(editor.waitForReadyRead(30'000)); // the first edit was confirmed
        editor.waitForFinished(static_cast<int>(random.uniformInt(0, 40)));
        editor.kill();
        QVERIFY(editor.waitForFinished());
        QCOMPARE(editor.exitStatus(), QProcess::CrashExit);
        const QByteArray errors = editor.readAllStandardError();
        QVERIFY2(errors.isEmpty(), errors.constData());
        QList<QByteArray> confirmed = editor.readAllStandardOutput().split('\n');
        confirmed.removeLast(); // what follows the last line end

        const auto session = edit::ProjectSession::open(path, edit::Access::Write, "test");
        QVERIFY2(session, session ? "" : session.error().sentence().c_str());
        QVERIFY(store::checkIntegrity(session->database()));
        const auto revisions = session->revisions().newest(std::nullopt).value();
        // Without a gap, so that whatever was confirmed up to the newest is there.
        for (std::size_t r = 0; r < revisions.size(); ++r) {
            QCOMPARE(revisions[r].id, revisions.front().id - static_cast<std::int64_t>(r));
        }
        QVERIFY(!confirmed.isEmpty());
        QVERIFY(confirmed.last().toLongLong() <= revisions.front().id);
        QVERIFY(revisions.front().id <= confirmed.last().toLongLong() + 1);
        confirmedInAll += static_cast<int>(confirmed.size());
    }
    QVERIFY(confirmedInAll >= kKills);

    // The rows are what the history says: taking everything back leads to the start.
    auto session = edit::ProjectSession::open(path, edit::Access::Write, "test").value();
    while (session.document().undo()->has_value()) {
    }
    QVERIFY(session.segments().segments(model::TrackRole::Manual, std::nullopt)->empty());
}

QTEST_GUILESS_MAIN(TestKilledWhileEditing)
#include "tst_killed_while_editing.moc"
