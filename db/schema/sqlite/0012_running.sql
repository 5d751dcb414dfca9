-- Insert-only tables: a second wall against UPDATE and DELETE.
CREATE TRIGGER sleep_check_no_update BEFORE UPDATE ON sleep_check BEGIN SELECT RAISE(ABORT, 'sleep_check is insert-only'); END;
CREATE TRIGGER sleep_check_no_delete BEFORE DELETE ON sleep_check BEGIN SELECT RAISE(ABORT, 'sleep_check is insert-only'); END;
CREATE TRIGGER temperature_no_update BEFORE UPDATE ON temperature BEGIN SELECT RAISE(ABORT, 'temperature is insert-only'); END;
CREATE TRIGGER temperature_no_delete BEFORE DELETE ON temperature BEGIN SELECT RAISE(ABORT, 'temperature is insert-only'); END;
