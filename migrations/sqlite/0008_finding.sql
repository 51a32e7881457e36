-- Names as they are compared: NFKC, without the difference of capitals. NULL until a job has folded those
-- that were there before.
ALTER TABLE customers ADD COLUMN folded TEXT;
ALTER TABLE products ADD COLUMN folded TEXT;
CREATE INDEX customers_unfolded ON customers (id) WHERE folded IS NULL;
CREATE INDEX products_unfolded ON products (id) WHERE folded IS NULL;

-- What products are sold as: every code with every name that a line has.
CREATE TABLE skus (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT,
    UNIQUE (code, name)
) STRICT;
CREATE VIRTUAL TABLE sku_terms USING fts5 (terms, content = '', contentless_delete = 1, detail = none);
CREATE INDEX skus_unfolded ON skus (id) WHERE folded IS NULL;
INSERT INTO skus (code, name)
    SELECT DISTINCT sku_code, sku_name FROM order_lines WHERE sku_code <> '' OR sku_name <> '';

CREATE INDEX order_lines_sku ON order_lines (sku_code, sku_name, order_id);

-- An order is found by the end of its number too: people have its last characters before them.
CREATE INDEX orders_number_end ON orders (substr(order_no, -4));
