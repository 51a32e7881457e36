-- Messages of tickets are found by their words (`operations/src/search/terms.rs`).

-- 1: its words are in the index.
ALTER TABLE ticket_messages ADD COLUMN indexed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ticket_messages_unindexed ON ticket_messages (id) WHERE indexed = 0;
ALTER TABLE ticket_messages ADD COLUMN terms TSVECTOR;
CREATE INDEX ticket_messages_terms ON ticket_messages USING gin (terms);
