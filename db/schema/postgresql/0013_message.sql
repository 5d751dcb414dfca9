-- Evidence is insert-only: a second wall against UPDATE and DELETE.
CREATE TRIGGER message_report_insert_only BEFORE UPDATE OR DELETE ON message_report FOR EACH ROW EXECUTE FUNCTION refuse_change();
