-- Insert-only tables: a second wall against UPDATE and DELETE.
CREATE TRIGGER booking_event_no_update BEFORE UPDATE ON booking_event BEGIN SELECT RAISE(ABORT, 'booking_event is insert-only'); END;
CREATE TRIGGER booking_event_no_delete BEFORE DELETE ON booking_event BEGIN SELECT RAISE(ABORT, 'booking_event is insert-only'); END;
CREATE TRIGGER coverage_no_update BEFORE UPDATE ON coverage BEGIN SELECT RAISE(ABORT, 'coverage is insert-only'); END;
CREATE TRIGGER coverage_no_delete BEFORE DELETE ON coverage BEGIN SELECT RAISE(ABORT, 'coverage is insert-only'); END;
CREATE TRIGGER coverage_seal_no_update BEFORE UPDATE ON coverage_seal BEGIN SELECT RAISE(ABORT, 'coverage_seal is insert-only'); END;
CREATE TRIGGER coverage_seal_no_delete BEFORE DELETE ON coverage_seal BEGIN SELECT RAISE(ABORT, 'coverage_seal is insert-only'); END;
CREATE TRIGGER coverage_fact_no_update BEFORE UPDATE ON coverage_fact BEGIN SELECT RAISE(ABORT, 'coverage_fact is insert-only'); END;
CREATE TRIGGER coverage_fact_no_delete BEFORE DELETE ON coverage_fact BEGIN SELECT RAISE(ABORT, 'coverage_fact is insert-only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is insert-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is insert-only'); END;
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is insert-only'); END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is insert-only'); END;
CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'handover is insert-only'); END;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover is insert-only'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is insert-only'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is insert-only'); END;
