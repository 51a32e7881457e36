-- How many lines of the order stand in issued statements. Orders with lines that do not are few, and
-- this index finds them by reseller and month without walking through everything that was settled.
ALTER TABLE orders ADD COLUMN settled_lines INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_unsettled ON orders (reseller_id, settle_period, currency, id, line_count, settled_lines)
    WHERE settle_period IS NOT NULL AND settled_lines < line_count;

-- The last number given in a month. Its row is locked by whoever takes the next one.
CREATE TABLE statement_numbers (
    period INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;
