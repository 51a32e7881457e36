-- The documents of tickets, each with the message that it was sent with; without one it was handed in and is not sent
-- yet.
CREATE TABLE ticket_documents (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    message_id INTEGER REFERENCES ticket_messages (id)
) STRICT;
CREATE INDEX ticket_documents_of ON ticket_documents (ticket_id, document_id);
CREATE INDEX ticket_documents_message ON ticket_documents (message_id, document_id) WHERE message_id IS NOT NULL;
CREATE INDEX ticket_documents_unsent ON ticket_documents (document_id) WHERE message_id IS NULL;
