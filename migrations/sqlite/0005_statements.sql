-- What a party is owed for a month. A draft has no lines: it stands on the dues of its month.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    number TEXT UNIQUE,
    -- What is settled in it, as in dues: `reseller`.
    kind TEXT NOT NULL,
    reseller_id INTEGER NOT NULL REFERENCES resellers (id),
    period INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    state TEXT NOT NULL,
    -- While it is being issued: `freezing`, or `releasing` when that was refused. It stays a draft to
    -- everybody until the last of it is frozen; line_count, total_minor and lines_hash say how far it is.
    issuing TEXT,
    issuing_of INTEGER,
    issuer_kind TEXT,
    issuer_id INTEGER,
    line_count INTEGER NOT NULL DEFAULT 0,
    total_minor INTEGER NOT NULL DEFAULT 0,
    -- Hash over the lines, each with the hash before it.
    lines_hash TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    issued_at INTEGER,
    issued_by TEXT
) STRICT;
CREATE UNIQUE INDEX statements_month ON statements (kind, reseller_id, period, currency) WHERE state <> 'void';
CREATE INDEX statements_period ON statements (period, id);

-- What each order line is owed, kept in the transaction of every change of its order.
CREATE TABLE dues (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    -- What for and to whom: `reseller` owes the row party_id of resellers.
    kind TEXT NOT NULL,
    -- Counts the parts in which it is paid; 0 when it is paid at once.
    part INTEGER NOT NULL DEFAULT 0,
    party_id INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    ordered_at INTEGER NOT NULL,
    -- The month in which it is settled; NULL while it is held back.
    period INTEGER,
    -- NULL while it is held back, and when the formula refuses it.
    amount_minor INTEGER,
    -- Why it is held back, or `refused`; NULL when it is open.
    reason TEXT,
    formula TEXT,
    rule_version INTEGER,
    -- The statement that it stands in, or is being put into.
    statement_id INTEGER REFERENCES statements (id),
    UNIQUE (order_id, line_no, kind, part),
    FOREIGN KEY (order_id, line_no) REFERENCES order_lines (order_id, line_no)
) STRICT;
-- Sums and what is left out of a statement, from the index alone: SQLite wants the columns of the condition
-- in it as well.
CREATE INDEX dues_open
    ON dues (kind, party_id, period, currency, order_id, line_no, amount_minor, ordered_at, statement_id)
    WHERE statement_id IS NULL AND period IS NOT NULL;
CREATE INDEX dues_refused ON dues (kind, party_id, period, currency, order_id, line_no)
    WHERE statement_id IS NULL AND reason IS NOT NULL AND period IS NOT NULL;
CREATE INDEX dues_held ON dues (kind, party_id, currency, reason, ordered_at, order_id, line_no, period)
    WHERE period IS NULL;

-- Frozen when the statement is issued. A due stands in one statement; only a void one gives it back.
CREATE TABLE statement_lines (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    position INTEGER NOT NULL,
    due_id INTEGER NOT NULL REFERENCES dues (id),
    -- The line of another statement that this one corrects, and why.
    corrects_id INTEGER REFERENCES statement_lines (id),
    reason TEXT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    order_no TEXT NOT NULL,
    line_no INTEGER NOT NULL,
    order_type TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    product_name TEXT NOT NULL,
    sku_name TEXT NOT NULL,
    settled_at INTEGER NOT NULL,
    formula TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    deal_minor INTEGER NOT NULL,
    floor_minor INTEGER NOT NULL,
    output_tax INTEGER NOT NULL,
    service_tax INTEGER NOT NULL,
    ratio INTEGER NOT NULL,
    reversal INTEGER NOT NULL,
    -- The exact value in minor units, in lowest terms: whole numbers of any length.
    numerator TEXT NOT NULL,
    denominator TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    UNIQUE (statement_id, position),
    UNIQUE (due_id, statement_id)
) STRICT;

-- The last number given to a kind in a month. Its row is locked by whoever takes the next one.
CREATE TABLE statement_numbers (
    kind TEXT NOT NULL,
    period INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (kind, period)
) STRICT;
