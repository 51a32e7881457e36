-- What the total of a bill is made of (domain.md 4.3); NULL in bills that were made before it was kept.
ALTER TABLE bills ADD COLUMN sales_minor BIGINT;
ALTER TABLE bills ADD COLUMN coupon_minor BIGINT;
ALTER TABLE bills ADD COLUMN fee_minor BIGINT;
ALTER TABLE bills ADD COLUMN other_minor BIGINT;
ALTER TABLE bills ADD COLUMN increment_minor BIGINT;
ALTER TABLE bill_sums ADD COLUMN sales_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN coupon_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN fee_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN other_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_sums ADD COLUMN increment_minor BIGINT NOT NULL DEFAULT 0;
