#include <csignal>
#include <filesystem>
#include <fstream>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/open_mark.h"

#include "tests/support/sleeper.h"

using core::base::hasOpen;
using core::base::OpenMark;
namespace fs = std::filesystem;

class TestOpenMark : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void marksAsLongAsItIsHeld();
    void tellsProcessesApart();
    void endedProcessHasNothingOpen();
    void otherFilesOfAProcessAreNoMark_data();
    void otherFilesOfAProcessAreNoMark();

private:
    fs::path in(const char *name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestOpenMark::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestOpenMark::marksAsLongAsItIsHeld()
{
    OpenMark kept;
    QVERIFY(!hasOpen(::getpid(), in("mark")));
    {
        OpenMark mark(in("mark"));
        QVERIFY(hasOpen(::getpid(), in("mark")));
        kept = std::move(mark);
    }
    QVERIFY(hasOpen(::getpid(), in("mark")));
    kept = OpenMark();
    QVERIFY(fs::exists(in("mark")));
    QVERIFY(!hasOpen(::getpid(), in("mark")));
    OpenMark nowhere(in("absent") / "mark");
    QVERIFY(!hasOpen(::getpid(), in("absent") / "mark"));
}

void TestOpenMark::tellsProcessesApart()
{
    const tests::Sleeper marked(in("mark"));
    const tests::Sleeper stranger;
    const OpenMark ours(in("ours")); // closed in what is started
    const tests::Sleeper child;
    QVERIFY(hasOpen(marked.pid(), in("mark")));
    QVERIFY(!hasOpen(stranger.pid(), in("mark")));
    QVERIFY(!hasOpen(::getpid(), in("mark")));
    QVERIFY(!hasOpen(child.pid(), in("ours")));
    QVERIFY(!hasOpen(0, in("mark")));
    QVERIFY(!hasOpen(-1, in("mark")));
    QVERIFY(!hasOpen(1, in("mark")));
}

void TestOpenMark::endedProcessHasNothingOpen()
{
    const tests::Sleeper marked(in("mark"));
    QVERIFY(hasOpen(marked.pid(), in("mark")));
    ::kill(marked.pid(), SIGKILL);
    QTRY_VERIFY(!hasOpen(marked.pid(), in("mark")));
}

void TestOpenMark::otherFilesOfAProcessAreNoMark_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"link", "second name", "folder", "pipe"}) {
        QTest::newRow(kind) << QByteArray(kind);
    }
}

// What a stranger may put in the place of a mark, and a program has open for its own reasons.
void TestOpenMark::otherFilesOfAProcessAreNoMark()
{
    QFETCH(QByteArray, kind);
    const tests::Sleeper program(in("diary"));
    QVERIFY(hasOpen(program.pid(), in("diary")));
    if (kind == "link") {
        fs::create_symlink(in("diary"), in("mark"));
    } else if (kind == "second name") {
        fs::create_hard_link(in("diary"), in("mark"));
    } else if (kind == "folder") {
        fs::create_directory(in("mark"));
    } else {
        QCOMPARE(::mkfifo(in("mark").c_str(), 0600), 0);
    }
    QVERIFY(!hasOpen(program.pid(), in("mark")));
    const OpenMark mark(in("mark")); // neither waits nor follows
    QVERIFY(!hasOpen(::getpid(), in("mark")));
}

QTEST_GUILESS_MAIN(TestOpenMark)
#include "tst_open_mark.moc"
