CREATE TABLE action_class (
    id INTEGER PRIMARY KEY,
    class_list_id INTEGER NOT NULL REFERENCES class_list (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL DEFAULT '',
    ordinal INTEGER NOT NULL,
    UNIQUE (class_list_id, key),
    UNIQUE (class_list_id, ordinal)
) STRICT;
CREATE TABLE artifact (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    content_hash TEXT NOT NULL DEFAULT '',
    bytes INTEGER NOT NULL DEFAULT 0,
    meta_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(meta_json)),
    UNIQUE (run_id, path)
) STRICT;
CREATE TABLE class_list (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE feature (
    id INTEGER PRIMARY KEY,
    video_id INTEGER NOT NULL REFERENCES video (id),
    feature_set_id INTEGER NOT NULL REFERENCES feature_set (id),
    snippets INTEGER NOT NULL CHECK (snippets > 0),
    UNIQUE (video_id, feature_set_id)
) STRICT;
CREATE TABLE feature_part (
    feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    root_id INTEGER NOT NULL REFERENCES media_root (id),
    path TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (feature_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE feature_set (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    extractor TEXT NOT NULL DEFAULT '',
    modality TEXT NOT NULL DEFAULT '',
    dim INTEGER NOT NULL CHECK (dim > 0),
    stride_frames INTEGER NOT NULL CHECK (stride_frames > 0),
    window_frames INTEGER NOT NULL CHECK (window_frames > 0),
    sample_fps REAL NOT NULL CHECK (sample_fps >= 0),
    is_transposed INTEGER NOT NULL DEFAULT 0 CHECK (is_transposed IN (0, 1)),
    params_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(params_json))
) STRICT;
CREATE TABLE label_set (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    base_run_id INTEGER REFERENCES run (id),
    base_track TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE label_set_segment (
    label_set_id INTEGER NOT NULL REFERENCES label_set (id),
    seq INTEGER NOT NULL,
    video_id INTEGER NOT NULL REFERENCES video (id),
    class_id INTEGER NOT NULL REFERENCES action_class (id),
    t0_us INTEGER NOT NULL,
    t1_us INTEGER NOT NULL,
    score REAL,
    source TEXT NOT NULL CHECK (source IN ('pseudo-label', 'correction')),
    segment_uuid TEXT NOT NULL,
    PRIMARY KEY (label_set_id, seq),
    CHECK (t0_us < t1_us)
) STRICT, WITHOUT ROWID;
CREATE TABLE label_set_video (
    label_set_id INTEGER NOT NULL REFERENCES label_set (id),
    video_id INTEGER NOT NULL REFERENCES video (id),
    state TEXT NOT NULL CHECK (state IN ('untouched', 'in work', 'done')),
    PRIMARY KEY (label_set_id, video_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE media_root (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL
) STRICT;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE metric (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    step INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, name, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES revision (id),
    at_utc TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo', 'import', 'label set')),
    label TEXT NOT NULL,
    edit_type INTEGER NOT NULL DEFAULT 0,
    gesture_id TEXT NOT NULL DEFAULT '',
    undoes_id INTEGER REFERENCES revision (id)
) STRICT;
CREATE TABLE revision_change (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    seq INTEGER NOT NULL,
    entity TEXT NOT NULL CHECK (entity IN ('segment', 'track', 'video')),
    entity_uuid TEXT NOT NULL,
    before_json TEXT CHECK (before_json IS NULL OR json_valid(before_json)),
    after_json TEXT CHECK (after_json IS NULL OR json_valid(after_json)),
    PRIMARY KEY (revision_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL DEFAULT '',
    parent_run_id INTEGER REFERENCES run (id),
    folder TEXT NOT NULL DEFAULT '',
    config_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config_json)),
    config_hash TEXT NOT NULL DEFAULT '',
    code_version TEXT NOT NULL DEFAULT '',
    seed TEXT NOT NULL DEFAULT '0',
    device TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL
        CHECK (status IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')),
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL DEFAULT '',
    error_json TEXT NOT NULL DEFAULT '',
    pid INTEGER NOT NULL DEFAULT 0,
    host TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE run_input (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_uuid TEXT NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    track_id INTEGER NOT NULL REFERENCES track (id),
    class_id INTEGER REFERENCES action_class (id),
    t0_us INTEGER NOT NULL,
    t1_us INTEGER NOT NULL,
    score REAL,
    -- Not "IN (…)", for which SQLite builds a table at every row: imports take half the time so.
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'confirmed' OR state = 'rejected'),
    origin TEXT NOT NULL
        CHECK (origin = 'import' OR origin = 'run' OR origin = 'human' OR origin = 'reviewed'),
    origin_run_id INTEGER REFERENCES run (id),
    origin_segment_uuid TEXT,
    note TEXT NOT NULL DEFAULT '',
    created_rev INTEGER NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
    changed_rev INTEGER NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (t0_us < t1_us)
) STRICT;
CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    video_id INTEGER NOT NULL REFERENCES video (id),
    kind TEXT NOT NULL CHECK (kind IN ('segments', 'curve')),
    role TEXT NOT NULL CHECK (
        role IN ('ground_truth', 'curve', 'proposal', 'pseudo_label', 'prediction', 'manual')),
    name TEXT NOT NULL,
    class_list_id INTEGER NOT NULL REFERENCES class_list (id),
    source_run_id INTEGER REFERENCES run (id),
    artifact_id INTEGER REFERENCES artifact (id),
    locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
    ordinal INTEGER NOT NULL DEFAULT 0,
    UNIQUE (video_id, role, name)
) STRICT;
CREATE TABLE ui_state (
    key TEXT PRIMARY KEY,
    value_json TEXT NOT NULL CHECK (json_valid(value_json))
) STRICT, WITHOUT ROWID;
CREATE TABLE video (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    root_id INTEGER REFERENCES media_root (id),
    path TEXT NOT NULL DEFAULT '',
    size_bytes INTEGER NOT NULL DEFAULT 0,
    mtime_ns INTEGER NOT NULL DEFAULT 0,
    head_hash TEXT NOT NULL DEFAULT '',
    duration_us INTEGER NOT NULL DEFAULT 0 CHECK (duration_us >= 0),
    frame_count INTEGER NOT NULL DEFAULT 0 CHECK (frame_count >= 0),
    fps_num INTEGER NOT NULL DEFAULT 0 CHECK (fps_num >= 0),
    fps_den INTEGER NOT NULL DEFAULT 1 CHECK (fps_den > 0),
    is_vfr INTEGER NOT NULL DEFAULT 0 CHECK (is_vfr IN (0, 1)),
    width INTEGER NOT NULL DEFAULT 0,
    height INTEGER NOT NULL DEFAULT 0,
    subset TEXT NOT NULL DEFAULT '',
    split TEXT CHECK (split IN ('training', 'test')),
    state TEXT NOT NULL DEFAULT 'untouched' CHECK (state IN ('untouched', 'in work', 'done'))
) STRICT;
CREATE TABLE video_label (
    video_id INTEGER NOT NULL REFERENCES video (id),
    class_id INTEGER NOT NULL REFERENCES action_class (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (video_id, class_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_change_by_entity ON revision_change (entity_uuid);
CREATE INDEX segment_by_origin ON segment (origin_segment_uuid)
    WHERE origin_segment_uuid IS NOT NULL;
CREATE INDEX segment_by_run ON segment (origin_run_id) WHERE origin_run_id IS NOT NULL;
CREATE INDEX segment_by_track ON segment (track_id, t0_us);
CREATE TRIGGER label_set_segment_is_fixed_1 BEFORE UPDATE ON label_set_segment
BEGIN SELECT RAISE(ABORT, 'label sets are immutable'); END;
CREATE TRIGGER label_set_segment_is_fixed_2 BEFORE DELETE ON label_set_segment
BEGIN SELECT RAISE(ABORT, 'label sets are immutable'); END;
CREATE TRIGGER label_set_video_is_fixed_1 BEFORE UPDATE ON label_set_video
BEGIN SELECT RAISE(ABORT, 'label sets are immutable'); END;
CREATE TRIGGER label_set_video_is_fixed_2 BEFORE DELETE ON label_set_video
BEGIN SELECT RAISE(ABORT, 'label sets are immutable'); END;
CREATE TRIGGER revision_change_is_append_only_1 BEFORE UPDATE ON revision_change
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revision_change_is_append_only_2 BEFORE DELETE ON revision_change
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revision_is_append_only_1 BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
CREATE TRIGGER revision_is_append_only_2 BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
