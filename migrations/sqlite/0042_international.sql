-- What the formulas of joint products and of the international site take beside prices: rates in millionths, taxes as
-- amounts of the line in minor units.
ALTER TABLE order_lines ADD COLUMN management_fee INTEGER;
ALTER TABLE order_lines ADD COLUMN partner_tax INTEGER;
ALTER TABLE order_lines ADD COLUMN wht1_minor INTEGER;
ALTER TABLE order_lines ADD COLUMN dst1_minor INTEGER;
ALTER TABLE order_lines ADD COLUMN wht2_minor INTEGER;
ALTER TABLE order_lines ADD COLUMN dst2_minor INTEGER;

-- The site by whose day and formulas a run makes bills.
ALTER TABLE bill_runs ADD COLUMN site TEXT NOT NULL DEFAULT 'mainland';
