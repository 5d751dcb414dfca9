-- 0014_series.sql: recurring care: one ask with many dates (domain.md 3, in local wall time). Each
-- date becomes a request of its own, and that a booking of its own.

-- くりかえし. Which dates it has is said once, when it is sent; they are rows of series_date.
CREATE TABLE series (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    household_id BIGINT NOT NULL REFERENCES household (id),
    asked_by BIGINT NOT NULL REFERENCES member (id), -- the guardian whose ties are asked, and who pays
    state TEXT NOT NULL CHECK (state IN ('running', 'ended')),
    version BIGINT NOT NULL CHECK (version > 0),     -- each act of a guardian adds one
    weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 1 AND 127), -- bits: 1 Monday ... 64 Sunday
    every_weeks BIGINT NOT NULL CHECK (every_weeks > 0), -- counted from the week of from_day
    from_day BIGINT NOT NULL,        -- local dates, both included
    until_day BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (from_day <= until_day)
);
CREATE INDEX series_by_household ON series (household_id, id);
CREATE INDEX series_by_community ON series (community_id);
CREATE INDEX series_by_asker ON series (asked_by);

-- What is asked on a date. A change makes a new plan and never touches the old one. Minutes are of
-- the local wall clock after the date's midnight; what is over 1440 is on the next day.
CREATE TABLE series_plan (
    id BIGINT NOT NULL PRIMARY KEY,
    series_id BIGINT NOT NULL REFERENCES series (id),
    kind TEXT NOT NULL,
    care_at TEXT,                    -- NULL unless kind is care
    start_min BIGINT NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
    end_min BIGINT NOT NULL CHECK (end_min > start_min),
    until_min BIGINT NOT NULL CHECK (until_min >= end_min),
    meal BIGINT NOT NULL CHECK (meal IN (0, 1)),
    already_agreed BIGINT NOT NULL CHECK (already_agreed IN (0, 1)),
    needs_sealed BYTEA,              -- under the household's key
    audience TEXT NOT NULL CHECK (audience IN ('named', 'group', 'all')),
    group_id BIGINT REFERENCES member_group (id),
    fee_mode TEXT NOT NULL CHECK (fee_mode IN ('tariff', 'flat_per_hour', 'thanks')),
    rate_minor BIGINT,               -- flat_per_hour only
    pay_by TEXT NOT NULL CHECK (pay_by IN ('card', 'cash', 'nothing')),
    created_at BIGINT NOT NULL
);
CREATE INDEX series_plan_by_series ON series_plan (series_id);
CREATE INDEX series_plan_by_group ON series_plan (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE series_child (
    plan_id BIGINT NOT NULL REFERENCES series_plan (id),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    child_id BIGINT NOT NULL REFERENCES child (id),
    PRIMARY KEY (plan_id, seq)
);
CREATE INDEX series_child_by_child ON series_child (child_id);

CREATE TABLE series_stop (
    plan_id BIGINT NOT NULL REFERENCES series_plan (id),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    place_id BIGINT REFERENCES place (id), -- NULL: at the supporter's home
    at_min BIGINT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('collect', 'bring')),
    children BIGINT NOT NULL CHECK (children >= 0), -- bits of series_child.seq; 0: all
    PRIMARY KEY (plan_id, seq)
);
CREATE INDEX series_stop_by_place ON series_stop (place_id) WHERE place_id IS NOT NULL;

CREATE TABLE series_member (
    plan_id BIGINT NOT NULL REFERENCES series_plan (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    PRIMARY KEY (plan_id, member_id)
);
CREATE INDEX series_member_by_member ON series_member (member_id);

-- One local date of a series. 'planned' dates become 'asked' when they come near; 'left_out' was
-- said by the guardian; 'stuck' could not be asked, for the reason in why, and is tried again each
-- day; 'ended' was taken back.
CREATE TABLE series_date (
    id BIGINT NOT NULL PRIMARY KEY,
    series_id BIGINT NOT NULL REFERENCES series (id),
    day BIGINT NOT NULL,
    plan_id BIGINT NOT NULL REFERENCES series_plan (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'asked', 'left_out', 'stuck', 'ended')),
    why TEXT,                        -- a reason's string, or NULL
    later BIGINT NOT NULL CHECK (later IN (0, 1)), -- an hour that the zone skips on it: later, not left out
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    price_minor BIGINT,              -- the most it may cost, as the guardian saw it; NULL: not known yet
    request_id BIGINT REFERENCES request (id), -- the newest one of that date
    UNIQUE (series_id, day)
);
CREATE UNIQUE INDEX series_date_of_request ON series_date (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX series_date_by_plan ON series_date (plan_id);

-- A supporter who was asked for at least one date: what he says of those to come, and with what
-- fee; and whether the guardian wants him for them.
CREATE TABLE series_person (
    id BIGINT NOT NULL PRIMARY KEY,
    series_id BIGINT NOT NULL REFERENCES series (id),
    supporter_id BIGINT NOT NULL REFERENCES member (id),
    to_come BIGINT NOT NULL CHECK (to_come IN (0, 1)), -- yes to every date but those in series_says
    fee_mode TEXT CHECK (fee_mode IN ('flat_per_hour', 'thanks')), -- NULL: as asked
    rate_minor BIGINT,
    waived_pct BIGINT NOT NULL DEFAULT 0 CHECK (waived_pct BETWEEN 0 AND 100),
    chosen_at BIGINT,                -- NULL: the guardian chooses date by date
    created_at BIGINT NOT NULL,
    UNIQUE (series_id, supporter_id)
);
CREATE INDEX series_person_by_supporter ON series_person (supporter_id, id);

-- What he said of single dates; goes before to_come.
CREATE TABLE series_says (
    person_id BIGINT NOT NULL REFERENCES series_person (id),
    day BIGINT NOT NULL,
    yes BIGINT NOT NULL CHECK (yes IN (0, 1)),
    PRIMARY KEY (person_id, day)
);
