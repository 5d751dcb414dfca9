-- Insert-only tables: a second wall against UPDATE and DELETE.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $f$;
CREATE TRIGGER booking_event_insert_only BEFORE UPDATE OR DELETE ON booking_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER coverage_insert_only BEFORE UPDATE OR DELETE ON coverage FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER coverage_seal_insert_only BEFORE UPDATE OR DELETE ON coverage_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER coverage_fact_insert_only BEFORE UPDATE OR DELETE ON coverage_fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_insert_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_insert_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_insert_only BEFORE UPDATE OR DELETE ON handover FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_insert_only BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tariff_insert_only BEFORE UPDATE OR DELETE ON tariff FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tariff_band_insert_only BEFORE UPDATE OR DELETE ON tariff_band FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ladder_step_insert_only BEFORE UPDATE OR DELETE ON ladder_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
