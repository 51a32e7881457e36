-- What was brought in, and what came of it.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    state TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    rows_read INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    unknown_columns TEXT NOT NULL DEFAULT '',
    -- Document with the rejected rows; NULL when none was.
    rejected_file TEXT,
    -- The waiting upload; removed when the import has ended.
    upload_file TEXT,
    problem TEXT
) STRICT;
CREATE INDEX imports_state ON imports (state, id);

-- Files made on request, kept for some days (domain.md 4.7).
CREATE TABLE exports (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    query TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    expires_at INTEGER,
    rows_written INTEGER NOT NULL DEFAULT 0,
    rows_total INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER,
    sha256 TEXT,
    file TEXT,
    problem TEXT
) STRICT;
CREATE INDEX exports_staff ON exports (staff_id, id);
CREATE INDEX exports_state ON exports (state, id);
