-- 0003_tie.sql: who knows whom (domain.md 2). There is no directory: everything starts at a pair.

-- つながり. One row a pair, low_id < high_id. Levels come from what happened.
CREATE TABLE tie (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    low_id BIGINT NOT NULL REFERENCES member (id),
    high_id BIGINT NOT NULL REFERENCES member (id),
    how TEXT NOT NULL CHECK (how IN ('qr', 'digits', 'event', 'fof')),
    met_at BIGINT NOT NULL,
    premet_until_at BIGINT NOT NULL DEFAULT 0, -- a pre-meeting counts before this instant; 0: never met
    trials_done BIGINT NOT NULL DEFAULT 0,     -- joint or short jobs done
    jobs_done BIGINT NOT NULL DEFAULT 0,
    ended_at BIGINT,
    ended_by BIGINT,
    CHECK (low_id < high_id)
);
CREATE UNIQUE INDEX tie_live ON tie (low_id, high_id) WHERE ended_at IS NULL;
CREATE INDEX tie_pair ON tie (low_id, high_id);
CREATE INDEX tie_low ON tie (low_id, id) WHERE ended_at IS NULL;
CREATE INDEX tie_high ON tie (high_id, id) WHERE ended_at IS NULL;

-- People brought together by an invitation link, a group or an event: they may type each other's digits.
CREATE TABLE acquaintance (
    low_id BIGINT NOT NULL REFERENCES member (id),
    high_id BIGINT NOT NULL REFERENCES member (id),
    how TEXT NOT NULL CHECK (how IN ('invitation', 'group', 'event')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (low_id, high_id),
    CHECK (low_id < high_id)
);
CREATE INDEX acquaintance_high ON acquaintance (high_id, low_id);

-- A link for the phone's share sheet.
CREATE TABLE invitation (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    uses_left BIGINT NOT NULL CHECK (uses_left >= 0),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX invitation_by_member ON invitation (member_id, id);

-- One side has typed the other's digits; the other has until expires_at.
CREATE TABLE half_handshake (
    from_id BIGINT NOT NULL REFERENCES member (id),
    to_id BIGINT NOT NULL REFERENCES member (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (from_id, to_id),
    CHECK (from_id <> to_id)
);
CREATE INDEX half_handshake_to ON half_handshake (to_id, expires_at);

-- 顔合わせ: the sheet that both sides confirm. A renewal is a new row.
CREATE TABLE premeeting (
    id BIGINT NOT NULL PRIMARY KEY,
    tie_id BIGINT NOT NULL REFERENCES tie (id),
    household_id BIGINT NOT NULL REFERENCES household (id), -- whose children
    renewal_of BIGINT REFERENCES premeeting (id),
    child_met BIGINT NOT NULL CHECK (child_met IN (0, 1)),
    place_seen BIGINT NOT NULL CHECK (place_seen IN (0, 1)),
    emergency_plan_read BIGINT NOT NULL CHECK (emergency_plan_read IN (0, 1)),
    insurance_read BIGINT NOT NULL CHECK (insurance_read IN (0, 1)),
    low_confirmed_at BIGINT,
    high_confirmed_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES member (id)
);
CREATE INDEX premeeting_by_tie ON premeeting (tie_id, id);
CREATE INDEX premeeting_by_household ON premeeting (household_id);
CREATE INDEX premeeting_by_renewal ON premeeting (renewal_of) WHERE renewal_of IS NOT NULL;

-- A guardian opens the family's sheet to somebody for a day, before a pre-meeting.
CREATE TABLE disclosure (
    id BIGINT NOT NULL PRIMARY KEY,
    household_id BIGINT NOT NULL REFERENCES household (id),
    to_id BIGINT NOT NULL REFERENCES member (id),
    by_id BIGINT NOT NULL REFERENCES member (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX disclosure_to ON disclosure (to_id, household_id, until_at);
CREATE INDEX disclosure_by_household ON disclosure (household_id);

-- 園・学校, class, apartment house. Not a tie; a name shows only when both opted in.
CREATE TABLE member_group (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    place_id BIGINT REFERENCES place (id),
    name TEXT NOT NULL,
    moderator_id BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX member_group_by_community ON member_group (community_id);
CREATE INDEX member_group_by_place ON member_group (place_id) WHERE place_id IS NOT NULL;
CREATE TABLE group_member (
    group_id BIGINT NOT NULL REFERENCES member_group (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    asked_at BIGINT NOT NULL,
    accepted_at BIGINT,
    name_shown BIGINT NOT NULL DEFAULT 0 CHECK (name_shown IN (0, 1)),
    left_at BIGINT,
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_member_by_member ON group_member (member_id) WHERE left_at IS NULL;

-- 交流会.
CREATE TABLE event (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    place_id BIGINT REFERENCES place (id),
    host_id BIGINT NOT NULL REFERENCES member (id),
    title TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats > 0),
    created_at BIGINT NOT NULL,
    CHECK (start_at < end_at)
);
CREATE INDEX event_by_community ON event (community_id, start_at);
CREATE TABLE event_guest (
    event_id BIGINT NOT NULL REFERENCES event (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    state TEXT NOT NULL CHECK (state IN ('going', 'waiting', 'left', 'came')),
    since_at BIGINT NOT NULL,
    PRIMARY KEY (event_id, member_id)
);
CREATE INDEX event_guest_by_member ON event_guest (member_id);
