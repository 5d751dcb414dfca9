/* crowd.c - see crowd.h. */
#include "tests/crowd.h"

#include "tests/test.h"

/* Between the ids of two copies: more than a test takes to make its asks, in the ids' own unit. */
#define STEP (HOUR_MS << 21)

/* Of the ways to count: how many a step of time, the step, how many in all. */
#define COPIES                                                                         \
    "WITH RECURSIVE copy(c, later) AS (SELECT CAST(1 AS BIGINT), CAST(%lld AS BIGINT)" \
    " UNION ALL SELECT c + 1, (c / %d + 1) * %lld FROM copy WHERE c < %d) INSERT INTO "
#define COUNTED ll(k->apart_ms), k->at_once, ll(k->apart_ms), k->n
#define ll(n)   ((long long)(n))

static void say(struct town *t, const char *sql)
{
    CHECK(sql != NULL);
    town_sql(t, sql);
}

static void copy_request(struct town *t, int64_t id, const struct crowd *k)
{
    say(t,
        arena_printf(
            t->world->arena,
            COPIES
            "request (id, community_id, household_id, asked_by, acted_by, kind, care_at, start_at,"
            " end_at, until_at, closes_at, urgent, first_trusted_yes, already_agreed, sick, meal,"
            " audience, tariff_id, fee_mode, rate_minor, pay_by, price_minor, currency, state,"
            " state_at, created_at)"
            " SELECT id + c * %lld, community_id, household_id, asked_by, acted_by, kind, care_at,"
            " start_at + later, end_at + later, until_at + later, closes_at + later,"
            " urgent, first_trusted_yes, already_agreed, sick, meal, audience, tariff_id, fee_mode,"
            " rate_minor, pay_by, price_minor, currency, state, state_at, created_at"
            " FROM request, copy WHERE id = %lld",
            COUNTED, ll(STEP), ll(id)));
    say(t, arena_printf(t->world->arena,
                        COPIES "request_child (request_id, child_id, age_years)"
                               " SELECT request_id + c * %lld, child_id, age_years"
                               " FROM request_child, copy WHERE request_id = %lld",
                        COUNTED, ll(STEP), ll(id)));
}

static void copy_stops(struct town *t, int64_t id, const struct crowd *k)
{
    say(t, arena_printf(t->world->arena,
                        COPIES "stop (id, request_id, seq, place_id, at, act)"
                               " SELECT id + c * %lld, request_id + c * %lld, seq, place_id,"
                               " at + later, act FROM stop, copy"
                               " WHERE request_id = %lld AND booking_id IS NULL",
                        COUNTED, ll(STEP), ll(STEP), ll(id)));
    say(t, arena_printf(t->world->arena,
                        COPIES "stop_child (stop_id, child_id)"
                               " SELECT s.id + c * %lld, k.child_id FROM copy, stop s"
                               " JOIN stop_child k ON k.stop_id = s.id"
                               " WHERE s.request_id = %lld AND s.booking_id IS NULL",
                        COUNTED, ll(STEP), ll(id)));
}

static void copy_offers(struct town *t, int64_t id, const struct crowd *k)
{
    say(t, arena_printf(t->world->arena,
                        COPIES "offer (id, request_id, supporter_id, tie_id, state, state_at,"
                               " asked_at, start_at, end_at, fee_mode, rate_minor, waived_pct,"
                               " price_minor)"
                               " SELECT id + c * %lld, request_id + c * %lld, supporter_id, tie_id,"
                               " state, state_at, asked_at, start_at + later, end_at + later,"
                               " fee_mode, rate_minor, waived_pct, price_minor FROM offer, copy"
                               " WHERE request_id = %lld",
                        COUNTED, ll(STEP), ll(STEP), ll(id)));
}

static void copy_timers(struct town *t, int64_t id, const struct crowd *k)
{
    say(t, arena_printf(t->world->arena,
                        COPIES "timer (id, kind, subject_id, due_at, state, created_at)"
                               " SELECT id + c * %lld, kind, subject_id + c * %lld, due_at + later,"
                               " state, created_at FROM timer, copy WHERE subject_id = %lld",
                        COUNTED, ll(STEP), ll(STEP), ll(id)));
}

struct crowd crowd_of(struct town *t, const char *request, const struct person *person, int n,
                      int at_once, int64_t apart_ms)
{
    struct crowd crowd = {.n = n, .at_once = at_once, .apart_ms = apart_ms};

    CHECK_STATUS(id_parse(ID_REQUEST, request, &crowd.request_id), OK);
    crowd.offer_id = town_count(
        t, arena_printf(t->world->arena,
                        "SELECT id FROM offer WHERE request_id = %lld AND supporter_id = %lld",
                        ll(crowd.request_id), ll(person->id)));
    CHECK(crowd.offer_id != 0);
    copy_request(t, crowd.request_id, &crowd);
    copy_stops(t, crowd.request_id, &crowd);
    copy_offers(t, crowd.request_id, &crowd);
    copy_timers(t, crowd.request_id, &crowd);
    return crowd;
}

int64_t crowd_request(const struct crowd *c, int i)
{
    return c->request_id + (i + 1) * STEP;
}

int64_t crowd_offer(const struct crowd *c, int i)
{
    return c->offer_id + (i + 1) * STEP;
}

void crowd_offers_are(struct town *t, const char *state)
{
    say(t, arena_printf(t->world->arena, "UPDATE offer SET state = '%s' /* scan: all of them */",
                        state));
}
