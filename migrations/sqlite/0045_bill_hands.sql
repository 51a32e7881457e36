-- Who noted that a bill was paid, and who took one back.
ALTER TABLE bills ADD COLUMN payer TEXT;
ALTER TABLE bills ADD COLUMN voider TEXT;
ALTER TABLE bills ADD COLUMN voided_at INTEGER;
