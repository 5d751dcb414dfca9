-- 0009_insert_only.sql: rows of evidence are never changed; each engine's wall is in its own folder.
SELECT 1;
