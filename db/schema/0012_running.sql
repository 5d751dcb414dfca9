-- 0012_running.sql: while a job runs (domain.md 3): late, the next adult, sleep and fever, holds, disaster mode.

-- 「遅れます」: the newest word of one side about one end of the job. Earlier words are booking_events.
-- The agreed interval and the coverage stay as they are.
CREATE TABLE booking_late (
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    what TEXT NOT NULL CHECK (what IN ('start', 'end')),         -- which agreed time is not kept
    side TEXT NOT NULL CHECK (side IN ('guardian', 'supporter')), -- who is late
    said_by BIGINT NOT NULL REFERENCES member (id),
    minutes BIGINT NOT NULL CHECK (minutes IN (10, 20, 30, 60)),
    expected_at BIGINT NOT NULL,     -- the time announced
    said_at BIGINT NOT NULL,
    taken_back_at BIGINT,            -- 間に合います
    PRIMARY KEY (booking_id, what, side)
);
CREATE INDEX booking_late_by_member ON booking_late (said_by);

-- Who comes when the supporter can't stay any longer.
CREATE TABLE next_adult (
    booking_id BIGINT NOT NULL PRIMARY KEY REFERENCES booking (id),
    kind TEXT NOT NULL CHECK (kind IN ('guardian', 'pickup_person', 'coordinator')),
    member_id BIGINT REFERENCES member (id),               -- guardian
    pickup_person_id BIGINT REFERENCES pickup_person (id), -- pickup_person
    named_by BIGINT NOT NULL,        -- 0: the program, by the rule of domain.md
    named_at BIGINT NOT NULL,
    CHECK ((kind = 'guardian') = (member_id IS NOT NULL)
        AND (kind = 'pickup_person') = (pickup_person_id IS NOT NULL))
);
CREATE INDEX next_adult_by_member ON next_adult (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX next_adult_by_person ON next_adult (pickup_person_id) WHERE pickup_person_id IS NOT NULL;

-- Looks at a sleeping child: a help for the supporter. No row is evidence of nothing. Insert-only.
CREATE TABLE sleep_check (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    what TEXT NOT NULL CHECK (what IN ('start', 'check', 'woke')),
    by_id BIGINT NOT NULL REFERENCES member (id),
    at BIGINT NOT NULL
);
CREATE INDEX sleep_check_by_child ON sleep_check (booking_id, child_id, id);
CREATE INDEX sleep_check_by_member ON sleep_check (by_id);
CREATE INDEX sleep_check_child ON sleep_check (child_id);

-- A child's temperature, in tenths of a degree Celsius as text, sealed under the child's key. Insert-only.
CREATE TABLE temperature (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    tenths_sealed BYTEA NOT NULL,
    by_id BIGINT NOT NULL REFERENCES member (id),
    at BIGINT NOT NULL
);
CREATE INDEX temperature_by_child ON temperature (booking_id, child_id, id);
CREATE INDEX temperature_by_member ON temperature (by_id);
CREATE INDEX temperature_child ON temperature (child_id);

-- incident_hold 確認のためお休み中, on a booking (and with it its supporter) or on a person. While one
-- stands on a member, member.held_at is set: out of matching.
CREATE TABLE incident_hold (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    booking_id BIGINT REFERENCES booking (id), -- NULL: the person alone
    put_by BIGINT NOT NULL,          -- 0: it stood before this table did
    put_at BIGINT NOT NULL,
    lifted_by BIGINT,
    lifted_at BIGINT
);
CREATE UNIQUE INDEX incident_hold_booking ON incident_hold (booking_id) WHERE booking_id IS NOT NULL AND lifted_at IS NULL;
CREATE UNIQUE INDEX incident_hold_person ON incident_hold (community_id, member_id) WHERE booking_id IS NULL AND lifted_at IS NULL;
CREATE INDEX incident_hold_by_member ON incident_hold (member_id, id);
CREATE INDEX incident_hold_by_booking ON incident_hold (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX incident_hold_by_community ON incident_hold (community_id, id);
INSERT INTO incident_hold (id, community_id, member_id, put_by, put_at)
    SELECT m.id, MIN(s.community_id), m.id, 0, m.held_at /* scan: once */ FROM member m
    JOIN membership s ON s.member_id = m.id WHERE m.held_at IS NOT NULL GROUP BY m.id, m.held_at;

-- 災害モード: from when to when, by whom and why.
CREATE TABLE disaster (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    reason TEXT NOT NULL,
    on_by BIGINT NOT NULL REFERENCES member (id),
    on_at BIGINT NOT NULL,
    off_reason TEXT,
    off_by BIGINT REFERENCES member (id),
    off_at BIGINT,
    CHECK ((off_at IS NULL) = (off_by IS NULL) AND (off_at IS NULL) = (off_reason IS NULL))
);
CREATE UNIQUE INDEX disaster_now ON disaster (community_id) WHERE off_at IS NULL;
CREATE INDEX disaster_by_community ON disaster (community_id, on_at);
CREATE INDEX disaster_by_starter ON disaster (on_by);
CREATE INDEX disaster_by_ender ON disaster (off_by) WHERE off_by IS NOT NULL;

-- 会えました: a claim that was taken back keeps who did and when.
ALTER TABLE no_show_claim ADD COLUMN withdrawn_by BIGINT;
