-- What happens before a clock of a ticket breaks, and who is on duty.

-- How much time each clock had, in milliseconds of reception.
ALTER TABLE tickets ADD COLUMN first_limit_ms INTEGER NOT NULL DEFAULT 86400000;
ALTER TABLE tickets ADD COLUMN resolution_limit_ms INTEGER NOT NULL DEFAULT 259200000;
-- How much of it was over when somebody had answered.
ALTER TABLE tickets ADD COLUMN first_spent_ms INTEGER;
-- The clock that breaks next, how many of its alarms are over, and when the next one is due; NULL while none runs.
ALTER TABLE tickets ADD COLUMN alarm_clock TEXT;
ALTER TABLE tickets ADD COLUMN alarms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN alarm_at INTEGER;
-- When each clock broke, as far as it was seen.
ALTER TABLE tickets ADD COLUMN first_broken_at INTEGER;
ALTER TABLE tickets ADD COLUMN resolution_broken_at INTEGER;
CREATE INDEX tickets_alarm ON tickets (alarm_at, id) WHERE alarm_at IS NOT NULL;

-- Who gets new tickets in turn.
CREATE TABLE ticket_duty (
    staff_id INTEGER PRIMARY KEY REFERENCES staff (id),
    -- So many open ones at most, and so many new ones on a day.
    at_once INTEGER NOT NULL,
    a_day INTEGER NOT NULL,
    -- The day (yyyymmdd in the office) of the last one, how many that day, and when.
    day INTEGER NOT NULL DEFAULT 0,
    given INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL DEFAULT 0
) STRICT;
