-- Who works here, and how they came in.
CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    state TEXT NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'active', 'disabled')),
    locale TEXT,
    theme TEXT,
    density TEXT,
    shortcuts INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    last_sign_in_at INTEGER
) STRICT;

CREATE TABLE staff_products (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    product_id INTEGER NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (staff_id, product_id)
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
