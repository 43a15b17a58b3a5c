#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/project_session.h"
#include "core/edit/restore.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::Edit;

class TestRestore : public QObject
{
    Q_OBJECT

private slots:
    void bringsAnOlderStateBack();
    void removesATrackThatDidNotExist();
    void refusesWhereNothingHasChanged();
    void copiesAsADraft();
};

namespace {

edit::ProjectSession openProject(const QTemporaryDir &folder)
{
    const auto path = tests::makeProject(folder.path().toStdString());
    return std::move(edit::ProjectSession::open(path, edit::Access::Write, "test")).value();
}

std::string rows(const edit::ProjectSession &session)
{
    return tests::dumpTables(session.path(), {"segment", "track"});
}

} // namespace

void TestRestore::bringsAnOlderStateBack()
{
    const QTemporaryDir folder;
    edit::ProjectSession session = openProject(folder);
    edit::Document &document = session.document();
    const std::int64_t video = document.videos().front().id;
    const std::int64_t jump = document.classByKey("Jump")->id;
    const auto add = [&](base::TimeRange range) {
        return document.apply({edit::AddSegment{video, jump, range}}).value();
    };
    const edit::Applied first = add({1'000'000, 2'000'000});
    const std::string then = rows(session);
    const edit::Applied second = add({3'000'000, 4'000'000});
    QVERIFY(document.apply({edit::MoveSegment{first.segment, {1'500'000, 2'500'000}}}));
    QVERIFY(document.apply({edit::MoveSegment{first.segment, {1'600'000, 2'500'000}}}));
    QVERIFY(document.apply({edit::DeleteSegment{second.segment}}));
    add({5'000'000, 6'000'000});
    QVERIFY(document.undo());
    QVERIFY(document.apply({edit::DeleteSegment{first.segment}}));
    const std::string now = rows(session);

    const auto edit = edit::editToRestore(session, first.revision);
    QVERIFY2(edit, edit ? "" : edit.error().sentence().c_str());
    const auto restored = document.apply(*edit);
    QVERIFY2(restored, restored ? "" : restored.error().sentence().c_str());
    QCOMPARE(rows(session), then);
    // One step of the history, which undo takes back.
    QVERIFY(document.undo()->has_value());
    QCOMPARE(rows(session), now);
    QVERIFY(document.redo()->has_value());
    QCOMPARE(rows(session), then);
    // What a session knows in memory is what the file holds.
    const std::int64_t track = document.segment(first.segment)->trackId;
    QCOMPARE(document.segments(track)->size(), std::size_t{1});
}

void TestRestore::removesATrackThatDidNotExist()
{
    const QTemporaryDir folder;
    edit::ProjectSession session = openProject(folder);
    edit::Document &document = session.document();
    const std::int64_t imported = session.revisions().newest(1)->front().id;
    const std::string then = rows(session);
    const std::size_t tracks = document.tracks().size();
    QVERIFY(document.apply({edit::AddSegment{
        document.videos().front().id, document.classByKey("Run")->id, {1'000'000, 2'000'000}}}));
    QCOMPARE(document.tracks().size(), tracks + 1);
    QVERIFY(document.apply(edit::editToRestore(session, imported).value()));
    QCOMPARE(rows(session), then);
    QCOMPARE(document.tracks().size(), tracks);
    QVERIFY(document.undo());
    QCOMPARE(document.tracks().size(), tracks + 1);
}

void TestRestore::refusesWhereNothingHasChanged()
{
    const QTemporaryDir folder;
    edit::ProjectSession session = openProject(folder);
    const std::int64_t newest = session.revisions().newest(1)->front().id;
    QCOMPARE(edit::editToRestore(session, newest).error().code, base::ErrorCode::Conflict);
    QCOMPARE(edit::editToRestore(session, newest + 1).error().code, base::ErrorCode::NotFound);
    // Done and taken back is no change either.
    edit::Document &document = session.document();
    const std::int64_t video = document.videos().front().id;
    QVERIFY(document.apply({edit::SetVideoState{video, model::VideoState::Done}}));
    QVERIFY(document.undo());
    QCOMPARE(edit::editToRestore(session, newest).error().code, base::ErrorCode::Conflict);
}

void TestRestore::copiesAsADraft()
{
    const QTemporaryDir folder;
    edit::ProjectSession session = openProject(folder);
    edit::Document &document = session.document();
    const auto track =
        std::find_if(document.tracks().begin(), document.tracks().end(),
                     [](const auto &item) { return item.role == model::TrackRole::PseudoLabel; });
    const model::Segment origin = document.segments(track->id)->front();
    const std::string start = rows(session);
    const auto applied = document.apply({edit::CopySegment{.uuid = origin.uuid}});
    QVERIFY(applied);
    const model::Segment copy = document.segment(applied->segment).value();
    QCOMPARE(copy.state, model::SegmentState::Draft);
    QCOMPARE(copy.origin, model::SegmentOrigin::Reviewed);
    QCOMPARE(copy.originSegmentUuid, origin.uuid);
    QCOMPARE(copy.range, origin.range);
    QCOMPARE(copy.score, origin.score);
    QVERIFY(!document.track(copy.trackId)->isLocked);
    QVERIFY(document.undo());
    QCOMPARE(rows(session), start);
}

QTEST_APPLESS_MAIN(TestRestore)
#include "tst_restore.moc"
