-- What a row is found by, folded as what is searched for is (`domain::text::folded`): whatever the width and case. NULL
-- until it is known.
ALTER TABLE staff ADD COLUMN folded TEXT;
ALTER TABLE tokens ADD COLUMN folded TEXT;
ALTER TABLE imports ADD COLUMN folded TEXT;
