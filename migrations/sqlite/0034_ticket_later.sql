-- Replies that wait until their time.
CREATE TABLE ticket_planned (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    -- Whose words they are; they go out as if that person sent them then.
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    body TEXT NOT NULL,
    -- 1: the clock of the solution stands still then until the customer has answered.
    awaits INTEGER NOT NULL,
    -- The last message that was there when it was written.
    seen_message INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- Why it did not go out at its time; NULL while it waits.
    held TEXT
) STRICT;
CREATE INDEX ticket_planned_ticket ON ticket_planned (ticket_id, id);
-- The documents that go out with it.
ALTER TABLE ticket_documents ADD COLUMN planned_id INTEGER REFERENCES ticket_planned (id);
CREATE INDEX ticket_documents_planned ON ticket_documents (planned_id) WHERE planned_id IS NOT NULL;
