-- 0016_notice_wish.sql: how somebody wants to be told, and where nothing arrives.

-- What a member said about being told. No row: told at any hour, of everything.
CREATE TABLE notice_wish (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES member (id),
    quiet_from_min BIGINT NOT NULL CHECK (quiet_from_min BETWEEN 0 AND 1439), -- local minutes of the day;
    quiet_to_min BIGINT NOT NULL CHECK (quiet_to_min BETWEEN 0 AND 1439),     -- equal: none; from above to: over midnight
    mail_off BIGINT NOT NULL CHECK (mail_off BETWEEN 0 AND 63), -- NOTICE_CATEGORIES bits of app/domain/notice.h
    sms_off BIGINT NOT NULL CHECK (sms_off BETWEEN 0 AND 63),
    updated_at BIGINT NOT NULL
);

-- An address or number that refused what was sent to it, until something arrives there again or it changes.
CREATE TABLE notice_bounce (
    member_id BIGINT NOT NULL REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    bounced_at BIGINT NOT NULL,      -- first
    PRIMARY KEY (member_id, channel)
);

-- What cannot wait overtakes what can: an SOS does not stand behind a hundred asks.
ALTER TABLE notice ADD COLUMN rank BIGINT NOT NULL DEFAULT 1 CHECK (rank IN (0, 1)); -- 0: first
DROP INDEX notice_due;
CREATE INDEX notice_due ON notice (channel, rank, due_at, id) WHERE state = 'pending';
