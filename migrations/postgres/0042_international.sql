-- What the formulas of joint products and of the international site take beside prices: rates in millionths, taxes as
-- amounts of the line in minor units.
ALTER TABLE order_lines ADD COLUMN management_fee BIGINT;
ALTER TABLE order_lines ADD COLUMN partner_tax BIGINT;
ALTER TABLE order_lines ADD COLUMN wht1_minor BIGINT;
ALTER TABLE order_lines ADD COLUMN dst1_minor BIGINT;
ALTER TABLE order_lines ADD COLUMN wht2_minor BIGINT;
ALTER TABLE order_lines ADD COLUMN dst2_minor BIGINT;

-- The site by whose day and formulas a run makes bills.
ALTER TABLE bill_runs ADD COLUMN site TEXT NOT NULL DEFAULT 'mainland';
