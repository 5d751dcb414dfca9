-- 0007_money.sql: payments and the outbox of calls to the provider (payments.md 4 and 7). The ledger follows.

-- The provider's name for a member.
CREATE TABLE customer (
    member_id BIGINT NOT NULL REFERENCES member (id),
    provider TEXT NOT NULL,
    ref TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, provider)
);

-- A card saved on the provider's page: what is shown, and the provider's reference. Never a number.
CREATE TABLE card (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    provider TEXT NOT NULL,
    ref TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL CHECK (length(last4) = 4),
    exp_month BIGINT NOT NULL,
    exp_year BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX card_ref ON card (provider, ref);
CREATE INDEX card_by_member ON card (member_id, id) WHERE removed_at IS NULL;

-- A visit to the provider's hosted page.
CREATE TABLE card_setup (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'open', 'done', 'failed')),
    ref TEXT,                        -- the provider's session
    url TEXT,
    locale TEXT NOT NULL,            -- of the page
    card_id BIGINT REFERENCES card (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX card_setup_by_member ON card_setup (member_id, id);
CREATE INDEX card_setup_waiting ON card_setup (member_id) WHERE state = 'pending';
CREATE INDEX card_setup_by_ref ON card_setup (ref) WHERE ref IS NOT NULL;
CREATE INDEX card_setup_by_card ON card_setup (card_id) WHERE card_id IS NOT NULL;

-- One per part of a booking: the agreed price, and overtime as a second one.
CREATE TABLE payment (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    part TEXT NOT NULL CHECK (part IN ('main', 'overtime', 'cancellation', 'rest')), -- rest: what an older hold was too small for
    payer_id BIGINT NOT NULL REFERENCES member (id),
    payee_id BIGINT NOT NULL REFERENCES member (id),
    method TEXT NOT NULL CHECK (method IN ('card', 'cash', 'nothing')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'method_required', 'asked', 'scheduled', 'authorizing', 'action_required',
        'authorized', 'auth_failed', 'capturing', 'captured', 'voiding', 'voided', 'expired', 'uncollected',
        'cash_due', 'cash_paid', 'nothing_due')), -- asked: overtime waits for the guardian's yes
    state_at BIGINT NOT NULL,
    authorize_at BIGINT,             -- when the hold is to be made
    deadline_at BIGINT,              -- until when the guardian must act
    card_id BIGINT REFERENCES card (id),
    provider TEXT,
    intent_ref TEXT,                 -- PaymentIntent
    charge_ref TEXT,
    old_ref TEXT,                    -- an older hold, let go once the newer one stands
    intent_minor BIGINT NOT NULL DEFAULT 0, -- what intent_ref was made for
    held_minor BIGINT NOT NULL DEFAULT 0,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    due_minor BIGINT,                -- captured as soon as a hold stands; NULL: the job is not done
    capture_before_at BIGINT,
    action_url TEXT,                 -- 3-D Secure
    failure TEXT,                    -- the provider's code, 'card_declined'
    payer_confirmed_at BIGINT,       -- cash, by both sides
    payee_confirmed_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (booking_id, part),
    CHECK (captured_minor <= held_minor OR method <> 'card')
);
CREATE UNIQUE INDEX payment_intent ON payment (provider, intent_ref) WHERE intent_ref IS NOT NULL;
CREATE INDEX payment_old_intent ON payment (provider, old_ref) WHERE old_ref IS NOT NULL;
CREATE INDEX payment_without_card ON payment (payer_id) WHERE state = 'method_required';
CREATE INDEX payment_by_payer ON payment (payer_id, id);
CREATE INDEX payment_by_payee ON payment (payee_id, id);
CREATE INDEX payment_by_card ON payment (card_id) WHERE card_id IS NOT NULL;

-- The outbox: one call to the provider that is owed, with its idempotency key frozen inside (op id - attempt).
CREATE TABLE pay_op (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'setup', 'setup_result', 'hold_create', 'hold_confirm',
        'hold_authenticate', 'hold_look', 'capture', 'cancel', 'cancel_old')), -- authenticate: confirmed with the guardian at the screen
    subject_id BIGINT NOT NULL,      -- payment, card_setup or member: what is locked while it runs
    state TEXT NOT NULL CHECK (state IN ('pending', 'inflight', 'done', 'failed', 'unknown', 'manual')),
    attempt BIGINT NOT NULL DEFAULT 1,
    amount_minor BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,         -- not before
    lease_until_at BIGINT NOT NULL DEFAULT 0,
    lease_holder TEXT,
    first_sent_at BIGINT,            -- of this attempt's key
    sent_at BIGINT,                  -- the last time
    tries BIGINT NOT NULL DEFAULT 0,
    key_final BIGINT NOT NULL DEFAULT 0 CHECK (key_final IN (0, 1)), -- the provider replayed a 5xx
    error TEXT,                      -- class and code of the last answer
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX pay_op_due ON pay_op (next_at) WHERE state IN ('pending', 'inflight', 'unknown');
CREATE UNIQUE INDEX pay_op_once ON pay_op (subject_id, kind)
    WHERE state IN ('pending', 'inflight', 'unknown', 'manual');
CREATE INDEX pay_op_manual ON pay_op (id) WHERE state = 'manual';
CREATE INDEX pay_op_waiting ON pay_op (id) WHERE state IN ('pending', 'inflight', 'unknown');

-- The provider does not take our key: nothing is sent but one try now and then. Everybody sees it.
CREATE TABLE pay_pause (
    provider TEXT NOT NULL PRIMARY KEY,
    paused_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,         -- of the next try
    error TEXT NOT NULL              -- class and code
);

-- The inbox: events the provider sent, each once. The worker fetches the truth.
CREATE TABLE webhook_event (
    provider TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    object_ref TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    PRIMARY KEY (provider, id)
);
CREATE INDEX webhook_event_due ON webhook_event (next_at) WHERE done_at IS NULL;

-- 領収書: one per booking, number without gaps per community, given in order by the worker. Insert-only.
CREATE TABLE receipt (
    id BIGINT NOT NULL PRIMARY KEY,
    booking_id BIGINT NOT NULL UNIQUE REFERENCES booking (id),
    community_id BIGINT NOT NULL REFERENCES community (id),
    number BIGINT NOT NULL CHECK (number > 0),
    issued_at BIGINT NOT NULL,
    UNIQUE (community_id, number)
);
