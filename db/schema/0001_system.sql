-- 0001_system.sql: what the program itself needs, before any person appears.
-- Every *_at is milliseconds since 1970-01-01T00:00Z; every *_day is days since 1970-01-01 of a local date;
-- every *_minor is money in the currency's minor unit; every *_blind is a keyed hash; every *_sealed is
-- AES-256-GCM under the owner's key; booleans are BIGINT 0 or 1.

-- One process at a time per node number: ids carry it.
CREATE TABLE node_lease (
    node BIGINT NOT NULL PRIMARY KEY CHECK (node BETWEEN 0 AND 255),
    holder TEXT NOT NULL,          -- random text of the process that holds it
    lease_until_at BIGINT NOT NULL -- free again afterwards
);

-- The stored answer of a request that created something: same key, same answer.
CREATE TABLE idempotency (
    member_id BIGINT NOT NULL,  -- 0 for somebody without an account
    key TEXT NOT NULL,          -- the client's Idempotency-Key; for member 0 scoped by address and route
    route TEXT NOT NULL,        -- method and pattern
    body_sha256 TEXT NOT NULL,
    http BIGINT NOT NULL,       -- status code of the answer
    answer BYTEA NOT NULL,      -- the answer's bytes, sealed
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, key)
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

-- Counted tries of log-ins, codes, handshakes and sign-ups.
CREATE TABLE attempt (
    kind TEXT NOT NULL,        -- 'login', 'code', 'digits_pair', ...
    target TEXT NOT NULL,      -- keyed hash of account, address or pair
    window_at BIGINT NOT NULL, -- when this window began
    count BIGINT NOT NULL CHECK (count > 0),
    PRIMARY KEY (kind, target, window_at)
);
CREATE INDEX attempt_by_window ON attempt (window_at);

-- What must happen later. Run late rather than never; a failing one is retried, then becomes a task.
CREATE TABLE timer (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,          -- 'request.close', 'booking.no_show', ...
    subject_id BIGINT NOT NULL,  -- whom or what it is about
    due_at BIGINT NOT NULL,
    lease_until_at BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('due', 'done', 'gone', 'failed')), -- gone: no longer wanted
    created_at BIGINT NOT NULL
);
CREATE INDEX timer_due ON timer (due_at) WHERE state = 'due';
CREATE UNIQUE INDEX timer_once ON timer (kind, subject_id) WHERE state = 'due';
CREATE INDEX timer_by_subject ON timer (subject_id);

-- Who did or saw what sensitive thing. Insert-only.
CREATE TABLE audit_log (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,     -- member; 0 the program itself
    on_behalf_of BIGINT,          -- the member for whom a coordinator acted
    household_id BIGINT,          -- whose data; the family reads these rows
    action TEXT NOT NULL,         -- 'saw.address', 'role.given', ...
    subject_id BIGINT,            -- of what
    detail TEXT NOT NULL DEFAULT '' -- canonical JSON without personal data, or ''
);
CREATE INDEX audit_log_by_household ON audit_log (household_id, id) WHERE household_id IS NOT NULL;
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, id);

-- The hash chain over audit_log, made in order by the worker. Insert-only.
CREATE TABLE audit_seal (
    seq BIGINT NOT NULL PRIMARY KEY CHECK (seq > 0), -- 1, 2, 3, ... without a gap
    audit_id BIGINT NOT NULL UNIQUE REFERENCES audit_log (id),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64) -- of the previous digest and the row
);
