-- What a scanner found in a document; while it waits for one, why there is no verdict yet.
ALTER TABLE documents ADD COLUMN finding TEXT;
