-- What the office did for somebody is evidence: a second wall against UPDATE and DELETE.
CREATE TRIGGER acting_act_insert_only BEFORE UPDATE OR DELETE ON acting_act FOR EACH ROW EXECUTE FUNCTION refuse_change();
