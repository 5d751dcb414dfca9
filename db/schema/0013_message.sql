-- 0013_message.sql: what people say to each other, and pictures (domain.md 3; security.md 2).

-- A conversation: one per tie and one per booking, with the id of that tie or booking; there from its
-- first message on. A booking's stays open while the job is anybody's, whatever became of the tie.
CREATE TABLE thread (
    id BIGINT NOT NULL PRIMARY KEY,
    tie_id BIGINT NOT NULL REFERENCES tie (id), -- under whose key its texts are sealed
    booking_id BIGINT REFERENCES booking (id),  -- NULL: the tie's own
    messages_n BIGINT NOT NULL CHECK (messages_n > 0), -- seq of the last message
    CHECK (id = COALESCE(booking_id, tie_id))
);
CREATE INDEX thread_by_tie ON thread (tie_id);
CREATE INDEX thread_by_booking ON thread (booking_id) WHERE booking_id IS NOT NULL;

-- Where each person stands in a conversation. What does not arrive with somebody leaves no trace in
-- that person's row.
CREATE TABLE thread_reader (
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    read_seq BIGINT NOT NULL,        -- read up to there
    told_at BIGINT NOT NULL,         -- when a notice was put since then; 0: not
    last_at BIGINT NOT NULL,         -- the last message that this person can read
    PRIMARY KEY (thread_id, member_id)
);
CREATE INDEX thread_reader_newest ON thread_reader (member_id, last_at, thread_id);

-- One message: a text, a set phrase or pictures alone.
CREATE TABLE message (
    id BIGINT NOT NULL PRIMARY KEY,
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    seq BIGINT NOT NULL CHECK (seq > 0), -- without gaps in its thread
    by_id BIGINT NOT NULL REFERENCES member (id),
    phrase TEXT,                     -- a key of app/texts/phrases.json: each reads it in their language
    text_sealed BYTEA,               -- whole, under the tie's key
    arrives BIGINT NOT NULL CHECK (arrives IN (0, 1)), -- 0: said into a closed thread; its author alone reads it
    created_at BIGINT NOT NULL,
    UNIQUE (thread_id, seq),
    CHECK (phrase IS NULL OR text_sealed IS NULL)
);
CREATE INDEX message_by_author ON message (by_id, created_at);

-- Evidence: a message as somebody reported it, frozen, for safeguarding alone. Insert-only.
CREATE TABLE message_report (
    id BIGINT NOT NULL PRIMARY KEY,
    community_id BIGINT NOT NULL REFERENCES community (id),
    message_id BIGINT NOT NULL REFERENCES message (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    by_id BIGINT NOT NULL REFERENCES member (id),     -- who reports
    author_id BIGINT NOT NULL REFERENCES member (id),
    why TEXT NOT NULL CHECK (why IN ('contact', 'harassment', 'money', 'child_safety', 'other')),
    note_sealed BYTEA,               -- in the reporter's words; this and the text under the report's own key
    phrase TEXT,
    text_sealed BYTEA,               -- whole, also where it is shown masked
    photos_n BIGINT NOT NULL CHECK (photos_n >= 0), -- copies lie in photo, owner 'report'
    sent_at BIGINT NOT NULL,         -- when the message was said
    created_at BIGINT NOT NULL,
    UNIQUE (message_id, by_id)
);
CREATE INDEX message_report_by_community ON message_report (community_id, id);
CREATE INDEX message_report_by_thread ON message_report (thread_id);
CREATE INDEX message_report_by_reporter ON message_report (by_id);
CREATE INDEX message_report_by_author ON message_report (author_id);

-- A picture, decoded and written anew by a limited process: nothing of the file that was sent is left.
CREATE TABLE photo (
    id BIGINT NOT NULL PRIMARY KEY,
    by_id BIGINT NOT NULL REFERENCES member (id),
    key_owner_id BIGINT NOT NULL,    -- the household, tie, member or report whose key seals it
    owner TEXT CHECK (owner IN ('note', 'message', 'pickup_person', 'place', 'member', 'report')), -- NULL: not used yet
    owner_id BIGINT,
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    created_at BIGINT NOT NULL,
    small_sealed BYTEA NOT NULL,
    large_sealed BYTEA NOT NULL,
    CHECK ((owner IS NULL) = (owner_id IS NULL))
);
CREATE INDEX photo_by_owner ON photo (owner_id, owner, id) WHERE owner_id IS NOT NULL;
CREATE INDEX photo_unused ON photo (by_id, id) WHERE owner_id IS NULL;
CREATE INDEX photo_by_author ON photo (by_id, created_at);
