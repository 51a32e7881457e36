-- How an export was asked for: its columns, what stands above it, what it is called.
ALTER TABLE exports ADD COLUMN file_columns TEXT;
ALTER TABLE exports ADD COLUMN title TEXT;
ALTER TABLE exports ADD COLUMN name TEXT;
