-- What staff write on an order, beside what files bring: no import touches it. One that is deleted is gone
-- from here; the journal keeps it.
CREATE TABLE order_notes (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    -- Counts its texts: who corrects it says which one was read.
    version INTEGER NOT NULL DEFAULT 1,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER,
    -- Hash of the form that it came by and of its text: a form that is sent twice writes one note.
    form_key TEXT,
    UNIQUE (order_id, form_key)
) STRICT;

-- Who looks after an order. No import touches it.
ALTER TABLE orders ADD COLUMN assignee_id INTEGER REFERENCES staff (id);
CREATE INDEX orders_assignee ON orders (assignee_id, created_at, id) WHERE assignee_id IS NOT NULL;
-- To whom orders are given, of what is done with many rows at once.
ALTER TABLE bulks ADD COLUMN assignee TEXT;
