-- The last entry of the journal when an import began: what came later may stand on it. NULL for one of an earlier
-- release, of which was not kept what it changed.
ALTER TABLE imports ADD COLUMN journal_from INTEGER;
-- Who has an import undone, when that ended, and what came of it in orders.
ALTER TABLE imports ADD COLUMN undo_actor_kind TEXT;
ALTER TABLE imports ADD COLUMN undo_actor_id INTEGER;
ALTER TABLE imports ADD COLUMN undone_by TEXT;
ALTER TABLE imports ADD COLUMN undone_at INTEGER;
ALTER TABLE imports ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN put_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN left_alone INTEGER NOT NULL DEFAULT 0;

-- What an import changed, as it was before: `order`, `customer`, `product`, `reseller` or `spelling`, and its row.
-- Orders that it brought in are not here, they name it themselves.
CREATE TABLE import_befores (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    -- As JSON; NULL for what it brought in.
    before TEXT,
    -- Why it was left when the import was undone.
    stays TEXT,
    UNIQUE (import_id, kind, row_id)
) STRICT;
CREATE INDEX import_befores_row ON import_befores (row_id, kind, id) WHERE kind <> 'order';
CREATE INDEX import_befores_used ON import_befores (id) WHERE stays = 'used';
-- What refers to a product: one that nothing refers to goes with the import that brought it in.
CREATE INDEX order_lines_product ON order_lines (product_id);
-- Whether a statement names an order: an order that one names does not go.
CREATE INDEX statement_lines_order ON statement_lines (order_id);
