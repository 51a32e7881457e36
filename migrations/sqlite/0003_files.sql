-- What was brought in, and what came of it.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    -- What the file is, and its headings as a JSON list: found when it was received.
    format TEXT NOT NULL,
    headings TEXT NOT NULL,
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
    -- The last row of the file that is in the books or rejected: an import goes on after it.
    last_row INTEGER NOT NULL DEFAULT 0,
    -- The waiting upload; removed when the import is done, or cannot go on.
    upload_file TEXT,
    problem TEXT
) STRICT;
CREATE INDEX imports_state ON imports (state, id);

-- Rows that did not go in: their cells, and what is wrong with which column, both as JSON.
CREATE TABLE import_rejects (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    row_no INTEGER NOT NULL,
    cells TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (import_id, row_no)
) STRICT, WITHOUT ROWID;

-- Files made on request, kept for some days (domain.md 4.7).
CREATE TABLE exports (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    query TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    expires_at INTEGER,
    rows_written INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER,
    sha256 TEXT,
    file TEXT,
    -- What whoever asked might see when the file was made: all, or rows of products.
    reach TEXT,
    problem TEXT
) STRICT;
CREATE INDEX exports_staff ON exports (staff_id, id);
CREATE INDEX exports_state ON exports (state, id);
