-- What a reseller is owed for a month. A draft has no lines: it is computed when it is looked at.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    number TEXT UNIQUE,
    reseller_id INTEGER NOT NULL REFERENCES resellers (id),
    period INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    state TEXT NOT NULL,
    line_count INTEGER NOT NULL DEFAULT 0,
    total_minor INTEGER NOT NULL DEFAULT 0,
    -- Hash over every line of an issued statement.
    lines_hash TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    issued_at INTEGER,
    issued_by TEXT,
    UNIQUE (reseller_id, period, currency)
) STRICT;
CREATE INDEX statements_period ON statements (period, id);

-- Frozen when the statement is issued. An order line is settled once.
CREATE TABLE statement_lines (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    position INTEGER NOT NULL,
    order_line_id INTEGER NOT NULL UNIQUE REFERENCES order_lines (id),
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
    unrounded TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    UNIQUE (statement_id, position)
) STRICT;
CREATE INDEX statement_lines_order ON statement_lines (order_id);

-- The last number given in a month. Its row is locked by whoever takes the next one.
CREATE TABLE statement_numbers (
    period INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;
