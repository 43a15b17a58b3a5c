#include <algorithm>

#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/class_list.h"
#include "core/edit/collect.h"
#include "core/edit/run_results.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::ProjectSession;

class TestClassList : public QObject
{
    Q_OBJECT

private slots:
    void putsItBehindTheOthers();
    void refusesWhatIsNoNewName_data();
    void refusesWhatIsNoNewName();
    void renames();
    void keepsWhatFilesSpell();
    void removesWhatNothingUses();
};

namespace {

ProjectSession openProject(const QTemporaryDir &folder)
{
    const auto path = tests::makeProject(folder.path().toStdString());
    return std::move(ProjectSession::open(path, edit::Access::Write, "test")).value();
}

} // namespace

void TestClassList::putsItBehindTheOthers()
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

void TestClassList::refusesWhatIsNoNewName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("  ");
    QTest::newRow("two lines") << QByteArray("a\nb");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe");
    QTest::newRow("known") << QByteArray("Jump ");
}

void TestClassList::refusesWhatIsNoNewName()
{
    QFETCH(const QByteArray, name);
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    const std::string before = tests::dumpTables(session.path(), {"action_class", "revision"});
    QVERIFY(!edit::addClass(session, name.toStdString()));
    QCOMPARE(tests::dumpTables(session.path(), {"action_class", "revision"}), before);
}

void TestClassList::renames()
{
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    edit::Document &document = session.document();
    const model::ActionClass jump = *document.classByKey("Jump");
    const auto renamed = edit::renameClass(session, "Jump", " Long jump ");
    QVERIFY2(renamed, renamed ? "" : renamed.error().sentence().c_str());
    QCOMPARE(renamed->key, "Long jump");
    QVERIFY(document.classByKey("Jump") == nullptr);
    QCOMPARE(document.classByKey("Long jump")->id, jump.id);
    QCOMPARE(document.classByKey("Long jump")->ordinal, jump.ordinal);
    const auto truth = edit::collectGroundTruth(session);
    QVERIFY(truth);
    QVERIFY(std::find(truth->classes.begin(), truth->classes.end(), "Long jump") !=
            truth->classes.end());
    QVERIFY(edit::renameClass(session, "Long jump", "Jump")); // and back
    QVERIFY(!edit::renameClass(session, "Jump", "Run"));
    QVERIFY(!edit::renameClass(session, "Jump", " "));
    QVERIFY(!edit::renameClass(session, "Hop", "Skip"));
    QCOMPARE(document.classByKey("Jump")->id, jump.id);
}

// Curves and results of a run name the classes in files.
void TestClassList::keepsWhatFilesSpell()
{
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    model::Run run{.kind = "train", .name = "train-1"};
    QVERIFY(edit::beginRun(session, std::move(run), {}));
    const auto refused = edit::renameClass(session, "Jump", "Leap");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Conflict);
    QVERIFY(session.document().classByKey("Jump") != nullptr);
}

void TestClassList::removesWhatNothingUses()
{
    const QTemporaryDir folder;
    ProjectSession session = openProject(folder);
    edit::Document &document = session.document();
    const std::vector<model::ActionClass> before = document.classes();
    QVERIFY(edit::addClass(session, "Hop"));
    QVERIFY(edit::addClass(session, "Skip"));
    QVERIFY(edit::removeClass(session, "Hop"));
    QCOMPARE(document.classes().size(), before.size() + 1);
    QCOMPARE(document.classes().back().key, "Skip");
    QCOMPARE(document.classes().back().ordinal, static_cast<int>(before.size()));
    QVERIFY(edit::addClass(session, "Hop")); // its place is free
    // Segments, and edits that undo brings back, keep theirs.
    const auto refused = edit::removeClass(session, "Jump");
    QVERIFY(!refused);
    QVERIFY(refused.error().problem.find("segments use the class 'Jump'") != std::string::npos);
    const std::int64_t skip = document.classByKey("Skip")->id;
    QVERIFY(document.apply(
        {edit::AddSegment{document.videos().front().id, skip, {1'000'000, 2'000'000}}}));
    QVERIFY(document.undo().value());
    const auto undoable = edit::removeClass(session, "Skip");
    QVERIFY(!undoable);
    QVERIFY(undoable.error().problem.find("edits that undo can bring back") != std::string::npos);
    QVERIFY(!edit::removeClass(session, "nothing"));
}

QTEST_APPLESS_MAIN(TestClassList)
#include "tst_class_list.moc"
