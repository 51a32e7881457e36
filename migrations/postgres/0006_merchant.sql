-- Who issued a statement, as JSON: names, bank, signatures, the hashes of pictures. Frozen with the lines; later
-- changes of the settings change no issued statement.
ALTER TABLE statements ADD COLUMN merchant TEXT;
