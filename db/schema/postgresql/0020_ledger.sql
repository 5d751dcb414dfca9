-- The ledger's second walls: insert-only, nothing after the seal, no seal that does not balance.
CREATE TRIGGER journal_insert_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_insert_only BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_seal_insert_only BEFORE UPDATE OR DELETE ON journal_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER balance_line_insert_only BEFORE UPDATE OR DELETE ON balance_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_late_entry() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    IF EXISTS (SELECT 1 FROM journal_seal WHERE journal_id = NEW.journal_id) THEN
        RAISE EXCEPTION 'the journal is sealed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $f$;
CREATE TRIGGER entry_late BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION refuse_late_entry();
CREATE FUNCTION refuse_bad_seal() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    IF (SELECT COUNT(*) < 2 OR SUM(amount_minor) <> 0
            OR COUNT(CASE WHEN substr(account, 1, 5) = 'memo_' THEN 1 END) NOT IN (0, COUNT(*))
        FROM entry WHERE journal_id = NEW.journal_id) THEN
        RAISE EXCEPTION 'the journal does not balance' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $f$;
CREATE TRIGGER journal_seal_sum BEFORE INSERT ON journal_seal FOR EACH ROW EXECUTE FUNCTION refuse_bad_seal();
