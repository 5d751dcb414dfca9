-- 0008_notice.sql: what people are told, by mail and SMS (the notices' outbox).

-- Written in the transaction of what it tells; checked again when it is sent.
CREATE TABLE notice (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    kind TEXT NOT NULL,              -- 'asked', 'offered', 'chosen', ... or 'code'
    subject_id BIGINT NOT NULL,      -- request, offer, booking or code
    params_sealed BYTEA,             -- what only this text needs (a code), under the member's key
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dropped', 'failed')), -- dropped: no longer true
    due_at BIGINT NOT NULL,          -- quiet hours move it
    lease_until_at BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    error TEXT
);
CREATE INDEX notice_due ON notice (due_at) WHERE state = 'pending';
CREATE INDEX notice_by_member ON notice (member_id, id);
CREATE UNIQUE INDEX notice_once ON notice (member_id, channel, kind, subject_id)
    WHERE kind NOT IN ('code', 'changed', 'late', 'in_care_note');
