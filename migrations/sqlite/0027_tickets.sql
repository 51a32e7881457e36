-- Tickets of buyers. Its history is in the journal.
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    -- Whose turn it is in the queue: unassigned, ours, customer; ended.
    place TEXT NOT NULL,
    severity TEXT NOT NULL,
    subject TEXT NOT NULL,
    product_id INTEGER REFERENCES products (id),
    order_id INTEGER REFERENCES orders (id),
    customer_id INTEGER REFERENCES customers (id),
    -- Who writes: a name, and an address to answer to.
    buyer TEXT NOT NULL,
    email TEXT,
    assignee_id INTEGER REFERENCES staff (id),
    -- Counts its changes: who acts says which one was seen.
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    -- The last thing that happened.
    changed_at INTEGER NOT NULL,
    accepted_at INTEGER,
    -- The clocks (domain.md 3.3): until when somebody has to have answered, and when somebody did.
    first_response_due_at INTEGER NOT NULL,
    first_responded_at INTEGER,
    -- What is left of the time for the solution, in milliseconds of reception, at the moment from which it runs; it
    -- stands still while there is no such moment.
    resolution_left_ms INTEGER NOT NULL,
    resolution_from INTEGER,
    resolution_due_at INTEGER,
    -- The next moment at which a clock breaks; NULL while none runs.
    due_at INTEGER,
    resolved_at INTEGER,
    ended_at INTEGER,
    -- 1: whoever wrote last waits for an answer of the customer.
    awaits_customer INTEGER NOT NULL DEFAULT 0,
    urged_at INTEGER,
    cause TEXT,
    solution TEXT,
    rating INTEGER CHECK (rating BETWEEN 1 AND 5),
    -- The ticket that it was put into.
    merged_into INTEGER REFERENCES tickets (id)
) STRICT;
CREATE INDEX tickets_changed ON tickets (changed_at, id);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_place ON tickets (place, changed_at, id, assignee_id, state, severity);
CREATE INDEX tickets_state ON tickets (state, changed_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee_id, place, changed_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_product ON tickets (product_id, place, changed_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX tickets_customer ON tickets (customer_id, changed_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX tickets_order ON tickets (order_id, changed_at, id) WHERE order_id IS NOT NULL;
CREATE INDEX tickets_merged ON tickets (merged_into, id) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_due ON tickets (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX tickets_resolved ON tickets (resolved_at, id) WHERE state = 'awaiting_confirmation';

-- What was written: to the other side, or to colleagues alone.
CREATE TABLE ticket_messages (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    at INTEGER NOT NULL,
    side TEXT NOT NULL,
    -- 1: the customer reads it.
    public INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    -- Plain text.
    body TEXT NOT NULL,
    -- Of the form or request that it came by: the same text by the same key is there already.
    form_key TEXT
) STRICT;
CREATE INDEX ticket_messages_ticket ON ticket_messages (ticket_id, id);
CREATE UNIQUE INDEX ticket_messages_key ON ticket_messages (ticket_id, form_key) WHERE form_key IS NOT NULL;
