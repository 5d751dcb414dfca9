-- 0018_no_show_decision.sql: a contested no-show is decided by the office (domain.md 3).

ALTER TABLE no_show_claim ADD COLUMN decision TEXT CHECK (decision IN ('supporter', 'guardian', 'nobody')); -- who was missing, says the office
ALTER TABLE no_show_claim ADD COLUMN decided_by BIGINT;
ALTER TABLE no_show_claim ADD COLUMN decided_at BIGINT;
ALTER TABLE no_show_claim ADD COLUMN reason_sealed BYTEA; -- what both sides are told, under the household's key
