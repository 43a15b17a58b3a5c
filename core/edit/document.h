#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/edit/change_set.h"
#include "core/edit/edit.h"
#include "core/model/label_set.h"
#include "core/model/segment.h"
#include "core/model/track.h"
#include "core/model/video.h"
#include "core/store/database.h"
#include "core/store/revision_store.h"

namespace core::edit {

// What came of an edit.
struct Applied
{
    std::int64_t revision = 0;
    std::string segment =
        {};            // uuid of the segment that was made or changed; empty where there is none
    Edit inverse = {}; // applying it is the undo
    ChangeSet changes = {};
};

// The editable content of an open project and the only way to change it. Lives on one thread;
// blocking, but an edit takes a few milliseconds.
//
// An edit is checked against the database, then written with its revision in one transaction, then
// taken over into memory: when apply() returns, it is durable. Undo and redo are edits themselves
// and come from the stored revisions, so they work across restarts and without limit.
class Document
{
public:
    // Reads videos, classes and tracks; segments come when a track is asked for. The database must
    // outlive the document. `author` signs the revisions.
    static base::Result<Document> open(store::Database &database, std::string author);

    const std::vector<model::Video> &videos() const { return m_videos; }
    const std::vector<model::ActionClass> &classes() const { return m_classes; }
    const std::vector<model::Track> &tracks() const { return m_tracks; }
    // Null where there is none.
    const model::Video *video(std::int64_t id) const;
    const model::Video *videoByName(const std::string &name) const;
    const model::ActionClass *actionClass(std::int64_t id) const;
    const model::ActionClass *classByKey(const std::string &key) const;
    const model::Track *track(std::int64_t id) const;

    // The segments of a track by start, equal starts by id. Valid until the next edit or reload().
    base::Result<std::span<const model::Segment>> segments(std::int64_t trackId);
    // One segment by uuid; NotFound where there is none.
    base::Result<model::Segment> segment(const std::string &uuid) const;

    // Carries out an edit. Refused (nothing changes then): an unknown segment, class or video; a
    // range that is empty, reversed, negative or past the end of a video whose length is known;
    // changing a locked track; splitting outside the segment; merging different tracks or classes.
    // `gestureId` groups revisions of one mouse gesture.
    base::Result<Applied> apply(const Edit &edit, const std::string &gestureId = {});

    // Takes back the newest edit that stands, or repeats the newest that was taken back; none where
    // there is nothing left.
    base::Result<std::optional<Applied>> undo();
    base::Result<std::optional<Applied>> redo();
    // The revision that undo() or redo() takes back next; none where there is nothing left.
    std::optional<std::int64_t> nextUndo() const;
    std::optional<std::int64_t> nextRedo() const;
    std::size_t undoCount() const { return m_undo.size(); }
    std::size_t redoCount() const { return m_redo.size(); }

    // Reads everything again, after a bulk import.
    base::Result<void> reload();
    // Takes over what another document of the same project read, on another thread and connection:
    // as reload(), without the reading. Only one that has seen every edit of this one, which
    // lastRevision() tells.
    void adopt(Document &&newer);
    // The newest revision that the document knows; 0: none.
    std::int64_t lastRevision() const { return m_lastRevision; }

private:
    Document(store::Database &database, std::string author)
        : m_database(&database)
        , m_author(std::move(author))
    {
    }

    base::Result<std::optional<Applied>> restore(const std::vector<std::int64_t> &stack);
    void takeOver(const std::vector<store::RowChange> &changes, ChangeSet &changeSet);
    void takeOver(const store::RowChange &change, const model::Segment &segment,
                  ChangeSet &changeSet);
    void remember(const store::Revision &revision);

    store::Database *m_database;
    std::string m_author;
    std::vector<model::Video> m_videos;
    std::vector<model::ActionClass> m_classes;
    std::vector<model::Track> m_tracks;
    std::unordered_map<std::int64_t, std::vector<model::Segment>> m_segments; // of loaded tracks
    std::unordered_map<std::string, std::size_t> m_videoByName;
    std::unordered_map<std::int64_t, std::size_t> m_videoById;
    std::int64_t m_lastRevision = 0;
    std::vector<std::int64_t> m_undo; // revisions that can be taken back, newest last
    std::vector<std::int64_t> m_redo; // undo revisions that can be taken back, newest last
};

} // namespace core::edit
