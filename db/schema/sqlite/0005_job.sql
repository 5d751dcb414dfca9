-- Second walls on SQLite: the code judges overlap first; these hold even if it erred.
CREATE TRIGGER booking_supporter_once BEFORE INSERT ON booking
WHEN NEW.state IN ('agreed', 'confirmed', 'in_care') AND EXISTS (
    SELECT 1 FROM booking b WHERE b.supporter_id = NEW.supporter_id AND b.household_id <> NEW.household_id
        AND b.state IN ('agreed', 'confirmed', 'in_care') AND b.start_at < NEW.end_at AND b.end_at > NEW.start_at)
BEGIN
    SELECT RAISE(ABORT, 'booking_supporter_once');
END;
CREATE TRIGGER booking_child_once BEFORE INSERT ON booking_child
WHEN NEW.live = 1 AND EXISTS (
    SELECT 1 FROM booking_child c WHERE c.child_id = NEW.child_id AND c.live = 1
        AND c.start_at < NEW.end_at AND c.end_at > NEW.start_at)
BEGIN
    SELECT RAISE(ABORT, 'booking_child_once');
END;
