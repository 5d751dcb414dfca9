-- 0002_people.sql: communities, members and what belongs to them (domain.md 1).

-- A municipality or operator running the service for its residents.
CREATE TABLE community (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    zone TEXT NOT NULL,           -- IANA
    currency TEXT NOT NULL CHECK (length(currency) = 3), -- ISO 4217
    created_at BIGINT NOT NULL
);

-- What this community calls its people: 依頼会員, まかせて会員, ...
CREATE TABLE community_word (
    community_id BIGINT NOT NULL REFERENCES community (id),
    word TEXT NOT NULL,           -- 'parent', 'supporter', 'concierge', 'staff'
    locale TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (community_id, word, locale)
);

-- A version of the community's numbers; the newest counts, none means the shipped defaults.
CREATE TABLE rule_set (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    version BIGINT NOT NULL CHECK (version > 0),
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,   -- member
    UNIQUE (community_id, version)
);
CREATE TABLE rule_value (
    rule_set_id BIGINT NOT NULL REFERENCES rule_set (id),
    name TEXT NOT NULL,           -- a name of app/domain/rules.h
    value BIGINT NOT NULL,
    PRIMARY KEY (rule_set_id, name)
);

-- An adult, one account a person. Sealed columns are under the member's own key (owner = member id).
CREATE TABLE member (
    id BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'closed')), -- pending: not both verified
    email_blind TEXT NOT NULL UNIQUE,
    email_sealed BYTEA NOT NULL,
    email_verified_at BIGINT,
    phone_blind TEXT UNIQUE,
    phone_tail_blind TEXT,        -- keyed hash of the last four digits with the member's id
    phone_sealed BYTEA,
    phone_verified_at BIGINT,
    display_name TEXT NOT NULL,   -- what neighbours read
    name_sealed BYTEA NOT NULL,   -- real name
    reading_sealed BYTEA NOT NULL,
    birth_day_sealed BYTEA NOT NULL,
    password_hash TEXT NOT NULL,
    locale TEXT NOT NULL CHECK (locale IN ('ja', 'en', 'ja-easy')),
    cell_x BIGINT,                -- area as a cell of >= 1 km; NULL until given
    cell_y BIGINT,
    municipality TEXT,            -- JIS code of five digits
    totp_sealed BYTEA,            -- second factor, once confirmed
    totp_confirmed_at BIGINT,
    totp_last_step BIGINT NOT NULL DEFAULT 0, -- a code works once
    held_at BIGINT,               -- incident_hold: out of matching until lifted
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);

CREATE INDEX member_unfinished ON member (created_at) WHERE state = 'pending';

CREATE TABLE membership (
    member_id BIGINT NOT NULL REFERENCES member (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (member_id, community_id)
);
CREATE INDEX membership_by_community ON membership (community_id, member_id);

-- 事務局. A role ends by ended_at; rows stay.
CREATE TABLE staff_role (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'trainer', 'safeguarding', 'finance', 'admin', 'auditor')),
    given_at BIGINT NOT NULL,
    given_by BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by BIGINT
);
CREATE UNIQUE INDEX staff_role_live ON staff_role (member_id, community_id, role) WHERE ended_at IS NULL;
CREATE INDEX staff_role_by_community ON staff_role (community_id, role) WHERE ended_at IS NULL;

