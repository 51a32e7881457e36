-- Ways to deliveries for the filters that people use together. What a way is walked past without looking at the row
-- itself stands behind its order.
DROP INDEX supervisions_opened;
CREATE INDEX supervisions_opened ON supervisions (opened_at, id, due_at);
DROP INDEX supervisions_since;
CREATE INDEX supervisions_since ON supervisions (node_since, id, due_at);
DROP INDEX supervisions_stage;
CREATE INDEX supervisions_stage ON supervisions (stage, opened_at, id, due_at, node, flow);
CREATE INDEX supervisions_late ON supervisions (stage, due_at) WHERE due_at IS NOT NULL;
DROP INDEX supervisions_product;
CREATE INDEX supervisions_product ON supervisions (product_id, stage, opened_at, id, node, due_at);
CREATE INDEX supervisions_product_node ON supervisions (product_id, node, opened_at, id);
CREATE INDEX supervisions_product_opened ON supervisions (product_id, opened_at, id);
CREATE INDEX supervisions_assignee_opened ON supervisions (assignee_id, opened_at, id) WHERE assignee_id IS NOT NULL;
