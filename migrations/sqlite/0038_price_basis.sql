-- Whether the prices of a line are those of the line or of a unit.
ALTER TABLE order_lines ADD COLUMN price_basis TEXT NOT NULL DEFAULT 'line';
