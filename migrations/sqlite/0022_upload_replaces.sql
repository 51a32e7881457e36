-- The document that an upload replaces once it is whole.
ALTER TABLE uploads ADD COLUMN replaces INTEGER;
