-- When somebody marked what an import did not bring in as dealt with, and who; NULL while it waits.
ALTER TABLE imports ADD COLUMN dealt_at INTEGER;
ALTER TABLE imports ADD COLUMN dealt_by TEXT;
-- What an import did: the orders it brought in, and the entries of those it changed: their reason names it.
CREATE INDEX orders_import ON orders (import_id, id);
CREATE INDEX events_import ON events (reason, id) WHERE subject_kind = 'order';
