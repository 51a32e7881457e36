-- What the total of a bill is made of (domain.md 4.3); NULL in bills that were made before it was kept.
ALTER TABLE bills ADD COLUMN sales_minor INTEGER;
ALTER TABLE bills ADD COLUMN coupon_minor INTEGER;
ALTER TABLE bills ADD COLUMN fee_minor INTEGER;
ALTER TABLE bills ADD COLUMN other_minor INTEGER;
ALTER TABLE bills ADD COLUMN increment_minor INTEGER;
ALTER TABLE bill_sums ADD COLUMN sales_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN coupon_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN fee_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN other_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN increment_minor INTEGER NOT NULL DEFAULT 0;
