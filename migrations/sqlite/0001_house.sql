-- Who works here, and how they came in.
CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    state TEXT NOT NULL DEFAULT 'invited',
    locale TEXT,
    theme TEXT,
    density TEXT,
    shortcuts INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    last_sign_in_at INTEGER
) STRICT;

-- One-time links: an invitation, a new password, or the set-up of the owner.
CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY,
    staff_id INTEGER REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX invitations_staff ON invitations (staff_id);

CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    staff_id INTEGER REFERENCES staff (id),
    data TEXT NOT NULL,
    user_agent TEXT,
    address TEXT,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- What a form left for the page after it, where it may not travel in a cookie: what was entered into one
-- that was refused, and what is shown once. Gone after a minute.
CREATE TABLE flashes (
    id_hash TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX flashes_expires ON flashes (expires_at);

-- Failed sign-ins of the last minutes. The account as a hash: it may be a password in the wrong field.
CREATE TABLE sign_in_failures (
    id INTEGER PRIMARY KEY,
    account_hash TEXT,
    address TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failures_account ON sign_in_failures (account_hash, at);
CREATE INDEX sign_in_failures_address ON sign_in_failures (address, at);

CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    last_used_at INTEGER
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- Saved views of any list: its address, under a name.
CREATE TABLE views (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    UNIQUE (staff_id, list, name)
) STRICT;
CREATE INDEX views_list ON views (list, staff_id);

-- What was done with many rows of a list at once, and what came of each.
CREATE TABLE bulks (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    deed TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bulks_staff ON bulks (staff_id);
CREATE TABLE bulk_rows (
    bulk_id INTEGER NOT NULL REFERENCES bulks (id),
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'waiting',
    detail TEXT,
    PRIMARY KEY (bulk_id, position)
) STRICT;

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
CREATE INDEX events_at ON events (at, id);
