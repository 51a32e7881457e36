-- Beside the statement of a month there are supplements and reversals: `regular`, `supplement`, `reversal`.
ALTER TABLE statements ADD COLUMN nature TEXT NOT NULL DEFAULT 'regular';
-- The statement that this one supplements or reverses, and why.
ALTER TABLE statements ADD COLUMN corrects_id BIGINT REFERENCES statements (id);
ALTER TABLE statements ADD COLUMN reason TEXT;
-- The day on which it was paid (2026-11-15), and what the bank calls the payment.
ALTER TABLE statements ADD COLUMN paid_on TEXT;
ALTER TABLE statements ADD COLUMN paid_reference TEXT;

-- One statement of a month, one draft at a time, one reversal of a statement.
DROP INDEX statements_month;
CREATE UNIQUE INDEX statements_month ON statements (kind, reseller_id, period, currency)
    WHERE nature = 'regular' AND state <> 'void' AND state <> 'reversed';
CREATE UNIQUE INDEX statements_draft ON statements (kind, reseller_id, period, currency)
    WHERE state = 'draft' AND nature <> 'reversal';
CREATE UNIQUE INDEX statements_reversal ON statements (corrects_id) WHERE nature = 'reversal' AND state <> 'void';
CREATE INDEX statements_party ON statements (kind, reseller_id, period, currency, state, nature);
