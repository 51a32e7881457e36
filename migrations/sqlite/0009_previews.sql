-- What a file would do, as JSON, while it waits for somebody to let it go in.
ALTER TABLE imports ADD COLUMN preview TEXT;
