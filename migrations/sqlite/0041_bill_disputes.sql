-- What somebody says is wrong about a line of a locked bill. What is accepted stands as an adjustment in a later bill.
CREATE TABLE bill_disputes (
    id INTEGER PRIMARY KEY,
    bill_id INTEGER NOT NULL REFERENCES bills (id),
    position INTEGER NOT NULL,
    -- open, accepted, rejected, withdrawn
    state TEXT NOT NULL DEFAULT 'open',
    reason TEXT NOT NULL,
    -- What the line should come to, in minor units; NULL while nobody knows.
    should_minor INTEGER,
    -- What that is more than the line and its adjustments before; with the decision.
    difference_minor INTEGER,
    -- Who opened it, as bills name who submitted them: tokens below zero.
    opened_by INTEGER NOT NULL,
    opener TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    decider TEXT,
    decided_at INTEGER,
    decision TEXT,
    -- The bill that the adjustment stands in, or is being put into, and its line there.
    taken_by_id INTEGER REFERENCES bills (id),
    taken_position INTEGER
) STRICT;
CREATE UNIQUE INDEX bill_disputes_open ON bill_disputes (bill_id, position) WHERE state = 'open';
CREATE INDEX bill_disputes_line ON bill_disputes (bill_id, position, id);
CREATE INDEX bill_disputes_state ON bill_disputes (state, id);
CREATE INDEX bill_disputes_taken ON bill_disputes (taken_by_id, taken_position) WHERE taken_by_id IS NOT NULL;
-- What the next run takes.
CREATE INDEX bill_disputes_due ON bill_disputes (id) WHERE state = 'accepted' AND taken_by_id IS NULL;

-- What is said about it, in order.
CREATE TABLE bill_dispute_messages (
    dispute_id INTEGER NOT NULL REFERENCES bill_disputes (id),
    position INTEGER NOT NULL,
    author TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (dispute_id, position)
) STRICT, WITHOUT ROWID;
