-- A delivery whose refund runs waits for nobody: it stands on a tab of its own.
UPDATE supervisions SET stage = 'refunding' WHERE refund_id IS NOT NULL AND ended_at IS NULL;
