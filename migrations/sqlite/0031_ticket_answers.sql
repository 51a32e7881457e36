-- Answers that are written once and used often: text with variables such as {{buyer}}.
CREATE TABLE ticket_answers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
