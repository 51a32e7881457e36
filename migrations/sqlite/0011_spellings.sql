-- Every way in which a firm is written that goes by its name: resellers, and customers without an id of the
-- marketplace. The name that is shown is the one that came first. `name_key` is what two spellings of one name have in
-- common; it is NULL until the program has worked it out, at the end of the migration.
CREATE TABLE party_names (
    id INTEGER PRIMARY KEY,
    -- `reseller` or `customer`, and its row.
    kind TEXT NOT NULL,
    party_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT,
    UNIQUE (kind, name)
) STRICT;
-- Two firms that were in the books before may have one key, so it is not unique.
CREATE INDEX party_names_key ON party_names (name_key, kind, party_id);
CREATE INDEX party_names_party ON party_names (party_id, kind);
CREATE INDEX party_names_unfolded ON party_names (id) WHERE name_key IS NULL;
INSERT INTO party_names (kind, party_id, name) SELECT 'reseller', id, name FROM resellers;
INSERT INTO party_names (kind, party_id, name) SELECT 'customer', id, name FROM customers WHERE code = name;
