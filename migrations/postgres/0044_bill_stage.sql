-- How far the marketplace is with a locked bill, as somebody noted it.
ALTER TABLE bills ADD COLUMN stage TEXT;
ALTER TABLE bills ADD COLUMN stage_at BIGINT;
