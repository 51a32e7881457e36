-- The journal: append-only. Each entry carries the hash of the entry before it on the same subject.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    before_json TEXT,
    after_json TEXT,
    reason TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (subject_kind, subject_id, seq)
) STRICT;
CREATE INDEX events_actor ON events (actor_kind, actor_id, id);
CREATE INDEX events_action ON events (action, id);
