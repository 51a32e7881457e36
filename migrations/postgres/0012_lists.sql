-- Orders that wait for something, by age. The condition is written so that only who asks for just these finds
-- this index, and no other one is tempted by it.
CREATE INDEX orders_open ON orders (created_at, id, state, order_type, delivery_type)
    WHERE (state || '') = 'pending_payment' OR (state || '') = 'processing';
