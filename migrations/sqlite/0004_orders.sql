CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- When the newest order was created that named it, its number and line.
    named_at INTEGER,
    named_by TEXT
) STRICT;

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    delivery_type TEXT NOT NULL,
    -- When the newest order was created that named it, its number and line.
    named_at INTEGER,
    named_by TEXT
) STRICT;

CREATE TABLE resellers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Pairs of neighbouring characters of the names; the row id is that of the customer or product.
CREATE VIRTUAL TABLE customer_terms USING fts5 (terms, content = '', contentless_delete = 1, detail = none);
CREATE VIRTUAL TABLE product_terms USING fts5 (terms, content = '', contentless_delete = 1, detail = none);

CREATE TABLE staff_products (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (staff_id, product_id)
) STRICT;

-- Money in minor units, rates in millionths, moments in milliseconds since 1970 UTC.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL UNIQUE,
    order_type TEXT NOT NULL,
    billing_mode TEXT NOT NULL,
    business_kind TEXT NOT NULL,
    delivery_type TEXT NOT NULL,
    sales_channel TEXT NOT NULL,
    reseller_id INTEGER REFERENCES resellers (id),
    commission_ratio INTEGER CHECK (commission_ratio BETWEEN 0 AND 900000),
    state TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    line_count INTEGER NOT NULL CHECK (line_count > 0),
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
    list_minor INTEGER NOT NULL,
    deal_minor INTEGER NOT NULL,
    coupon_minor INTEGER NOT NULL,
    paid_minor INTEGER NOT NULL,
    payment_method TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    paid_at INTEGER,
    effective_at INTEGER,
    completed_at INTEGER,
    repaid_at INTEGER,
    cancelled_at INTEGER,
    cancel_reason TEXT,
    import_id INTEGER REFERENCES imports (id)
) STRICT;
CREATE INDEX orders_created ON orders (created_at, id);
-- With the amount, so that a tab under days and amounts is counted without a look at each order.
CREATE INDEX orders_state ON orders (state, created_at, id, currency, paid_minor);
CREATE INDEX orders_type ON orders (order_type, created_at, id);
CREATE INDEX orders_billing ON orders (billing_mode, created_at, id);
CREATE INDEX orders_kind ON orders (business_kind, created_at, id);
CREATE INDEX orders_delivery ON orders (delivery_type, created_at, id);
CREATE INDEX orders_channel ON orders (sales_channel, created_at, id);
-- Amounts are compared within a currency: to sort them, and to count the tabs.
CREATE INDEX orders_paid ON orders (currency, paid_minor, id);
CREATE INDEX orders_state_paid ON orders (currency, state, paid_minor);
-- Few orders of a customer or product are collected and sorted, so these indexes need no date; with
-- the state they count by themselves, and with the other names also where both are searched for.
CREATE INDEX orders_customer ON orders (customer_id, state, product_id, line_count);
CREATE INDEX orders_product ON orders (product_id, state, customer_id);
CREATE INDEX orders_reseller_state ON orders (reseller_id, state) WHERE reseller_id IS NOT NULL;

CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line_no INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    delivery_type TEXT NOT NULL,
    sku_code TEXT NOT NULL,
    sku_name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    duration INTEGER,
    duration_unit TEXT,
    list_minor INTEGER,
    deal_minor INTEGER NOT NULL,
    floor_minor INTEGER,
    coupon_minor INTEGER NOT NULL,
    paid_minor INTEGER NOT NULL,
    output_tax INTEGER,
    service_tax INTEGER,
    platform_fee INTEGER,
    UNIQUE (order_id, line_no)
) STRICT;
-- Most orders have one line, whose product stands in the order.
CREATE INDEX order_lines_further ON order_lines (product_id, order_id) WHERE line_no > 1;

-- What the tabs count without a table scan, maintained in the transaction of each change: orders of each
-- state (field and code are 'state' and the state itself), and of each state with one code of one other
-- field. A count is the sum of its shards: on PostgreSQL two transactions that change the same one write
-- different rows, so that neither waits for the other.
CREATE TABLE order_totals (
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    shard INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    PRIMARY KEY (field, code, state, shard)
) STRICT, WITHOUT ROWID;

-- The same for every combination of codes that occurs.
CREATE TABLE order_counts (
    state TEXT NOT NULL,
    order_type TEXT NOT NULL,
    billing_mode TEXT NOT NULL,
    business_kind TEXT NOT NULL,
    delivery_type TEXT NOT NULL,
    sales_channel TEXT NOT NULL,
    shard INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    PRIMARY KEY (state, order_type, billing_mode, business_kind, delivery_type, sales_channel, shard)
) STRICT, WITHOUT ROWID;

-- By month of creation (business time zone): the figures of the home page.
CREATE TABLE order_months (
    month INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    shard INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    paid_minor INTEGER NOT NULL,
    PRIMARY KEY (month, currency, state, shard)
) STRICT, WITHOUT ROWID;
