-- 0001_sandbox.sql: what the payment sandbox remembers, in a database of its own.

-- Every object of the simulated API: customers, cards, intents, charges, events, balance rows.
CREATE TABLE sandbox_object (
    ref TEXT NOT NULL PRIMARY KEY,    -- 'pi_...'
    kind TEXT NOT NULL,               -- as the API's field "object" says: 'payment_intent'
    seq BIGINT NOT NULL,              -- order of creation, which is the order of lists
    created_at BIGINT NOT NULL,
    customer_ref TEXT NOT NULL,       -- '' none
    parent_ref TEXT NOT NULL,         -- charge: its intent; balance row: its charge; '' none
    label TEXT NOT NULL,              -- what else lists are filtered by: e-mail, event type, status
    due_at BIGINT,                    -- when time itself changes it: a hold runs out, money settles
    body TEXT NOT NULL                -- JSON, as shown, and our own part under "_own"
);
CREATE UNIQUE INDEX sandbox_object_list ON sandbox_object (kind, seq);
CREATE INDEX sandbox_object_customer ON sandbox_object (kind, customer_ref, seq);
CREATE INDEX sandbox_object_parent ON sandbox_object (kind, parent_ref, seq);
CREATE INDEX sandbox_object_due ON sandbox_object (due_at) WHERE due_at IS NOT NULL;

-- Idempotency keys with the answer that every repetition gets.
CREATE TABLE sandbox_key (
    key TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,             -- of method, path and body: same key, same request
    state TEXT NOT NULL CHECK (state IN ('inflight', 'done')),
    http BIGINT NOT NULL,
    body TEXT NOT NULL,
    request_ref TEXT NOT NULL,        -- 'req_...' of the first
    created_at BIGINT NOT NULL
);

-- Every request that reached the API, for tests to count.
CREATE TABLE sandbox_request (
    seq BIGINT NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL,
    at BIGINT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    key TEXT NOT NULL,                -- '' none
    http BIGINT NOT NULL,             -- 0: the connection was dropped
    replayed BIGINT NOT NULL CHECK (replayed IN (0, 1)),
    executed BIGINT NOT NULL CHECK (executed IN (0, 1))
);

-- What is to go wrong, in order, each `remaining` times.
CREATE TABLE sandbox_fault (
    seq BIGINT NOT NULL PRIMARY KEY,
    method TEXT NOT NULL,             -- '' any
    path TEXT NOT NULL,               -- '*' stands for one segment; '' any
    remaining BIGINT NOT NULL CHECK (remaining >= 0),
    mode TEXT NOT NULL CHECK (mode IN ('drop_before', 'drop_after', 'delay', 'delay_after', 'truncate', 'status')),
    wait_ms BIGINT NOT NULL,
    http BIGINT NOT NULL,
    after BIGINT NOT NULL CHECK (after IN (0, 1)),   -- status: the request is carried out all the same
    store BIGINT NOT NULL CHECK (store IN (0, 1)),   -- status: and remembered under the key
    headers TEXT NOT NULL             -- JSON object
);

-- Webhooks on their way.
CREATE TABLE sandbox_delivery (
    id BIGINT NOT NULL PRIMARY KEY,
    event_ref TEXT NOT NULL REFERENCES sandbox_object (ref),
    due_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    http BIGINT NOT NULL              -- of the last answer
);
CREATE INDEX sandbox_delivery_due ON sandbox_delivery (due_at, id) WHERE state = 'pending';
CREATE INDEX sandbox_delivery_event ON sandbox_delivery (event_ref);

-- Knobs that outlive a restart: how far the clock was put forward, what happens to webhooks.
CREATE TABLE sandbox_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- Text messages taken for sending, to be read by tests and by people trying the demo.
CREATE TABLE sandbox_message (
    seq BIGINT NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL,                -- 'SM...'
    account TEXT NOT NULL,
    to_number TEXT NOT NULL,
    from_number TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX sandbox_message_to ON sandbox_message (to_number, seq);
