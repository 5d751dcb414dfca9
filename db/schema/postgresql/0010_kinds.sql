-- Insert-only tables of 0010: a second wall against UPDATE and DELETE.
CREATE TRIGGER handover_insert_only BEFORE UPDATE OR DELETE ON handover FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_tap_insert_only BEFORE UPDATE OR DELETE ON handover_tap FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_told_insert_only BEFORE UPDATE OR DELETE ON handover_told FOR EACH ROW EXECUTE FUNCTION refuse_change();
