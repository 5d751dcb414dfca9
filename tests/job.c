/* job.c - see job.h. */
#include "tests/job.h"

#include "app/domain/choose.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ll(n) ((long long)(n)) /* for printf */

__attribute__((format(printf, 2, 3))) static void run(struct town *t, const char *fmt, ...)
{
    va_list args;
    char *sql;

    va_start(args, fmt);
    sql = arena_vprintf(t->world->arena, fmt, args);
    va_end(args);
    CHECK(sql != NULL);
    town_sql(t, sql);
}

static int64_t fresh(struct town *t)
{
    return id_next(&t->world->ids, world_now(t->world));
}

struct job job_usual(struct town *t)
{
    return (struct job){
        .t = t,
        .family = &t->sato,
        .parent = t->sato.parent,
        .supporter = t->yuki,
        .kind = "pickup",
        .start_at = town_at("2026-11-25T16:45"),
        .end_at = town_at("2026-11-25T18:00"),
        .children = 1,
        .pay_by = "cash",
        .price_minor = 750,
        .tariff = t->tariff,
    };
}

static void put_children(const struct job *j)
{
    static const int ages[] = {5, 3, 1};

    for (int i = 0; i < j->children; i++) {
        int age = j->family == &j->t->tanaka ? 4 : ages[i];

        run(j->t,
            "INSERT INTO request_child (request_id, child_id, age_years)"
            " VALUES (%lld, %lld, %d)",
            ll(j->request_id), ll(j->family->child[i].id), age);
    }
}

static const char *place_of(const struct job *j, int64_t place_id)
{
    return place_id != 0 ? arena_printf(j->t->world->arena, "%lld", ll(place_id)) : "NULL";
}

static void put_stop(const struct job *j, int seq, const struct job_stop *stop)
{
    int64_t id = fresh(j->t);

    run(j->t,
        "INSERT INTO stop (id, request_id, seq, place_id, at, act, alone)"
        " VALUES (%lld, %lld, %d, %s, %lld, '%s', %d)",
        ll(id), ll(j->request_id), seq, place_of(j, stop->place_id), ll(stop->at), stop->act,
        stop->alone);
    for (int i = 0; i < j->children; i++) {
        if ((stop->children & (1u << i)) == 0) {
            continue;
        }
        run(j->t, "INSERT INTO stop_child (stop_id, child_id) VALUES (%lld, %lld)", ll(id),
            ll(j->family->child[i].id));
    }
}

static void put_stops(const struct job *j)
{
    struct job_stop usual[] = {{j->t->nursery.id, j->start_at, "collect", ~0u, false},
                               {j->family->home.id, j->end_at, "bring", ~0u, false}};
    const struct job_stop *stops = j->stops_n > 0 ? j->stops : usual;

    for (int i = 0; i < (j->stops_n > 0 ? j->stops_n : 2); i++) {
        put_stop(j, i + 1, &stops[i]);
    }
}

const char *job_stop_id(const struct job *j, int n)
{
    char where[32];

    snprintf(where, sizeof where, "stops.%d.id", n);
    CHECK_I64(job_get(j, j->parent, ""), 200);
    return arena_strdup(j->t->world->arena, client_text(j->parent->client, where));
}

int64_t job_offer(struct job *j, const struct person *supporter, const char *state)
{
    int64_t id = fresh(j->t), now = world_now(j->t->world);

    run(j->t,
        "INSERT INTO offer (id, request_id, supporter_id, tie_id, state, state_at, asked_at,"
        " start_at, end_at, fee_mode, waived_pct, price_minor)"
        " VALUES (%lld, %lld, %lld, %lld, '%s', %lld, %lld, %lld, %lld, 'tariff', 0, %lld)",
        ll(id), ll(j->request_id), ll(supporter->id), ll(town_tie_of(j->t, supporter, j->parent)),
        state, ll(now), ll(now), ll(j->start_at), ll(j->end_at), ll(j->price_minor));
    return id;
}

