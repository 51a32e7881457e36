-- What an import changed is looked for in the whole journal, not among orders alone.
DROP INDEX events_import;
CREATE INDEX events_reason ON events (reason, id) WHERE reason IS NOT NULL;
