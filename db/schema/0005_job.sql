-- 0005_job.sql: request -> offer -> booking (domain.md 3).

-- お願い. needs_sealed is under the household's key.
CREATE TABLE request (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    household_id BIGINT NOT NULL REFERENCES household (id),
    asked_by BIGINT NOT NULL REFERENCES member (id),   -- the guardian
    acted_by BIGINT NOT NULL REFERENCES member (id),   -- the guardian, or the coordinator acting for them
    kind TEXT NOT NULL CHECK (kind IN ('pickup', 'dropoff', 'escort', 'care', 'joint', 'callout')),
    care_at TEXT CHECK (care_at IN ('supporter', 'home', 'elsewhere')),
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,        -- at the latest
    closes_at BIGINT NOT NULL,
    urgent BIGINT NOT NULL CHECK (urgent IN (0, 1)),
    first_trusted_yes BIGINT NOT NULL CHECK (first_trusted_yes IN (0, 1)),
    already_agreed BIGINT NOT NULL CHECK (already_agreed IN (0, 1)),
    sick BIGINT NOT NULL CHECK (sick IN (0, 1)),
    meal BIGINT NOT NULL CHECK (meal IN (0, 1)),
    needs_sealed BYTEA,
    audience TEXT NOT NULL CHECK (audience IN ('named', 'group', 'all')),
    group_id BIGINT REFERENCES member_group (id),
    tariff_id BIGINT NOT NULL REFERENCES tariff (id),
    fee_mode TEXT NOT NULL CHECK (fee_mode IN ('tariff', 'flat_per_hour', 'thanks')),
    rate_minor BIGINT,               -- flat_per_hour only
    pay_by TEXT NOT NULL CHECK (pay_by IN ('card', 'cash', 'nothing')),
    price_minor BIGINT NOT NULL CHECK (price_minor >= 0), -- the full price as asked
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'matched', 'withdrawn', 'unfilled')),
    state_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CHECK (start_at < end_at AND end_at <= until_at)
);
CREATE INDEX request_by_household ON request (household_id, start_at, id);
CREATE INDEX request_by_asker ON request (asked_by);
CREATE INDEX request_by_actor ON request (acted_by);
CREATE INDEX request_by_community ON request (community_id, state, start_at);
CREATE INDEX request_by_group ON request (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX request_by_tariff ON request (tariff_id);

CREATE TABLE request_child (
    request_id BIGINT NOT NULL REFERENCES request (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    age_years BIGINT NOT NULL CHECK (age_years >= 0), -- on the local date of the start
    PRIMARY KEY (request_id, child_id)
);
CREATE INDEX request_child_by_child ON request_child (child_id);

-- Where the way goes, in order: who is collected or brought there. booking_id is NULL for the ask
-- itself; a booking has its own copy, which amendments replace.
CREATE TABLE stop (
    id BIGINT NOT NULL PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES request (id),
    booking_id BIGINT,
    seq BIGINT NOT NULL CHECK (seq > 0),
    place_id BIGINT REFERENCES place (id), -- NULL: at the supporter's home
    at BIGINT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('collect', 'bring')) -- collect: handed to the supporter here
);
CREATE UNIQUE INDEX stop_of_request ON stop (request_id, seq) WHERE booking_id IS NULL;
CREATE UNIQUE INDEX stop_of_booking ON stop (booking_id, seq) WHERE booking_id IS NOT NULL;
CREATE INDEX stop_by_place ON stop (place_id) WHERE place_id IS NOT NULL;
CREATE TABLE stop_child (
    stop_id BIGINT NOT NULL REFERENCES stop (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    PRIMARY KEY (stop_id, child_id)
);
CREATE INDEX stop_child_by_child ON stop_child (child_id);

-- One per asked supporter. declined is silent: nobody sees or counts it.
CREATE TABLE offer (
    id BIGINT NOT NULL PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES request (id),
    supporter_id BIGINT NOT NULL REFERENCES member (id),
    tie_id BIGINT NOT NULL REFERENCES tie (id),
    state TEXT NOT NULL CHECK (state IN
        ('asked', 'offered', 'chosen', 'released', 'reserve', 'declined', 'withdrawn', 'expired')),
    state_at BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    start_at BIGINT NOT NULL,        -- as asked, or shifted by the supporter
    end_at BIGINT NOT NULL,
    fee_mode TEXT NOT NULL CHECK (fee_mode IN ('tariff', 'flat_per_hour', 'thanks')),
    rate_minor BIGINT,
    waived_pct BIGINT NOT NULL DEFAULT 0 CHECK (waived_pct BETWEEN 0 AND 100),
    price_minor BIGINT NOT NULL CHECK (price_minor >= 0),
    note_sealed BYTEA,               -- under the household's key
    reserve_rank BIGINT,
    UNIQUE (request_id, supporter_id)
);
CREATE INDEX offer_by_supporter ON offer (supporter_id, id);
CREATE INDEX offer_by_tie ON offer (tie_id);

-- 予定. One id for life. agreement is the frozen canonical JSON with its digest.
CREATE TABLE booking (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    request_id BIGINT NOT NULL REFERENCES request (id),
    offer_id BIGINT NOT NULL REFERENCES offer (id),
    household_id BIGINT NOT NULL REFERENCES household (id),
    guardian_id BIGINT NOT NULL REFERENCES member (id), -- who chose, and who pays
    supporter_id BIGINT NOT NULL REFERENCES member (id),
    tie_id BIGINT NOT NULL REFERENCES tie (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('agreed', 'confirmed', 'in_care', 'returned', 'completed',
        'settled', 'closed', 'payment_failed', 'cancelled', 'no_show')),
    state_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0), -- of the agreement; an accepted amendment adds one
    start_at BIGINT NOT NULL,        -- the agreed interval, half-open
    end_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    first_place_id BIGINT REFERENCES place (id), -- of the first and the last stop; NULL: at the supporter's home
    last_place_id BIGINT REFERENCES place (id),
    fee_mode TEXT NOT NULL CHECK (fee_mode IN ('tariff', 'flat_per_hour', 'thanks')),
    rate_minor BIGINT,
    waived_pct BIGINT NOT NULL CHECK (waived_pct BETWEEN 0 AND 100),
    price_minor BIGINT NOT NULL CHECK (price_minor >= 0),
    top_up_minor BIGINT NOT NULL CHECK (top_up_minor >= 0),
    currency TEXT NOT NULL,
    pay_by TEXT NOT NULL CHECK (pay_by IN ('card', 'cash', 'nothing')),
    tariff_id BIGINT NOT NULL REFERENCES tariff (id),
    sick BIGINT NOT NULL CHECK (sick IN (0, 1)),               -- what the price was reckoned with
    certificate BIGINT NOT NULL CHECK (certificate IN (0, 1)), -- the supporter's, at the agreement
    licence BIGINT NOT NULL CHECK (licence IN (0, 1)),
    policy_id BIGINT NOT NULL,
    agreement TEXT NOT NULL,
    agreement_sha256 TEXT NOT NULL CHECK (length(agreement_sha256) = 64),
    began_at BIGINT,                 -- first hand-over in
    ended_at BIGINT,                 -- last hand-over out
    actual_start_at BIGINT,          -- the hours both agreed to, or the hand-overs'
    actual_end_at BIGINT,
    cancelled_by BIGINT,
    cancel_why TEXT,                 -- an exempt reason or ''
    created_at BIGINT NOT NULL,
    CHECK (start_at < end_at AND end_at <= until_at)
);
CREATE UNIQUE INDEX booking_of_request ON booking (request_id)
    WHERE state IN ('agreed', 'confirmed', 'in_care', 'returned', 'completed', 'settled', 'closed');
CREATE INDEX booking_by_request ON booking (request_id);
CREATE INDEX booking_by_offer ON booking (offer_id);
CREATE INDEX booking_by_supporter ON booking (supporter_id, start_at, id);
CREATE INDEX booking_live_supporter ON booking (supporter_id, start_at, end_at)
    WHERE state IN ('agreed', 'confirmed', 'in_care');
CREATE INDEX booking_by_household ON booking (household_id, start_at, id);
CREATE INDEX booking_by_guardian ON booking (guardian_id);
CREATE INDEX booking_by_community ON booking (community_id, state, start_at);
CREATE INDEX booking_by_tie ON booking (tie_id);
CREATE INDEX booking_by_tariff ON booking (tariff_id);
CREATE INDEX booking_by_policy ON booking (policy_id);
CREATE INDEX booking_by_first_place ON booking (first_place_id);
CREATE INDEX booking_by_last_place ON booking (last_place_id);

-- The children of a booking; start, end and live repeat the booking's so that a child's overlap is
-- one index look-up, and a constraint on PostgreSQL.
CREATE TABLE booking_child (
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    live BIGINT NOT NULL CHECK (live IN (0, 1)), -- booking is agreed, confirmed or in_care
    in_at BIGINT,                    -- handed to the supporter
    out_at BIGINT,                   -- back with an adult
    dropped_at BIGINT,               -- taken out of the job
    PRIMARY KEY (booking_id, child_id)
);
CREATE INDEX booking_child_live ON booking_child (child_id, start_at, end_at) WHERE live = 1;
CREATE INDEX booking_child_by_child ON booking_child (child_id);

-- Every change of a state. Insert-only.
CREATE TABLE booking_event (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    at BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,        -- 0: the worker
    on_behalf_of BIGINT,
    name TEXT NOT NULL,              -- the transition's name in the process table, or a fact: 'late', 'note'
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,          -- the same for a fact
    detail TEXT NOT NULL DEFAULT ''  -- canonical JSON without personal data, or ''
);
CREATE INDEX booking_event_by_booking ON booking_event (booking_id, id);

-- A child changed hands. Insert-only.
CREATE TABLE handover (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    child_id BIGINT NOT NULL REFERENCES child (id),
    way TEXT NOT NULL CHECK (way IN ('in', 'out')),
    proof TEXT NOT NULL CHECK (proof IN
        ('code', 'qr', 'nursery_page', 'guardian_tap', 'photo_list', 'supporter_tap', 'staff', 'met_point')),
    weak BIGINT NOT NULL CHECK (weak IN (0, 1)), -- flagged and followed up; never a bar
    by_id BIGINT NOT NULL,           -- who tapped; 0 the nursery's page
    pickup_person_id BIGINT REFERENCES pickup_person (id),
    at BIGINT NOT NULL,              -- when it happened
    device_at BIGINT,                -- what the phone said, when it was offline
    received_at BIGINT NOT NULL,
    UNIQUE (booking_id, child_id, way)
);
CREATE INDEX handover_by_child ON handover (child_id);
CREATE INDEX handover_by_pickup_person ON handover (pickup_person_id) WHERE pickup_person_id IS NOT NULL;

-- Wrong codes typed; the fifth calls the guardian. The code itself is derived, never stored.
CREATE TABLE handover_try (
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    way TEXT NOT NULL CHECK (way IN ('in', 'out')),
    tries BIGINT NOT NULL,
    PRIMARY KEY (booking_id, way)
);

-- A change that both must accept. Sealed or personal fields: none.
CREATE TABLE amendment (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    proposed_by BIGINT NOT NULL REFERENCES member (id),
    version BIGINT NOT NULL,         -- the agreement's version that it changes
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    price_minor BIGINT NOT NULL CHECK (price_minor >= 0),
    top_up_minor BIGINT NOT NULL CHECK (top_up_minor >= 0),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired')),
    state_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX amendment_open ON amendment (booking_id) WHERE state = 'proposed';
CREATE INDEX amendment_by_booking ON amendment (booking_id, id);
CREATE INDEX amendment_by_proposer ON amendment (proposed_by);

-- What the supporter says after the job. Sealed under the household's key.
CREATE TABLE report (
    booking_id BIGINT NOT NULL PRIMARY KEY REFERENCES booking (id),
    by_id BIGINT NOT NULL REFERENCES member (id),
    actual_start_at BIGINT NOT NULL,
    actual_end_at BIGINT NOT NULL,
    text_sealed BYTEA,
    created_at BIGINT NOT NULL,
    agreed_by BIGINT,                -- the guardian; NULL: by time
    agreed_at BIGINT
);
CREATE INDEX report_by_author ON report (by_id);

-- Live notes while a child is in care. Sealed under the household's key.
CREATE TABLE booking_note (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    by_id BIGINT NOT NULL REFERENCES member (id),
    text_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX booking_note_by_booking ON booking_note (booking_id, id);
CREATE INDEX booking_note_by_author ON booking_note (by_id);

-- Meal and fare: actual cost, with a receipt; never a price per kilometre or ride.
CREATE TABLE expense (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    kind TEXT NOT NULL CHECK (kind IN ('meal', 'fare', 'other')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    receipt_shown BIGINT NOT NULL CHECK (receipt_shown IN (0, 1)),
    created_at BIGINT NOT NULL
);
CREATE INDEX expense_by_booking ON expense (booking_id);

-- 会えませんでした: opened at T + 30 min; a hand-over closes it; uncontested for 24 h it counts.
CREATE TABLE no_show_claim (
    booking_id BIGINT NOT NULL PRIMARY KEY REFERENCES booking (id),
    claimed_by BIGINT NOT NULL,      -- 0: the timer
    against TEXT CHECK (against IN ('supporter', 'guardian')), -- NULL until somebody says
    opened_at BIGINT NOT NULL,
    contested_at BIGINT,
    contested_by BIGINT,
    closed_at BIGINT,
    outcome TEXT CHECK (outcome IN ('came', 'no_show', 'withdrawn'))
);

-- 相談中: freezes the money in question until staff decide; never the state, the coverage or the rest.
CREATE TABLE dispute (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    opened_by BIGINT NOT NULL REFERENCES member (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    text_sealed BYTEA,
    opened_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT,
    outcome_minor BIGINT             -- what the guardian pays of the amount in question
);
CREATE INDEX dispute_by_booking ON dispute (booking_id);
CREATE INDEX dispute_by_opener ON dispute (opened_by);
