-- Where the money of each line stands, newest orders first: what the list of orders is narrowed by. In words of
-- `domain::settlement::SettlementState`; the queries write the same expression.
CREATE INDEX dues_settlement ON dues (
    (CASE WHEN statement_id IS NOT NULL THEN 'settled' WHEN reason IS NULL THEN 'open' ELSE reason END),
    ordered_at, order_id
);
