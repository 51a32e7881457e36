-- What happens before a clock of a ticket breaks, and who is on duty.

-- How much time each clock had, in milliseconds of reception.
ALTER TABLE tickets ADD COLUMN first_limit_ms BIGINT NOT NULL DEFAULT 86400000;
ALTER TABLE tickets ADD COLUMN resolution_limit_ms BIGINT NOT NULL DEFAULT 259200000;
-- How much of it was over when somebody had answered.
ALTER TABLE tickets ADD COLUMN first_spent_ms BIGINT;
-- The clock that breaks next, how many of its alarms are over, and when the next one is due; NULL while none runs.
ALTER TABLE tickets ADD COLUMN alarm_clock TEXT;
ALTER TABLE tickets ADD COLUMN alarms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN alarm_at BIGINT;
-- When each clock broke, as far as it was seen.
ALTER TABLE tickets ADD COLUMN first_broken_at BIGINT;
ALTER TABLE tickets ADD COLUMN resolution_broken_at BIGINT;
CREATE INDEX tickets_alarm ON tickets (alarm_at, id) WHERE alarm_at IS NOT NULL;

-- Who gets new tickets in turn.
CREATE TABLE ticket_duty (
    staff_id BIGINT PRIMARY KEY REFERENCES staff (id),
    -- So many open ones at most, and so many new ones on a day.
    at_once BIGINT NOT NULL,
    a_day BIGINT NOT NULL,
    -- The day (yyyymmdd in the office) of the last one, how many that day, and when.
    day BIGINT NOT NULL DEFAULT 0,
    given BIGINT NOT NULL DEFAULT 0,
    last_at BIGINT NOT NULL DEFAULT 0
);