-- A phone or browser that has shown the new-device code once.
CREATE TABLE device (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    trusted_until_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX device_by_member ON device (member_id);

CREATE TABLE session (
    id BIGINT NOT NULL PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE, -- the token itself is never stored
    member_id BIGINT NOT NULL REFERENCES member (id),
    device_id BIGINT REFERENCES device (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,      -- written at most every five minutes
    expires_at BIGINT NOT NULL,        -- absolute
    stepped_up_at BIGINT NOT NULL DEFAULT 0,
    ended_at BIGINT
);
CREATE INDEX session_by_member ON session (member_id) WHERE ended_at IS NULL;
CREATE INDEX session_by_device ON session (device_id) WHERE device_id IS NOT NULL;

-- A one-time code sent by mail or SMS. The newest of a purpose counts. A decoy opens nothing: it stands in
-- for the code of an account that does not exist (or exists already), so that tries are counted alike.
CREATE TABLE code (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT REFERENCES member (id), -- NULL: a decoy
    purpose TEXT NOT NULL CHECK (purpose IN ('email', 'phone', 'device', 'step_up', 'password', 'decoy')),
    code_blind TEXT NOT NULL,
    target_sealed BYTEA,               -- the address or number that the code proves, where it is a new one
    tries BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CHECK ((member_id IS NULL) = (purpose = 'decoy'))
);
CREATE INDEX code_by_member ON code (member_id, purpose, id);

-- Guardians and children of one home. Sealed columns under the household's key (owner = household id).
CREATE TABLE household (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    name_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX household_by_community ON household (community_id);

CREATE TABLE guardian (
    household_id BIGINT NOT NULL REFERENCES household (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    since_at BIGINT NOT NULL,
    invited_by BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (household_id, member_id)
);
CREATE INDEX guardian_by_member ON guardian (member_id) WHERE ended_at IS NULL;

-- An invitation to be the other guardian of a household, accepted by its link while logged in.
CREATE TABLE guardian_invitation (
    id BIGINT NOT NULL PRIMARY KEY,
    household_id BIGINT NOT NULL REFERENCES household (id),
    invited_by BIGINT NOT NULL REFERENCES member (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by BIGINT,
    used_at BIGINT
);
CREATE INDEX guardian_invitation_by_household ON guardian_invitation (household_id);

-- Sensitive throughout; sealed under the child's own key (owner = child id): a child may have two homes.
CREATE TABLE child (
    id BIGINT NOT NULL PRIMARY KEY,
    name_sealed BYTEA NOT NULL,
    call_name_sealed BYTEA NOT NULL,
    birth_day_sealed BYTEA NOT NULL, -- the day number as text
    allergies_sealed BYTEA,
    medicines_sealed BYTEA,
    conditions_sealed BYTEA,
    flags_sealed BYTEA NOT NULL,     -- the CHILD_FLAG_* bits as text: allergy, EpiPen, medicine, needs
    health_changed_at BIGINT NOT NULL, -- a pre-meeting older than this is redone
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1 -- each change adds one: of two guardians at once the later is told
);

CREATE TABLE child_home (
    child_id BIGINT NOT NULL REFERENCES child (id),
    household_id BIGINT NOT NULL REFERENCES household (id),
    since_at BIGINT NOT NULL,
    ended_at BIGINT,                 -- set by staff alone
    PRIMARY KEY (child_id, household_id)
);
CREATE INDEX child_home_by_household ON child_home (household_id) WHERE ended_at IS NULL;

-- An invitation to be a child's second home, accepted by its link for a household of one's own.
CREATE TABLE home_invitation (
    id BIGINT NOT NULL PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES child (id),
    household_id BIGINT NOT NULL REFERENCES household (id), -- the home that invites
    invited_by BIGINT NOT NULL REFERENCES member (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by BIGINT REFERENCES household (id),
    used_at BIGINT
);
CREATE INDEX home_invitation_by_child ON home_invitation (child_id);
CREATE INDEX home_invitation_by_household ON home_invitation (household_id);
CREATE INDEX home_invitation_by_user ON home_invitation (used_by) WHERE used_by IS NOT NULL;

-- Home, nursery, school, lesson, park. A household's own places are sealed under its key; public ones
-- (household_id NULL, from open data) are in clear.
CREATE TABLE place (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    household_id BIGINT REFERENCES household (id),
    kind TEXT NOT NULL CHECK (kind IN ('home', 'nursery', 'school', 'lesson', 'park', 'other')),
    source_key TEXT,                 -- municipality code and number of the open data row
    name TEXT,                       -- public places
    address TEXT,
    name_sealed BYTEA,               -- a household's places
    address_sealed BYTEA,
    cell_x BIGINT NOT NULL,          -- >= 1 km
    cell_y BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK ((household_id IS NULL AND name IS NOT NULL AND address IS NOT NULL)
        OR (household_id IS NOT NULL AND name_sealed IS NOT NULL AND address_sealed IS NOT NULL))
);
CREATE INDEX place_by_household ON place (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX place_public ON place (community_id, kind, id) WHERE household_id IS NULL;
CREATE UNIQUE INDEX place_source ON place (community_id, source_key) WHERE source_key IS NOT NULL;

-- お迎えに行く人: an adult the guardians allow to collect.
CREATE TABLE pickup_person (
    id BIGINT NOT NULL PRIMARY KEY,
    household_id BIGINT NOT NULL REFERENCES household (id),
    name_sealed BYTEA NOT NULL,
    relation TEXT NOT NULL,
    phone_sealed BYTEA,
    valid_from_day BIGINT NOT NULL,
    valid_to_day BIGINT NOT NULL,    -- included
    added_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK (valid_from_day <= valid_to_day)
);
CREATE INDEX pickup_person_by_household ON pickup_person (household_id) WHERE ended_at IS NULL;

-- お引き渡ししない方: sealed under the child's key. Taken back by staff alone; never shown with a reason.
CREATE TABLE barred_person (
    id BIGINT NOT NULL PRIMARY KEY,
    child_id BIGINT NOT NULL REFERENCES child (id),
    household_id BIGINT NOT NULL REFERENCES household (id), -- which home said so
    member_id BIGINT REFERENCES member (id),                -- when the person has an account
    name_sealed BYTEA NOT NULL,
    note_sealed BYTEA,
    added_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by BIGINT
);
CREATE INDEX barred_person_by_child ON barred_person (child_id) WHERE ended_at IS NULL;
CREATE INDEX barred_person_by_household ON barred_person (household_id) WHERE ended_at IS NULL;
CREATE INDEX barred_person_by_member ON barred_person (member_id) WHERE member_id IS NOT NULL;

-- A member who switched "I can help" on.
CREATE TABLE supporter (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES member (id),
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    kinds BIGINT NOT NULL,           -- bit per request kind: 1 pickup 2 dropoff 4 escort 8 care 16 joint 32 callout
    care_at BIGINT NOT NULL,         -- bits: 1 at the supporter's, 2 at the child's home, 4 elsewhere
    age_min BIGINT NOT NULL CHECK (age_min >= 0),
    age_max BIGINT NOT NULL,         -- included
    until_min BIGINT NOT NULL,       -- at the latest, local minutes of the day (1440: any)
    rate_wish_minor BIGINT,          -- per hour; NULL the tariff's, 0 thanks only
    cap_week_min BIGINT NOT NULL,    -- minutes of jobs per week, 0 none
    quiet_from_min BIGINT NOT NULL,  -- quiet hours, local minutes; equal: none
    quiet_to_min BIGINT NOT NULL,
    pets TEXT NOT NULL DEFAULT '',   -- facts of the home, in the member's words
    smoking BIGINT NOT NULL DEFAULT 0 CHECK (smoking IN (0, 1)),
    others_at_home TEXT NOT NULL DEFAULT '',
    own_children_come BIGINT NOT NULL DEFAULT 0 CHECK (own_children_come IN (0, 1)),
    concierge_since_at BIGINT,
    updated_at BIGINT NOT NULL
);

-- A usual week, in the community's wall time, half-open.
CREATE TABLE availability (
    member_id BIGINT NOT NULL REFERENCES member (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- 1 Monday
    from_min BIGINT NOT NULL CHECK (from_min >= 0),
    to_min BIGINT NOT NULL CHECK (to_min <= 1440),
    PRIMARY KEY (member_id, weekday, from_min),
    CHECK (from_min < to_min)
);
-- A date that differs: with is_free 0 the interval is taken out, with 1 it is added.
CREATE TABLE availability_exception (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    day BIGINT NOT NULL,
    from_min BIGINT NOT NULL CHECK (from_min >= 0),
    to_min BIGINT NOT NULL CHECK (to_min <= 1440),
    is_free BIGINT NOT NULL CHECK (is_free IN (0, 1)),
    CHECK (from_min < to_min)
);
CREATE INDEX availability_exception_by_day ON availability_exception (member_id, day);

-- Silent; the blocked never learns of it.
CREATE TABLE block (
    blocker_id BIGINT NOT NULL REFERENCES member (id),
    blocked_id BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX block_by_blocked ON block (blocked_id, blocker_id);

-- Something a person of the staff has to look at.
CREATE TABLE staff_task (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    role TEXT NOT NULL,             -- whose desk: a staff role
    kind TEXT NOT NULL,             -- 'booking.overdue', 'timer.failed', 'gate.lost', ...
    subject_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT,                  -- when it becomes pressing
    done_at BIGINT,
    done_by BIGINT,
    note TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX staff_task_once ON staff_task (kind, subject_id) WHERE done_at IS NULL;
CREATE INDEX staff_task_open ON staff_task (community_id, id) WHERE done_at IS NULL;
