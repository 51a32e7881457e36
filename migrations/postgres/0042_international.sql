-- The site by whose day and formulas a run makes bills.
ALTER TABLE bill_runs ADD COLUMN site TEXT NOT NULL DEFAULT 'mainland';
