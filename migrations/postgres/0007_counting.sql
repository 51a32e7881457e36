-- Few orders of a customer or product are collected and sorted, so these indexes need no date; with
-- the state they count by themselves. Most orders have one line, whose product stands in the order.
DROP INDEX orders_customer;
DROP INDEX orders_product;
DROP INDEX order_lines_product;
CREATE INDEX orders_customer ON orders (customer_id, state);
CREATE INDEX orders_product ON orders (product_id, state);
CREATE INDEX order_lines_further ON order_lines (product_id, order_id) WHERE line_no > 1;
