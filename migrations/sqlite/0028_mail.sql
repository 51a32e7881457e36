-- Mail to and from buyers and staff.

-- The secret in the address by which an answer finds its ticket; NULL until a mail of it goes out.
ALTER TABLE tickets ADD COLUMN mail_key TEXT;
CREATE UNIQUE INDEX tickets_mail_key ON tickets (mail_key) WHERE mail_key IS NOT NULL;
-- What the buyer is written to in.
ALTER TABLE tickets ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN';
-- The address that a mail came from; NULL for what came otherwise.
ALTER TABLE ticket_messages ADD COLUMN sender TEXT;
-- Its attachments that are not kept, with the reason, in JSON; NULL when there are none.
ALTER TABLE ticket_messages ADD COLUMN left_out TEXT;

-- Mails that go out. Each is written in the transaction that causes it, and sent by a job.
CREATE TABLE mails (
    id INTEGER PRIMARY KEY,
    -- Its own id, without angle brackets.
    message_id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    -- What it says, before it has words.
    letter_json TEXT NOT NULL,
    ticket_id INTEGER REFERENCES tickets (id),
    -- The message that it carries.
    ticket_message_id INTEGER REFERENCES ticket_messages (id),
    -- queued, sending, sent, failed; doubtful: nobody knows whether the server took it.
    state TEXT NOT NULL DEFAULT 'queued',
    -- What was said when it did not go out.
    problem TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX mails_state ON mails (state, id);
CREATE INDEX mails_ticket ON mails (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX mails_message ON mails (ticket_message_id) WHERE ticket_message_id IS NOT NULL;

-- Mails that came in: each once.
CREATE TABLE mails_received (
    id INTEGER PRIMARY KEY,
    -- Its id without angle brackets, or the hash of one that has none.
    message_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- What came of it: opened, added, automatic, bounced, loop.
    outcome TEXT NOT NULL,
    ticket_id INTEGER REFERENCES tickets (id)
) STRICT;
CREATE INDEX mails_received_sender ON mails_received (sender, at);
CREATE INDEX mails_received_ticket ON mails_received (ticket_id, id) WHERE ticket_id IS NOT NULL;

-- The customer is waited for until an answer came; who answers a solution is read before it closes.
UPDATE tickets SET awaits_customer = 1 WHERE state = 'awaiting_confirmation';
