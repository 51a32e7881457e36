-- Messages of tickets are found by their words (`operations/src/search/terms.rs`).

-- 1: its words are in the index.
ALTER TABLE ticket_messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX ticket_messages_unindexed ON ticket_messages (id) WHERE indexed = 0;
-- Messages do not change, so the index keeps nothing by which one could be taken out.
CREATE VIRTUAL TABLE ticket_message_terms USING fts5 (terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
