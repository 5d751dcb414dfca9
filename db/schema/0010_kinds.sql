-- 0010_kinds.sql: a child may change hands more than once in one job (domain.md 3): nursery, lesson,
-- home. A hand-over belongs to a child and a stop.

-- from age 6 a guardian may allow 「本人が出てきます」 at a meeting point
ALTER TABLE stop ADD COLUMN alone BIGINT NOT NULL DEFAULT 0 CHECK (alone IN (0, 1));

-- A joint job had no stops of its own: it begins and ends where the two sides meet.
INSERT INTO stop (id, request_id, booking_id, seq, place_id, at, act)
    SELECT b.id, b.request_id, b.id, 1, NULL, b.start_at, 'collect' FROM booking b
    WHERE NOT EXISTS (SELECT 1 FROM stop s WHERE s.booking_id = b.id);
INSERT INTO stop (id, request_id, booking_id, seq, place_id, at, act)
    SELECT s.id + 1, s.request_id, s.booking_id, 2, NULL, b.end_at, 'bring'
    FROM stop s JOIN booking b ON b.id = s.booking_id WHERE s.id = s.booking_id;
INSERT INTO stop_child (stop_id, child_id)
    SELECT s.id, c.child_id FROM stop s JOIN booking_child c ON c.booking_id = s.booking_id
    WHERE s.id IN (s.booking_id, s.booking_id + 1);

-- A child changed hands at a stop. Insert-only.
CREATE TABLE handover_by_stop (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    stop_id BIGINT NOT NULL REFERENCES stop (id),
    way TEXT NOT NULL CHECK (way IN ('in', 'out')), -- as the stop's act: collect is in, bring is out
    proof TEXT NOT NULL CHECK (proof IN
        ('code', 'qr', 'nursery_page', 'guardian_tap', 'photo_list', 'supporter_tap', 'staff', 'met_point')),
    weak BIGINT NOT NULL CHECK (weak IN (0, 1)), -- flagged and followed up; never a bar
    by_id BIGINT NOT NULL,           -- who tapped; 0 the nursery's page
    pickup_person_id BIGINT REFERENCES pickup_person (id),
    person_sealed BYTEA,             -- who gave or received the child, as the tapping person wrote it; household's key
    at BIGINT NOT NULL,              -- when it happened
    device_at BIGINT,                -- what the phone said, when it was offline
    received_at BIGINT NOT NULL,
    UNIQUE (booking_id, child_id, stop_id)
);
INSERT INTO handover_by_stop (id, booking_id, child_id, stop_id, way, proof, weak, by_id,
    pickup_person_id, at, device_at, received_at)
    SELECT h.id, h.booking_id, h.child_id,
        (SELECT s.id FROM stop s WHERE s.booking_id = h.booking_id AND s.seq = (
            SELECT CASE h.way WHEN 'in' THEN MIN(o.seq) ELSE MAX(o.seq) END
            FROM stop o JOIN stop_child c ON c.stop_id = o.id AND c.child_id = h.child_id
            WHERE o.booking_id = h.booking_id
                AND o.act = CASE h.way WHEN 'in' THEN 'collect' ELSE 'bring' END)),
        h.way, h.proof, h.weak, h.by_id, h.pickup_person_id, h.at, h.device_at, h.received_at
    FROM handover h;
DROP TABLE handover;
ALTER TABLE handover_by_stop RENAME TO handover;
CREATE INDEX handover_by_child ON handover (child_id);
CREATE INDEX handover_by_stop_of_job ON handover (stop_id);
CREATE INDEX handover_by_pickup_person ON handover (pickup_person_id) WHERE pickup_person_id IS NOT NULL;

-- Wrong codes typed at a stop; the fifth calls the guardian. The code itself is derived, never stored.
CREATE TABLE handover_wrong (
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    stop_id BIGINT NOT NULL REFERENCES stop (id),
    tries BIGINT NOT NULL,
    PRIMARY KEY (booking_id, stop_id)
);
CREATE INDEX handover_wrong_by_stop ON handover_wrong (stop_id);
DROP TABLE handover_try;

-- Taps that a phone named itself, so that one that is sent again after days is the same. Insert-only.
CREATE TABLE handover_tap (
    by_id BIGINT NOT NULL REFERENCES member (id),
    tap_id TEXT NOT NULL,            -- made by the phone
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    outcome TEXT NOT NULL,           -- 'noted', or the reason with which it was answered
    received_at BIGINT NOT NULL,
    PRIMARY KEY (by_id, tap_id)
);
CREATE INDEX handover_tap_by_booking ON handover_tap (booking_id);

-- Hand-overs that somebody told of and that did not fit the booking any more (cancelled meanwhile,
-- another supporter, a child taken out): never lost, a person of the staff looks. Insert-only.
CREATE TABLE handover_told (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    stop_id BIGINT REFERENCES stop (id),
    way TEXT NOT NULL CHECK (way IN ('in', 'out')),
    proof TEXT NOT NULL,
    by_id BIGINT NOT NULL,           -- who tapped; 0 the nursery's page
    pickup_person_id BIGINT REFERENCES pickup_person (id),
    person_sealed BYTEA,             -- under the household's key
    device_at BIGINT,
    received_at BIGINT NOT NULL,
    why TEXT NOT NULL,               -- the reason that it was answered with
    UNIQUE (booking_id, child_id, way, by_id, why)
);
CREATE INDEX handover_told_by_child ON handover_told (child_id);
CREATE INDEX handover_told_by_stop ON handover_told (stop_id) WHERE stop_id IS NOT NULL;
CREATE INDEX handover_told_by_pickup_person ON handover_told (pickup_person_id)
    WHERE pickup_person_id IS NOT NULL;

-- An おためし said to be one when it was asked for: it needs no pre-meeting, once for a tie.
ALTER TABLE request ADD COLUMN trial BIGINT NOT NULL DEFAULT 0 CHECK (trial IN (0, 1));
ALTER TABLE booking ADD COLUMN trial BIGINT NOT NULL DEFAULT 0 CHECK (trial IN (0, 1));
-- 呼び出しお迎え: when a doctor saw the child, as the guardian states it
ALTER TABLE request ADD COLUMN doctor_seen_at BIGINT;

-- A note that waited in a phone.
ALTER TABLE booking_note ADD COLUMN device_at BIGINT;
ALTER TABLE booking_note ADD COLUMN tap_id TEXT;
CREATE UNIQUE INDEX booking_note_by_tap ON booking_note (by_id, tap_id) WHERE tap_id IS NOT NULL;
