-- Lists of tickets, narrowed and counted among half a million.
CREATE INDEX tickets_place_created ON tickets (place, created_at, id);
CREATE INDEX tickets_assignee_changed ON tickets (assignee_id, changed_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_assignee_due ON tickets (assignee_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tickets_product_changed ON tickets (product_id, changed_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX tickets_product_due ON tickets (product_id, due_at) WHERE due_at IS NOT NULL;