void job_ask(struct job *j)
{
    int64_t now = world_now(j->t->world);

    j->request_id = fresh(j->t);
    run(j->t,
        "INSERT INTO request (id, community_id, household_id, asked_by, acted_by, kind, start_at,"
        " end_at, until_at, closes_at, urgent, first_trusted_yes, already_agreed, sick, meal,"
        " audience, tariff_id, fee_mode, pay_by, price_minor, currency, state, state_at,"
        " created_at)"
        " VALUES (%lld, %lld, %lld, %lld, %lld, '%s', %lld, %lld, %lld, %lld, 0, 0, 0, 0, 0,"
        " 'named', %lld, 'tariff', '%s', %lld, 'JPY', 'open', %lld, %lld)",
        ll(j->request_id), ll(j->t->community.id), ll(j->family->id.id), ll(j->parent->id),
        ll(j->parent->id), j->kind, ll(j->start_at), ll(j->end_at), ll(j->end_at + 30 * MINUTE_MS),
        ll(j->start_at - 30 * MINUTE_MS), ll(j->tariff.id), j->pay_by, ll(j->price_minor), ll(now),
        ll(now));
    put_children(j);
    put_stops(j);
    j->offer_id = job_offer(j, j->supporter, "offered");
}

enum status job_choose(struct job *j, enum reason *why)
{
    struct ctx x = world_ctx(j->t->world, j->parent->id);
    struct choose choose = {.offer_id = j->offer_id};
    enum status s;

    x.pay_provider = "stripe";
    s = ctx_tx(&x, booking_choose, &choose);
    *why = x.reason;
    j->booking_id = s == OK ? choose.booking.id : 0;
    id_format(ID_BOOKING, j->booking_id, j->id);
    return s;
}

void job_book(struct job *j)
{
    enum reason why;

    job_ask(j);
    CHECK_STATUS(job_choose(j, &why), OK);
}

const char *job_path(const struct job *j, const char *rest)
{
    const char *path = arena_printf(j->t->world->arena, "/api/v1/bookings/%s%s", j->id, rest);

    CHECK(path != NULL);
    return path;
}

int job_get(const struct job *j, const struct person *p, const char *rest)
{
    return client_get(p->client, job_path(j, rest));
}

int job_post(const struct job *j, const struct person *p, const char *rest, json_t *body)
{
    return client_post(p->client, job_path(j, rest), body);
}

void job_tap(const struct job *j, const struct person *p, const char *way, const char *proof)
{
    CHECK_I64(job_post(j, p, "/handovers", json_pack("{s:s, s:s}", "way", way, "proof", proof)),
              201);
}

void job_done(const struct job *j)
{
    town_clock(j->t, j->start_at);
    job_tap(j, j->supporter, "in", "supporter_tap");
    town_clock(j->t, j->end_at);
    job_tap(j, j->supporter, "out", "supporter_tap");
}

int job_agree(const struct job *j, const struct person *p)
{
    const char *start = "start_at", *end = "end_at";

    if (job_get(j, p, "/report") != 200) {
        CHECK_I64(job_get(j, p, ""), 200);
        start = "began_at";
        end = "ended_at";
    }
    return job_post(j, p, "/report/agree",
                    json_pack("{s:I, s:I}", "start_at", (json_int_t)client_i64(p->client, start),
                              "end_at", (json_int_t)client_i64(p->client, end)));
}

const char *job_state(const struct job *j)
{
    CHECK_I64(job_get(j, j->supporter, ""), 200);
    return client_text(j->supporter->client, "state");
}

void job_at(const struct job *j, int64_t at)
{
    town_clock(j->t, at);
    (void)world_step(j->t->world);
}

int64_t job_count(const struct job *j, const char *from)
{
    char sql[600];

    snprintf(sql, sizeof sql, "SELECT COUNT(*) AS n %s %lld", from, ll(j->booking_id));
    return town_count(j->t, sql);
}

int64_t job_tasks(const struct job *j, const char *kind)
{
    char from[200];

    snprintf(from, sizeof from,
             "FROM staff_task WHERE done_at IS NULL AND kind = '%s' AND subject_id =", kind);
    return job_count(j, from);
}
