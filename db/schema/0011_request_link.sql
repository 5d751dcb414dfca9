-- 0011_request_link.sql: an ask's link for the family's own chat.

-- It opens for people tied to whoever asked, and for nobody else; the token is shown once, its hash
-- alone is kept. It ends with the start of the job.
CREATE TABLE request_link (
    id BIGINT NOT NULL PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES request (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES member (id), -- a guardian of the household
    created_at BIGINT NOT NULL
);
CREATE INDEX request_link_by_request ON request_link (request_id, id);
CREATE INDEX request_link_by_maker ON request_link (made_by);
