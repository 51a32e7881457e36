-- Tickets that belong together, each pair once.
CREATE TABLE ticket_links (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    other_id BIGINT NOT NULL REFERENCES tickets (id),
    PRIMARY KEY (ticket_id, other_id),
    CHECK (ticket_id < other_id)
);
CREATE INDEX ticket_links_other ON ticket_links (other_id, ticket_id);
-- The earlier tickets of a buyer whom nobody knows as a customer.
CREATE INDEX tickets_email ON tickets (email, changed_at, id) WHERE email IS NOT NULL;
-- The last mail to somebody.
CREATE INDEX mails_recipient ON mails (recipient, id);
