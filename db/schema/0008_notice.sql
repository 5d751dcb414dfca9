-- 0008_notice.sql: what people are told, by mail and SMS (the notices' outbox).

-- Written in the transaction of what it tells; checked again when it is sent, and worded only then.
CREATE TABLE notice (
    id BIGINT NOT NULL PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    kind TEXT NOT NULL,              -- 'asked', 'offered', ...: app/domain/notice.h
    subject_id BIGINT NOT NULL,      -- request, offer, booking, amendment, code or member
    again BIGINT NOT NULL,           -- 0: told once; else this row's id: may be told again
    code_sealed BYTEA,               -- a one-time code, under the member's key; gone once it is sent
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dropped', 'failed')), -- dropped: no longer true
    due_at BIGINT NOT NULL,          -- quiet hours and a failing server move it
    lease_until_at BIGINT NOT NULL DEFAULT 0, -- a worker is at it until then
    tries BIGINT NOT NULL DEFAULT 0, -- sendings begun
    created_at BIGINT NOT NULL,
    done_at BIGINT,                  -- sent, dropped or failed
    error TEXT,                      -- what the server said last, without addresses
    UNIQUE (member_id, channel, kind, subject_id, again)
);
CREATE INDEX notice_due ON notice (channel, due_at, id) WHERE state = 'pending';
CREATE INDEX notice_by_member ON notice (member_id, id);
CREATE INDEX notice_failed ON notice (id) WHERE state = 'failed';
