-- The versions of settlement rules that were drafted here. Those of the reference stand in the program and come before
-- them. What is published is never changed and never deleted.
CREATE TABLE rules (
    id INTEGER PRIMARY KEY,
    formula TEXT NOT NULL,
    -- Counts on from the versions of the reference; NULL until it is published.
    version INTEGER,
    -- draft, published, discarded
    state TEXT NOT NULL DEFAULT 'draft',
    -- What it holds for: all, kind, delivery, product, reseller; and which one.
    scope TEXT NOT NULL,
    scope_code TEXT,
    product_id INTEGER REFERENCES products (id),
    reseller_id INTEGER REFERENCES resellers (id),
    -- Days, such as 2026-11-01.
    effective_from TEXT NOT NULL,
    effective_until TEXT,
    -- fixed, at_most, usual; the rate in millionths.
    ratio_kind TEXT NOT NULL,
    ratio INTEGER NOT NULL,
    -- The bands of the month's total, as JSON.
    scheme TEXT,
    note TEXT NOT NULL,
    -- Counts its changes: who acts on it says which one was seen.
    revision INTEGER NOT NULL DEFAULT 1,
    drafted_kind TEXT NOT NULL,
    drafted_id INTEGER,
    drafted_name TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    changed_kind TEXT NOT NULL,
    changed_id INTEGER,
    changed_name TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    published_kind TEXT,
    published_id INTEGER,
    published_name TEXT,
    published_at INTEGER,
    -- What it would have changed in a past month, as JSON; nothing since it was last changed.
    replayed_period INTEGER,
    replay TEXT,
    replayed_at INTEGER,
    UNIQUE (formula, version)
) STRICT;
CREATE INDEX rules_state ON rules (state, formula, id);
