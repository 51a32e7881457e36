-- What the merchant earns by each line of an order, kept in the transaction of every change of the order. Beside
-- `dues`, which are what the merchant owes to others.
CREATE TABLE earnings (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    -- The milestone; 0 when the line is billed at once.
    part INTEGER NOT NULL DEFAULT 0,
    -- Which bill it belongs to: its kind, prepaid or postpaid, its currency.
    kind TEXT NOT NULL,
    payment TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    ordered_at INTEGER NOT NULL,
    -- The month in which it is billed; NULL while it is held back.
    period INTEGER,
    -- Why it is held back; with a period what the last run said of it.
    reason TEXT,
    -- Since when the reason holds.
    since INTEGER NOT NULL,
    -- The bill that it stands in, or is being put into, and the line there.
    bill_id INTEGER REFERENCES bills (id),
    position INTEGER,
    UNIQUE (order_id, line_no, part),
    FOREIGN KEY (order_id, line_no) REFERENCES order_lines (order_id, line_no)
) STRICT;
-- What a run takes.
CREATE INDEX earnings_open ON earnings (kind, payment, currency, period, id)
    WHERE bill_id IS NULL AND period IS NOT NULL;
-- What a month held, whether it is billed or not: a replay goes through it.
CREATE INDEX earnings_month ON earnings (period, id) WHERE period IS NOT NULL;
-- Where each line stands, newest orders first: what the list of orders is narrowed by. The queries write the same
-- expression.
CREATE INDEX earnings_stands ON earnings (
    (CASE WHEN bill_id IS NOT NULL THEN 'billed' WHEN reason IS NULL THEN 'open' ELSE reason END),
    ordered_at, order_id
);

-- A run makes the bills of a month; one at a time.
CREATE TABLE bill_runs (
    id INTEGER PRIMARY KEY,
    period INTEGER NOT NULL,
    -- The day on which it counts as made, such as 20261103.
    as_of INTEGER NOT NULL,
    -- `running`, `done`, `failed`.
    state TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    bills INTEGER NOT NULL DEFAULT 0,
    billed INTEGER NOT NULL DEFAULT 0,
    held_back INTEGER NOT NULL DEFAULT 0,
    -- The sum of its bills by currency, as JSON.
    totals TEXT,
    problem TEXT
) STRICT;
CREATE UNIQUE INDEX bill_runs_running ON bill_runs (state) WHERE state = 'running';
CREATE INDEX bill_runs_period ON bill_runs (period, id);

-- What the marketplace owes the merchant for a month.
CREATE TABLE bills (
    id INTEGER PRIMARY KEY,
    number TEXT UNIQUE,
    kind TEXT NOT NULL,
    payment TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    period INTEGER NOT NULL,
    state TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES bill_runs (id),
    -- NULL while a run puts it together or takes it apart: nobody sees it.
    made_at INTEGER,
    -- An order changed since.
    outdated INTEGER NOT NULL DEFAULT 0,
    -- Lines stand in it, which no other bill takes; 0 once a void one has let them go.
    holds INTEGER NOT NULL DEFAULT 1,
    line_count INTEGER NOT NULL DEFAULT 0,
    total_minor INTEGER NOT NULL DEFAULT 0,
    lines_hash TEXT,
    submitted_by INTEGER,
    submitter TEXT,
    submitted_at INTEGER,
    approver TEXT,
    approved_at INTEGER,
    locker TEXT,
    locked_at INTEGER,
    paid_at INTEGER,
    -- The last reason that was given: of a rejection, of a void.
    reason TEXT,
    -- The merchant as it was certified when the bill was locked, as JSON.
    merchant TEXT,
    -- Below zero, it stands in this bill of a later month.
    carried_by_id INTEGER REFERENCES bills (id)
) STRICT;
CREATE UNIQUE INDEX bills_month ON bills (kind, payment, currency, period)
    WHERE state <> 'void' AND made_at IS NOT NULL;
CREATE INDEX bills_period ON bills (period, id);
CREATE INDEX bills_run ON bills (run_id);

CREATE TABLE bill_lines (
    bill_id INTEGER NOT NULL REFERENCES bills (id),
    position INTEGER NOT NULL,
    item TEXT NOT NULL,
    -- NULL for what is of no order: an increment, what is carried over. Of a void bill the rows may be gone.
    earning_id INTEGER,
    order_id INTEGER,
    order_no TEXT NOT NULL,
    line_no INTEGER NOT NULL,
    part INTEGER NOT NULL,
    order_type TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    product_id INTEGER,
    product_name TEXT NOT NULL,
    delivery_type TEXT NOT NULL,
    -- The month in which it was earned.
    period INTEGER NOT NULL,
    -- NULL for what no formula computes.
    formula TEXT,
    rule_version INTEGER,
    -- The values that went into the formula, as JSON.
    inputs TEXT,
    -- The exact value in minor units, in lowest terms: whole numbers of any length.
    numerator TEXT NOT NULL,
    denominator TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    -- The line of another bill that it corrects, and why.
    corrects_bill_id INTEGER,
    corrects_position INTEGER,
    reason TEXT,
    PRIMARY KEY (bill_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_lines_product ON bill_lines (bill_id, product_id, position);

-- What the lines of a bill come to by product, kept with them: nothing is added up for a page.
CREATE TABLE bill_sums (
    bill_id INTEGER NOT NULL REFERENCES bills (id),
    product_id INTEGER NOT NULL,
    delivery_type TEXT NOT NULL,
    item TEXT NOT NULL,
    -- The month in which it was earned.
    period INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    -- What buyers paid for lines that take part in increments.
    base_minor INTEGER NOT NULL,
    PRIMARY KEY (bill_id, product_id, delivery_type, item, period)
) STRICT, WITHOUT ROWID;
