-- What a product needs for its deliveries to be supervised. NULL: as its delivery type says.
ALTER TABLE products ADD COLUMN supervised INTEGER;
ALTER TABLE products ADD COLUMN flow TEXT;
-- The newest row of product_standards; 0: none was written yet.
ALTER TABLE products ADD COLUMN standard_version INTEGER NOT NULL DEFAULT 0;

-- What its deliveries have to prove, and the shares of their parts, as JSON lists. Written once and never changed:
-- an order keeps the version that was in force when it was bought.
CREATE TABLE product_standards (
    product_id INTEGER NOT NULL REFERENCES products (id),
    version INTEGER NOT NULL,
    requests TEXT NOT NULL,
    shares TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (product_id, version)
) STRICT, WITHOUT ROWID;

-- A delivery that is supervised: one for an order. Its history is in the journal.
CREATE TABLE supervisions (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    -- Of the first line, and of the order: for the list.
    product_id INTEGER NOT NULL REFERENCES products (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    flow TEXT NOT NULL,
    flow_version TEXT NOT NULL,
    scene TEXT,
    standard_version INTEGER NOT NULL,
    node TEXT NOT NULL,
    -- Where it was when somebody appealed; only while it is frozen.
    frozen_node TEXT,
    -- Who is waited for: merchant, buyer, operator, courier; frozen while the operator decides on an appeal; done,
    -- refunded.
    stage TEXT NOT NULL,
    -- Counts its changes: who acts says which one was seen.
    version INTEGER NOT NULL DEFAULT 1,
    opened_at INTEGER NOT NULL,
    node_since INTEGER NOT NULL,
    -- It is overdue after this moment; NULL once it has ended.
    due_at INTEGER,
    reminded_at INTEGER,
    assignee_id INTEGER REFERENCES staff (id),
    result TEXT,
    service_started_at INTEGER,
    valid_from INTEGER,
    valid_to INTEGER,
    ended_at INTEGER,
    courier TEXT,
    waybill TEXT,
    phone TEXT,
    phone_differs INTEGER NOT NULL DEFAULT 0,
    shipped_at INTEGER,
    signed_at INTEGER,
    -- The goods count as accepted at this moment.
    accepts_at INTEGER,
    claimed_at INTEGER,
    -- The refund that runs: nobody acts until it has ended.
    refund_id INTEGER
) STRICT;
CREATE INDEX supervisions_opened ON supervisions (opened_at, id);
CREATE INDEX supervisions_since ON supervisions (node_since, id);
CREATE INDEX supervisions_waiting ON supervisions (stage, node_since, id);
CREATE INDEX supervisions_stage ON supervisions (stage, opened_at, id);
CREATE INDEX supervisions_node ON supervisions (node, opened_at, id);
CREATE INDEX supervisions_flow ON supervisions (flow, opened_at, id);
CREATE INDEX supervisions_product ON supervisions (product_id, stage, opened_at, id);
CREATE INDEX supervisions_customer ON supervisions (customer_id, stage, opened_at, id);
CREATE INDEX supervisions_assignee ON supervisions (assignee_id, stage, opened_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX supervisions_due ON supervisions (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX supervisions_accepts ON supervisions (accepts_at) WHERE accepts_at IS NOT NULL;

-- Its parts, when it is delivered in several. Shares in millionths.
CREATE TABLE supervision_milestones (
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    no INTEGER NOT NULL,
    share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 1000000),
    delivered_at INTEGER,
    accepted_at INTEGER,
    PRIMARY KEY (supervision_id, no)
) STRICT, WITHOUT ROWID;

-- The documents that it is asked for.
CREATE TABLE supervision_requests (
    id INTEGER PRIMARY KEY,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    node TEXT NOT NULL,
    scene TEXT,
    required INTEGER NOT NULL,
    least INTEGER NOT NULL,
    -- open, handed_in, replaced, not_needed
    state TEXT NOT NULL DEFAULT 'open',
    reason TEXT,
    UNIQUE (supervision_id, position)
) STRICT;

-- Files of people that are kept: what they are called, where they lie, and what was found in them. The file is in
-- its place before the row is.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Ending without the dot, and the content type that goes with it.
    kind TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    -- scanning, clean, infected; unscanned where there is no scanner.
    scan TEXT NOT NULL,
    -- What was noticed and is told: macros, say. Empty, or codes joined by commas.
    notices TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_scan ON documents (scan, id) WHERE scan = 'scanning';

-- The documents of a supervision, each with the request that it answers, if it answers one.
CREATE TABLE supervision_documents (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    request_id INTEGER REFERENCES supervision_requests (id),
    -- Who hands it in: merchant, buyer, operator, courier.
    side TEXT NOT NULL,
    version INTEGER NOT NULL,
    replaced_by INTEGER REFERENCES documents (id)
) STRICT;
CREATE INDEX supervision_documents_of ON supervision_documents (supervision_id, document_id);
CREATE INDEX supervision_documents_request ON supervision_documents (request_id) WHERE request_id IS NOT NULL;

-- Files on their way in, piece by piece (tus 1.0). The pieces lie in the store under the id.
CREATE TABLE uploads (
    -- Random: who knows it and is who began it may go on.
    id TEXT PRIMARY KEY,
    -- staff, token or link, and which one.
    owner_kind TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    request_id INTEGER,
    -- For whom it is handed in, as in supervision_documents.
    side TEXT NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    pieces INTEGER NOT NULL DEFAULT 0,
    -- Whoever sends a piece has the upload until then; another one is told to wait.
    lease TEXT,
    lease_until INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    document_id INTEGER REFERENCES documents (id)
) STRICT;
CREATE INDEX uploads_expires ON uploads (expires_at);
CREATE INDEX uploads_supervision ON uploads (supervision_id);

-- Objections of the buyer or the merchant, each decided by the operator.
CREATE TABLE supervision_appeals (
    id INTEGER PRIMARY KEY,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    side TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    outcome TEXT,
    comment TEXT
) STRICT;
CREATE INDEX supervision_appeals_of ON supervision_appeals (supervision_id, id);
CREATE UNIQUE INDEX supervision_appeals_open ON supervision_appeals (supervision_id) WHERE decided_at IS NULL;

-- Links by which a buyer acts without an account: the key as a hash, never itself.
CREATE TABLE supervision_links (
    id INTEGER PRIMARY KEY,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    key_hash TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER
) STRICT;
CREATE INDEX supervision_links_of ON supervision_links (supervision_id, id);

-- This desk completed it, when its delivery was accepted: the marketplace may call it processing for some hours yet.
ALTER TABLE orders ADD COLUMN completed_here INTEGER NOT NULL DEFAULT 0;
-- Whether the order was invoiced: issued, returned; NULL where nothing is known of an invoice.
ALTER TABLE orders ADD COLUMN invoice TEXT;
-- The order that an unsubscription takes back.
ALTER TABLE orders ADD COLUMN takes_back_id INTEGER REFERENCES orders (id);
CREATE INDEX orders_takes_back ON orders (takes_back_id) WHERE takes_back_id IS NOT NULL;

-- Refunds that were asked for. Money in minor units of the order's currency.
CREATE TABLE refunds (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    -- negotiated, five_days, failed_provisioning, renewal
    ground TEXT NOT NULL,
    state TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    reason TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    -- Calendar year of the business time zone, which the quota of a customer counts by.
    year INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    decision TEXT,
    return_courier TEXT,
    return_waybill TEXT,
    sent_back_at INTEGER,
    -- The returned goods count as taken at this moment.
    accepts_at INTEGER,
    ended_at INTEGER,
    -- The order that takes the money back.
    unsubscribe_id INTEGER REFERENCES orders (id)
) STRICT;
CREATE INDEX refunds_created ON refunds (created_at, id);
CREATE INDEX refunds_state ON refunds (state, created_at, id);
CREATE INDEX refunds_order ON refunds (order_id, id);
CREATE INDEX refunds_customer ON refunds (customer_id, year, ground);
CREATE INDEX refunds_product ON refunds (product_id, created_at, id);
CREATE INDEX refunds_accepts ON refunds (accepts_at) WHERE accepts_at IS NOT NULL;
-- One at a time.
CREATE UNIQUE INDEX refunds_running ON refunds (order_id) WHERE ended_at IS NULL;
