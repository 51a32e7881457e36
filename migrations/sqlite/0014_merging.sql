-- Two resellers that turned out to be one firm: the one that went, and whose orders are the other's. Its row stays, for
-- what refers to it.
ALTER TABLE resellers ADD COLUMN merged_into INTEGER REFERENCES resellers (id);

-- Resellers with like names of whom somebody said that they are two firms; the older one first.
CREATE TABLE resellers_apart (
    one_id INTEGER NOT NULL REFERENCES resellers (id),
    other_id INTEGER NOT NULL REFERENCES resellers (id),
    PRIMARY KEY (one_id, other_id)
) STRICT;
