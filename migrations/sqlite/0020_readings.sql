-- How files with certain headings are read, as somebody said it: it holds for the next such file, whoever brings it in.
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    -- What is in the files: 'orders'.
    kind TEXT NOT NULL,
    -- SHA-256 of their headings, in hex.
    fingerprint TEXT NOT NULL,
    -- What was said, as JSON.
    told TEXT NOT NULL,
    -- The import where it was said, and who said it.
    import_id INTEGER NOT NULL REFERENCES imports (id),
    file_name TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (kind, fingerprint)
) STRICT;
-- The newest first.
CREATE INDEX readings_kind ON readings (kind, id);
