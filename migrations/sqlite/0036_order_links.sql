-- A buyer's link belongs to an order, whether that is delivered under supervision or not.
CREATE TABLE order_links (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    key_hash TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER
) STRICT;
CREATE INDEX order_links_of ON order_links (order_id, id);
CREATE INDEX order_links_created ON order_links (created_at);
INSERT INTO order_links (id, order_id, key_hash, language, actor_name, created_at, expires_at, revoked_at, used_at)
    SELECT k.id, s.order_id, k.key_hash, k.language, k.actor_name, k.created_at, k.expires_at, k.revoked_at, k.used_at
    FROM supervision_links k JOIN supervisions s ON s.id = k.supervision_id;
DROP TABLE supervision_links;
