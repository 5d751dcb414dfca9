-- Second walls on PostgreSQL: the code judges overlap first; these hold even if it erred.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE booking ADD CONSTRAINT booking_supporter_once EXCLUDE USING gist
    (supporter_id WITH =, household_id WITH <>, int8range(start_at, end_at) WITH &&)
    WHERE (state IN ('agreed', 'confirmed', 'in_care'));
ALTER TABLE booking_child ADD CONSTRAINT booking_child_once EXCLUDE USING gist
    (child_id WITH =, int8range(start_at, end_at) WITH &&) WHERE (live = 1);
