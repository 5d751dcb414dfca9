-- 0019_places.sql: places and postal codes as municipalities and the post publish them; and indexes that
-- hold all that matching asks of a person, so that it reads one page for a fact and not two.

-- A published place may have no position: its area is then not known (NULL).
ALTER TABLE place ADD COLUMN area_x BIGINT;
ALTER TABLE place ADD COLUMN area_y BIGINT;
UPDATE place SET area_x = cell_x, area_y = cell_y;
ALTER TABLE place DROP COLUMN cell_x;
ALTER TABLE place DROP COLUMN cell_y;
ALTER TABLE place RENAME COLUMN area_x TO cell_x; -- >= 1 km; NULL: not known
ALTER TABLE place RENAME COLUMN area_y TO cell_y;
ALTER TABLE place ADD COLUMN kind_text TEXT; -- 種別, in the words of whoever published it; NULL for places people made

-- 郵便番号 to 町域, as Japan Post publishes them.
CREATE TABLE postal_code (
    code TEXT NOT NULL CHECK (length(code) = 7),
    prefecture TEXT NOT NULL,
    city TEXT NOT NULL,
    town TEXT NOT NULL,           -- '' where the code is for the whole city
    PRIMARY KEY (code, prefecture, city, town)
);

-- A published place that is removed is looked for in all that names one.
CREATE INDEX event_by_place ON event (place_id) WHERE place_id IS NOT NULL;

-- What matching reads of everybody whom a guardian knows.
CREATE INDEX member_match ON member (id, state, held_at, cell_x, cell_y, display_name);
CREATE INDEX supporter_match ON supporter (member_id, is_on, kinds, care_at, age_min, age_max, until_min,
    cap_week_min, quiet_from_min, quiet_to_min);
CREATE INDEX membership_match ON membership (member_id, community_id, left_at);
CREATE INDEX availability_match ON availability (member_id, weekday, from_min, to_min);
DROP INDEX qualification_by_member;
CREATE INDEX qualification_by_member ON qualification (member_id, community_id, kind, revoked_at, expires_at);
DROP INDEX booking_by_supporter;
CREATE INDEX booking_by_supporter ON booking (supporter_id, start_at, id, end_at, state);
DROP INDEX tie_low;
CREATE INDEX tie_low ON tie (low_id, id, high_id, how, premet_until_at, trials_done, jobs_done) WHERE ended_at IS NULL;
DROP INDEX tie_high;
CREATE INDEX tie_high ON tie (high_id, id, low_id, how, premet_until_at, trials_done, jobs_done) WHERE ended_at IS NULL;
