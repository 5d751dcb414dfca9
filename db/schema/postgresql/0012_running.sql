-- Insert-only tables: a second wall against UPDATE and DELETE.
CREATE TRIGGER sleep_check_insert_only BEFORE UPDATE OR DELETE ON sleep_check FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER temperature_insert_only BEFORE UPDATE OR DELETE ON temperature FOR EACH ROW EXECUTE FUNCTION refuse_change();
