-- 0006_trust.sql: gates, insurance, incidents (domain.md 5 and 6).

-- What lets somebody help: set by an administrator. A revoked or expired row stops new offers.
CREATE TABLE qualification (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    kind TEXT NOT NULL CHECK (kind IN ('identity', 'safety_lesson', 'certificate', 'licence', 'concierge')),
    number TEXT,                     -- of the certificate or licence
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,      -- first instant at which it no longer counts
    revoked_at BIGINT,
    revoked_by BIGINT,
    revoked_why TEXT,
    given_by BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    CHECK (issued_at < expires_at)
);
CREATE INDEX qualification_by_member ON qualification (member_id, community_id, kind);
CREATE INDEX qualification_by_community ON qualification (community_id, id);
CREATE INDEX qualification_by_giver ON qualification (given_by);

-- An insurance policy of the operator.
CREATE TABLE policy (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    insurer TEXT NOT NULL,
    number TEXT NOT NULL,
    valid_from_day BIGINT NOT NULL,
    valid_to_day BIGINT NOT NULL,    -- included
    age_min BIGINT NOT NULL,         -- on the local date of the start
    age_below BIGINT NOT NULL,       -- excluded
    liability_minor BIGINT NOT NULL,
    bailee_minor BIGINT NOT NULL,
    accident_supporter_minor BIGINT NOT NULL,
    accident_own_child_minor BIGINT NOT NULL,
    accident_child_minor BIGINT NOT NULL,
    covers_vehicle BIGINT NOT NULL CHECK (covers_vehicle IN (0, 1)), -- car or bicycle
    covers_sick BIGINT NOT NULL CHECK (covers_sick IN (0, 1)),
    exclusions TEXT NOT NULL,        -- in the insurer's words
    report_within_days BIGINT NOT NULL,
    currency TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    ended_at BIGINT,                 -- withdrawn by staff; coverages issued stay
    UNIQUE (community_id, number),
    CHECK (valid_from_day <= valid_to_day AND age_min < age_below)
);

-- この預かりの保険: one per booking, issued at confirmation. Insert-only.
CREATE TABLE coverage (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL UNIQUE REFERENCES booking (id),
    policy_id BIGINT NOT NULL REFERENCES policy (id),
    snapshot TEXT NOT NULL,          -- policy, insured ids and agreed interval, canonical JSON
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    issued_at BIGINT NOT NULL
);
CREATE INDEX coverage_by_policy ON coverage (policy_id, id);

-- Certificate number without gaps per policy, and the chain; made in order by the worker. Insert-only.
CREATE TABLE coverage_seal (
    coverage_id BIGINT NOT NULL PRIMARY KEY REFERENCES coverage (id),
    policy_id BIGINT NOT NULL REFERENCES policy (id),
    number BIGINT NOT NULL CHECK (number > 0),
    previous_sha256 TEXT NOT NULL,   -- '' for number 1
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of previous, number and snapshot
    sealed_at BIGINT NOT NULL,
    UNIQUE (policy_id, number)
);

-- Records that wait for their number; the worker takes them in order of id.
CREATE TABLE coverage_unsealed (
    coverage_id BIGINT NOT NULL PRIMARY KEY REFERENCES coverage (id)
);

-- What happened to a coverage later. Insert-only.
CREATE TABLE coverage_fact (
    id BIGINT NOT NULL PRIMARY KEY,
    coverage_id BIGINT NOT NULL REFERENCES coverage (id),
    kind TEXT NOT NULL CHECK (kind IN ('amended', 'began', 'actual', 'cancelled_before', 'cancelled_after', 'no_show')),
    at BIGINT NOT NULL,
    start_at BIGINT,                 -- amended: the new interval; actual: the real one
    end_at BIGINT
);
CREATE INDEX coverage_fact_by_coverage ON coverage_fact (coverage_id, id);
CREATE UNIQUE INDEX coverage_fact_once ON coverage_fact (coverage_id, kind) WHERE kind <> 'amended';

-- ヒヤリハット, injury, damage, conduct. Versions are appended.
CREATE TABLE incident (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    booking_id BIGINT REFERENCES booking (id),
    reported_by BIGINT NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL CHECK (kind IN ('near_miss', 'injury', 'damage', 'conduct', 'other')),
    serious BIGINT NOT NULL CHECK (serious IN (0, 1)),
    happened_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX incident_by_community ON incident (community_id, id);
CREATE INDEX incident_by_booking ON incident (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX incident_by_reporter ON incident (reported_by);
CREATE TABLE incident_version (
    id BIGINT NOT NULL PRIMARY KEY,
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    by_id BIGINT NOT NULL REFERENCES member (id),
    text_sealed BYTEA NOT NULL,      -- under the incident's key (owner = incident id)
    created_at BIGINT NOT NULL
);
CREATE INDEX incident_version_by_incident ON incident_version (incident_id, id);
CREATE INDEX incident_version_by_author ON incident_version (by_id);

-- 保険の相談.
CREATE TABLE claim (
    id BIGINT NOT NULL PRIMARY KEY,
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    coverage_id BIGINT NOT NULL REFERENCES coverage (id),
    state TEXT NOT NULL CHECK (state IN ('notified', 'under_review', 'paid', 'rejected', 'withdrawn')),
    state_at BIGINT NOT NULL,
    deadline_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX claim_by_incident ON claim (incident_id);
CREATE INDEX claim_by_coverage ON claim (coverage_id);
