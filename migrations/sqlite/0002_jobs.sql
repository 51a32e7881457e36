-- What runs by itself. A row is pushed in the transaction of the change that asks for it; a worker
-- leases it for a while and says how far it is. Jobs that have ended are removed by a job.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Row of what it is about, whose own table says what the job needs; 0 for upkeep.
    subject_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Whose it is now, and until when; each renewal moves it.
    lease TEXT,
    lease_until INTEGER,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (lease_until, id) WHERE state = 'running';
CREATE INDEX jobs_subject ON jobs (kind, subject_id, id);
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
-- Upkeep waits or runs once, however many servers there are.
CREATE UNIQUE INDEX jobs_upkeep ON jobs (kind) WHERE subject_id = 0;
