-- Entries of the journal of which somebody may have to be told. Written with the entry, taken away with what is told.
CREATE TABLE journal_news (
    event_id INTEGER PRIMARY KEY REFERENCES events (id)
) STRICT;

-- What somebody was told: once of each entry. Forgotten after 90 days.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    event TEXT NOT NULL,
    event_id INTEGER NOT NULL REFERENCES events (id),
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    -- What the thing was called then.
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- 1: told in the program; 0: by mail alone.
    shown INTEGER NOT NULL,
    read_at INTEGER,
    -- When it is to go out by mail, and when it did; NULL: not by mail.
    mail_due_at INTEGER,
    mailed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notifications_once ON notifications (staff_id, event_id);
CREATE INDEX notifications_shown ON notifications (staff_id, id) WHERE shown = 1;
CREATE INDEX notifications_unread ON notifications (staff_id, id) WHERE shown = 1 AND read_at IS NULL;
CREATE INDEX notifications_mail ON notifications (mail_due_at, id) WHERE mailed_at IS NULL AND mail_due_at IS NOT NULL;
CREATE INDEX notifications_at ON notifications (at, id);

-- Where somebody chose otherwise than the catalogue.
CREATE TABLE notification_choices (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    event TEXT NOT NULL,
    channel TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    PRIMARY KEY (staff_id, event, channel)
) STRICT, WITHOUT ROWID;

-- When somebody wants mails; NULL: as everybody.
ALTER TABLE staff ADD COLUMN mail_manner TEXT;
