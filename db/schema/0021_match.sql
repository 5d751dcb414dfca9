-- 0021_match.sql: all that matching asks along a tie is in the index that finds it, ended_at too, which an
-- engine would otherwise fetch the row for; what no plan takes goes.
DROP INDEX member_match;
DROP INDEX supporter_match;
DROP INDEX membership_match;
DROP INDEX booking_by_supporter;
CREATE INDEX booking_by_supporter ON booking (supporter_id, start_at, id, end_at, state, household_id);
DROP INDEX guardian_by_member;
CREATE INDEX guardian_by_member ON guardian (member_id, household_id, ended_at) WHERE ended_at IS NULL;
DROP INDEX tie_low;
CREATE INDEX tie_low ON tie (low_id, id, high_id, how, premet_until_at, trials_done, jobs_done, ended_at)
    WHERE ended_at IS NULL;
DROP INDEX tie_high;
CREATE INDEX tie_high ON tie (high_id, id, low_id, how, premet_until_at, trials_done, jobs_done, ended_at)
    WHERE ended_at IS NULL;
