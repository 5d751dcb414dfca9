-- Insert-only tables of 0010: a second wall against UPDATE and DELETE.
CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'handover is insert-only'); END;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover is insert-only'); END;
CREATE TRIGGER handover_tap_no_update BEFORE UPDATE ON handover_tap BEGIN SELECT RAISE(ABORT, 'handover_tap is insert-only'); END;
CREATE TRIGGER handover_tap_no_delete BEFORE DELETE ON handover_tap BEGIN SELECT RAISE(ABORT, 'handover_tap is insert-only'); END;
CREATE TRIGGER handover_told_no_update BEFORE UPDATE ON handover_told BEGIN SELECT RAISE(ABORT, 'handover_told is insert-only'); END;
CREATE TRIGGER handover_told_no_delete BEFORE DELETE ON handover_told BEGIN SELECT RAISE(ABORT, 'handover_told is insert-only'); END;
