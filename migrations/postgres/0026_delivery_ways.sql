-- Ways to deliveries for the filters that people use together. Those that count hold what is filtered, too.
DROP INDEX supervisions_stage;
CREATE INDEX supervisions_stage ON supervisions (stage, opened_at, id, node, flow);
CREATE INDEX supervisions_late ON supervisions (stage, due_at) WHERE due_at IS NOT NULL;
DROP INDEX supervisions_product;
CREATE INDEX supervisions_product ON supervisions (product_id, stage, opened_at, id, node, due_at);
CREATE INDEX supervisions_product_node ON supervisions (product_id, node, opened_at, id);
CREATE INDEX supervisions_product_opened ON supervisions (product_id, opened_at, id);
CREATE INDEX supervisions_assignee_opened ON supervisions (assignee_id, opened_at, id) WHERE assignee_id IS NOT NULL;
