-- The ledger's second walls: insert-only, nothing after the seal, no seal that does not balance.
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is insert-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is insert-only'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry is insert-only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry is insert-only'); END;
CREATE TRIGGER journal_seal_no_update BEFORE UPDATE ON journal_seal BEGIN SELECT RAISE(ABORT, 'journal_seal is insert-only'); END;
CREATE TRIGGER journal_seal_no_delete BEFORE DELETE ON journal_seal BEGIN SELECT RAISE(ABORT, 'journal_seal is insert-only'); END;
CREATE TRIGGER balance_line_no_update BEFORE UPDATE ON balance_line BEGIN SELECT RAISE(ABORT, 'balance_line is insert-only'); END;
CREATE TRIGGER balance_line_no_delete BEFORE DELETE ON balance_line BEGIN SELECT RAISE(ABORT, 'balance_line is insert-only'); END;
CREATE TRIGGER entry_late BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM journal_seal WHERE journal_id = NEW.journal_id)
BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END;
CREATE TRIGGER entry_whole BEFORE INSERT ON entry WHEN typeof(NEW.amount_minor) <> 'integer'
BEGIN SELECT RAISE(ABORT, 'an amount is a whole number'); END;
CREATE TRIGGER journal_seal_sum BEFORE INSERT ON journal_seal
WHEN (SELECT COUNT(*) < 2 OR SUM(amount_minor) <> 0
          OR COUNT(CASE WHEN substr(account, 1, 5) = 'memo_' THEN 1 END) NOT IN (0, COUNT(*))
      FROM entry WHERE journal_id = NEW.journal_id)
BEGIN SELECT RAISE(ABORT, 'the journal does not balance'); END;
