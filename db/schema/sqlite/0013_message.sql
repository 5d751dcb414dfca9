-- Evidence is insert-only: a second wall against UPDATE and DELETE.
CREATE TRIGGER message_report_no_update BEFORE UPDATE ON message_report BEGIN SELECT RAISE(ABORT, 'message_report is insert-only'); END;
CREATE TRIGGER message_report_no_delete BEFORE DELETE ON message_report BEGIN SELECT RAISE(ABORT, 'message_report is insert-only'); END;
