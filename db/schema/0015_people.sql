-- 0015_people.sql: homes that must not be found, the office acting for somebody on the phone, and the
-- nursery's page of one day (domain.md 1, 3).

-- A household whose whereabouts nobody may find by asking: no area and no distance of it is shown before
-- somebody was chosen. Set and lifted by staff alone; NULL: it is not.
ALTER TABLE household ADD COLUMN protected_at BIGINT;

-- Also of homes that have ended: who shared a child once still finds nothing of the other.
CREATE INDEX child_home_of_household ON child_home (household_id);

-- A coordinator acts for a named member, who phoned: bound to the coordinator's own session, for minutes.
CREATE TABLE acting (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id), -- nothing outside of it is reached
    staff_id BIGINT NOT NULL REFERENCES member (id),        -- the coordinator
    session_id BIGINT NOT NULL REFERENCES session (id),     -- in which it may be used
    member_id BIGINT NOT NULL REFERENCES member (id),       -- for whom
    consent TEXT NOT NULL CHECK (consent IN ('phone', 'in_person', 'letter')), -- how the member said yes
    note_sealed BYTEA,               -- what was said, under the member's own key
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX acting_by_community ON acting (community_id, id);
CREATE INDEX acting_by_staff ON acting (staff_id, id);
CREATE INDEX acting_by_session ON acting (session_id);
CREATE INDEX acting_by_member ON acting (member_id, id);

-- What was done so, in the transaction of the deed; the member reads it. Insert-only.
CREATE TABLE acting_act (
    id BIGINT NOT NULL PRIMARY KEY,
    acting_id BIGINT NOT NULL REFERENCES acting (id),
    member_id BIGINT NOT NULL REFERENCES member (id), -- repeats the acting's
    at BIGINT NOT NULL,
    act TEXT NOT NULL,               -- method and pattern of the route
    subject TEXT NOT NULL            -- the id it was about, as the API shows it; '' for none
);
CREATE INDEX acting_act_by_acting ON acting_act (acting_id);
CREATE INDEX acting_act_by_member ON acting_act (member_id, id);

-- Money above the community's limit wants the yes of a second person of the office.
CREATE TABLE acting_approval (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    staff_id BIGINT NOT NULL REFERENCES member (id),  -- who wants to act
    member_id BIGINT NOT NULL REFERENCES member (id), -- for whom
    act TEXT NOT NULL CHECK (act IN ('ask', 'choose', 'cancel', 'cash')),
    subject_id BIGINT NOT NULL,      -- household, offer, booking or payment
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0), -- at the most
    asked_at BIGINT NOT NULL,
    approved_by BIGINT REFERENCES member (id),
    approved_at BIGINT,
    used_at BIGINT,                  -- good for one act
    CHECK (approved_by IS NULL OR (approved_by <> staff_id AND approved_by <> member_id)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
CREATE INDEX acting_approval_open ON acting_approval (community_id, id) WHERE approved_at IS NULL;
CREATE INDEX acting_approval_by_staff ON acting_approval (staff_id, member_id);
CREATE INDEX acting_approval_by_member ON acting_approval (member_id);
CREATE INDEX acting_approval_by_approver ON acting_approval (approved_by) WHERE approved_by IS NOT NULL;

-- The nursery's page: one place, one local day, behind a link whose token is derived and never stored.
CREATE TABLE desk_link (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    place_id BIGINT NOT NULL REFERENCES place (id),
    day BIGINT NOT NULL,
    household_id BIGINT REFERENCES household (id), -- made by a guardian: it shows this home's jobs alone
    made_by BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,      -- the end of the day
    ended_at BIGINT,
    ended_by BIGINT REFERENCES member (id),
    CHECK (created_at < expires_at)
);
CREATE INDEX desk_link_by_community ON desk_link (community_id, id);
CREATE INDEX desk_link_by_place ON desk_link (place_id);
CREATE INDEX desk_link_by_household ON desk_link (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX desk_link_by_maker ON desk_link (made_by);
CREATE INDEX desk_link_by_ender ON desk_link (ended_by) WHERE ended_by IS NOT NULL;
