-- 0017_group.sql: groups as they are entered and kept (domain.md 2).

-- Closed by its last moderator's leaving or by staff: nobody is in it any more.
ALTER TABLE member_group ADD COLUMN closed_at BIGINT;
ALTER TABLE member_group ADD COLUMN closed_by BIGINT REFERENCES member (id);
CREATE INDEX member_group_by_founder ON member_group (moderator_id);
CREATE INDEX member_group_by_closer ON member_group (closed_by) WHERE closed_by IS NOT NULL;

-- One row a person and group, for good: who was removed or got a no is known when he asks again.
-- member_group.moderator_id is who founded it.
ALTER TABLE group_member ADD COLUMN moderator_at BIGINT; -- since when; NULL: no moderator
ALTER TABLE group_member ADD COLUMN declined_at BIGINT;  -- a moderator's no; the person never learns of it
ALTER TABLE group_member ADD COLUMN removed_at BIGINT;   -- by a moderator, the last time
UPDATE group_member SET moderator_at = accepted_at WHERE left_at IS NULL AND member_id =
    (SELECT g.moderator_id FROM member_group g WHERE g.id = group_member.group_id);

-- What a group's printed poster leads by. A new one ends the old one.
CREATE TABLE group_poster (
    id BIGINT NOT NULL PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES member_group (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX group_poster_by_group ON group_poster (group_id);
CREATE UNIQUE INDEX group_poster_live ON group_poster (group_id) WHERE ended_at IS NULL;
CREATE INDEX group_poster_by_maker ON group_poster (made_by);
