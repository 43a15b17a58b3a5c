#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/add_class.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::ProjectSession;

class TestAddClass : public QObject
{
    Q_OBJECT

private slots:
    void putsItBehindTheOthers();
    void refusesWhatIsNoNewName_data();
    void refusesWhatIsNoNewName();
};

namespace {

ProjectSession openProject(const QTemporaryDir &folder)
{
    const auto path = tests::makeProject(folder.path().toStdString());
    return std::move(ProjectSession::open(path, edit::Access::Write, "test")).value();
}

} // namespace

void TestAddClass::putsItBehindTheOthers()
{
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    const std::size_t before = session.document().classes().size();
    const std::size_t undoable = session.document().undoCount();
    const auto added = edit::addClass(session, " Long jump ");
    QVERIFY2(added, added ? "" : added.error().sentence().c_str());
    QCOMPARE(added->key, "Long jump");
    QCOMPARE(added->ordinal, static_cast<int>(before));
    QCOMPARE(session.document().classes().back(), *added);
    QCOMPARE(session.document().undoCount(), undoable);
    // It can be used at once, and taking the label back leaves it.
    edit::Document &document = session.document();
    QVERIFY(document.apply(
        {edit::AddSegment{document.videos().front().id, added->id, {1'000'000, 2'000'000}}}));
    QVERIFY(document.undo().value());
    QVERIFY(document.redo().value());
    QVERIFY(document.undo().value());
    QCOMPARE(document.classes().size(), before + 1);
}

void TestAddClass::refusesWhatIsNoNewName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("  ");
    QTest::newRow("two lines") << QByteArray("a\nb");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe");
    QTest::newRow("known") << QByteArray("Jump ");
}

void TestAddClass::refusesWhatIsNoNewName()
{
    QFETCH(const QByteArray, name);
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    const std::string before = tests::dumpTables(session.path(), {"action_class", "revision"});
    QVERIFY(!edit::addClass(session, name.toStdString()));
    QCOMPARE(tests::dumpTables(session.path(), {"action_class", "revision"}), before);
}

QTEST_APPLESS_MAIN(TestAddClass)
#include "tst_add_class.moc"
