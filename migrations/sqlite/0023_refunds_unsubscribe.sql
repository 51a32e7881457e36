-- Whether an order takes the money of a refund back is asked whenever one is removed.
CREATE INDEX refunds_unsubscribe ON refunds (unsubscribe_id) WHERE unsubscribe_id IS NOT NULL;
