-- What the office did for somebody is evidence: a second wall against UPDATE and DELETE.
CREATE TRIGGER acting_act_no_update BEFORE UPDATE ON acting_act BEGIN SELECT RAISE(ABORT, 'acting_act is insert-only'); END;
CREATE TRIGGER acting_act_no_delete BEFORE DELETE ON acting_act BEGIN SELECT RAISE(ABORT, 'acting_act is insert-only'); END;
