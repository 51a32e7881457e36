-- Few orders of a customer or product are collected and sorted, so these indexes need no date; with
-- the state they count by themselves. Most orders have one line, whose product stands in the order.
DROP INDEX orders_customer;
DROP INDEX orders_product;
DROP INDEX order_lines_product;
CREATE INDEX orders_customer ON orders (customer_id, state);
CREATE INDEX orders_product ON orders (product_id, state);
CREATE INDEX order_lines_further ON order_lines (product_id, order_id) WHERE line_no > 1;
CREATE INDEX orders_reseller_state ON orders (reseller_id, state) WHERE reseller_id IS NOT NULL;

-- The sums for each state, and for each state with one dimension, under '*'.
INSERT INTO order_counts SELECT state, '*', '*', '*', '*', '*', SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state;
INSERT INTO order_counts SELECT state, order_type, '*', '*', '*', '*', SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state, order_type;
INSERT INTO order_counts SELECT state, '*', billing_mode, '*', '*', '*', SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state, billing_mode;
INSERT INTO order_counts SELECT state, '*', '*', business_kind, '*', '*', SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state, business_kind;
INSERT INTO order_counts SELECT state, '*', '*', '*', delivery_type, '*', SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state, delivery_type;
INSERT INTO order_counts SELECT state, '*', '*', '*', '*', sales_channel, SUM(orders) FROM order_counts WHERE order_type <> '*' AND billing_mode <> '*' GROUP BY state, sales_channel;
