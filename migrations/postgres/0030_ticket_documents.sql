-- The documents of tickets, each with the message that it was sent with; without one it was handed in and is not sent
-- yet.
CREATE TABLE ticket_documents (
    document_id BIGINT PRIMARY KEY REFERENCES documents (id),
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    message_id BIGINT REFERENCES ticket_messages (id)
);
CREATE INDEX ticket_documents_of ON ticket_documents (ticket_id, document_id);
CREATE INDEX ticket_documents_message ON ticket_documents (message_id, document_id) WHERE message_id IS NOT NULL;
CREATE INDEX ticket_documents_unsent ON ticket_documents (document_id) WHERE message_id IS NULL;
