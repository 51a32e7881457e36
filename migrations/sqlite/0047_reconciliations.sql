-- The marketplace's bill of a month against ours.
CREATE TABLE reconciliations (
    id INTEGER PRIMARY KEY,
    period INTEGER NOT NULL,
    -- Only bills of this kind are compared; empty for all of them.
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    -- Where the file is kept.
    upload TEXT NOT NULL,
    -- How it is written, as JSON.
    form TEXT NOT NULL,
    -- The first cells of its columns, as JSON, while somebody looks at it.
    examples TEXT,
    -- Largest difference of a line that nobody has to look at, in minor units.
    tolerance_minor INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    -- Rows of the file: lines, rows that could not be read, sums.
    rows_read INTEGER NOT NULL DEFAULT 0,
    rows_refused INTEGER NOT NULL DEFAULT 0,
    rows_total INTEGER NOT NULL DEFAULT 0,
    -- What the one sum of the file says, in minor units of its one currency.
    stated_minor INTEGER,
    lines INTEGER NOT NULL DEFAULT 0,
    -- Lines that need work and of which nobody said anything.
    open_lines INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    -- Who asks for it to be locked, as bills name it: tokens below zero.
    submitted_by INTEGER,
    submitter TEXT,
    submitted_at INTEGER,
    locker TEXT,
    locked_at INTEGER,
    reason TEXT
) STRICT;
CREATE INDEX reconciliations_period ON reconciliations (period, id);
-- The same file of the same month is the same reconciliation.
CREATE UNIQUE INDEX reconciliations_file ON reconciliations (sha256, period, kind) WHERE state <> 'failed';

CREATE TABLE reconciliation_lines (
    id INTEGER PRIMARY KEY,
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliations (id),
    -- Counts upwards from 1, in the order of the file; what only we have comes behind.
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    -- Whether the reason comes to their amount to the smallest unit.
    exact INTEGER NOT NULL DEFAULT 0,
    order_no TEXT NOT NULL,
    line_no INTEGER,
    product_name TEXT NOT NULL,
    currency TEXT NOT NULL,
    ours_minor INTEGER,
    theirs_minor INTEGER,
    -- Lines of our bills, [[bill, position]], and rows of the file, [[table, row]], as JSON.
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    -- What explains it, as JSON.
    causes TEXT NOT NULL,
    -- What somebody made of it; `open` while nobody did.
    decision TEXT NOT NULL DEFAULT 'open',
    note TEXT,
    decider TEXT,
    decided_at INTEGER,
    UNIQUE (reconciliation_id, position)
) STRICT;
CREATE INDEX reconciliation_lines_state ON reconciliation_lines (reconciliation_id, state, position);
CREATE INDEX reconciliation_lines_reason ON reconciliation_lines (reconciliation_id, reason, position);
CREATE INDEX reconciliation_lines_order ON reconciliation_lines (reconciliation_id, order_no);
CREATE INDEX reconciliation_lines_decision ON reconciliation_lines (reconciliation_id, decision, state, position);

-- What the lines come to, kept with them: nothing is added up for a page.
CREATE TABLE reconciliation_sums (
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliations (id),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Empty without one.
    reason TEXT NOT NULL,
    decision TEXT NOT NULL,
    lines INTEGER NOT NULL,
    ours_minor INTEGER NOT NULL,
    theirs_minor INTEGER NOT NULL,
    PRIMARY KEY (reconciliation_id, currency, state, reason, decision)
) STRICT, WITHOUT ROWID;

-- Rows of the file that could not be read.
CREATE TABLE reconciliation_refused (
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliations (id),
    -- Table and row of the file as one number.
    place INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (reconciliation_id, place)
) STRICT, WITHOUT ROWID;

-- How files are read, kept under a name.
CREATE TABLE reconciliation_mappings (
    name TEXT PRIMARY KEY,
    -- What was said of a file, as JSON.
    told TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
