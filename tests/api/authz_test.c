/* authz_test.c - every row of api_routes, tried by everybody whom it is none of their business:
 * what is not theirs answers as an id that nobody ever had. A route without an entry here fails. */
#include "app/api/routes.h"
#include "tests/api/authz_check.h"
#include "tests/asks.h"
#include "tests/office.h"
#include "tests/picture.h"
#include "tests/series.h"
#include "tests/test.h"

#include <string.h>

static const struct entry *entry_of(const struct route *r)
{
    for (const struct entry *e = authz_entries; e->method != NULL; e++) {
        if (strcmp(e->method, r->method) == 0 && strcmp(e->pattern, r->pattern) == 0) {
            return e;
        }
    }
    test_fail(__FILE__, __LINE__, "%s %s has no entry: who may?", r->method, r->pattern);
}

TEST(every_route_says_who_may_and_no_entry_is_left_over)
{
    int n = 0;

    for (const struct entry *e = authz_entries; e->method != NULL; e++) {
        n--;
    }
    for (const struct route *r = api_routes; r->method != NULL; r++) {
        const struct entry *e = entry_of(r);

        CHECK_I64(e->kind == OPEN, r->who == WHO_ANYONE);
        CHECK_I64(e->kind == OFFICE, r->who != WHO_ANYONE && r->who != WHO_MEMBER);
        n++;
    }
    CHECK_I64(n, 0);
}

static const char *const prefixes[THINGS] = {
    [AMENDMENT] = ID_AMENDMENT,
    [ASK] = ID_OFFER,
    [BOOKING] = ID_BOOKING,
    [CARD] = ID_CARD,
    [CARD_VISIT] = ID_CARD_SETUP,
    [PAYMENT] = ID_PAYMENT,
    [PAY_CALL] = ID_PAY_OP,
    [CHILD] = ID_CHILD,
    [COMMUNITY] = ID_COMMUNITY,
    [DONE] = ID_BOOKING,
    [EXCEPTION] = ID_AVAILABILITY_EXCEPTION,
    [GROUP] = ID_GROUP,
    [HOUSEHOLD] = ID_HOUSEHOLD,
    [INVITATION] = ID_INVITATION,
    [ACTING] = ID_ACTING,
    [DESK_LINK] = ID_DESK_LINK,
    [SECOND_PERSON] = ID_ACTING_APPROVAL,
    [OFFER] = ID_OFFER,
    [POLICY] = ID_POLICY,
    [PREMEETING] = ID_PREMEETING,
    [QUALIFICATION] = ID_QUALIFICATION,
    [REQUEST] = ID_REQUEST,
    [ROLE] = ID_STAFF_ROLE,
    [SERIES] = ID_SERIES,
    [SERIES_ASK] = ID_SERIES_ASK,
    [SESSION] = ID_SESSION,
    [TIE] = ID_TIE,
    [LOOSE_TIE] = ID_TIE,
    [BARRED] = ID_BARRED_PERSON,
    [COLLECTOR] = ID_PICKUP_PERSON,
    [PLACE] = ID_PLACE,
    [PUBLIC_PLACE] = ID_PLACE,
    [MEMBER] = ID_MEMBER,
    [NEWCOMER] = ID_MEMBER,
    [MESSAGE] = ID_MESSAGE,
    [MESSAGE_REPORT] = ID_MESSAGE_REPORT,
    [PHOTO] = ID_PHOTO,
    [TASK] = ID_STAFF_TASK,
};

static int64_t number(struct scene *s, const char *sql)
{
    int64_t n = town_count(s->t, sql);

    CHECK(n != 0);
    return n;
}

static int64_t number_of(struct scene *s, const char *sql, int64_t id)
{
    return number(s, arena_printf(s->t->world->arena, sql, (long long)id));
}

static void run(struct scene *s, const char *sql, int64_t id)
{
    town_sql(s->t, arena_printf(s->t->world->arena, sql, (long long)id));
}

static void make_safeguarding(struct scene *s, enum person_kind who)
{
    run(s,
        "INSERT INTO staff_role (id, member_id, community_id, role, given_at, given_by)"
        " SELECT id + 1, member_id, community_id, 'safeguarding', given_at, given_by"
        " FROM staff_role WHERE member_id = %lld",
        s->people[who]->id);
}

static void make_people(struct scene *s)
{
    struct world *w = s->t->world;
    int64_t elsewhere = world_community_in(w, "Asia/Tokyo");

    s->people[PARENT] = s->t->sato.parent;
    s->people[YUKI] = s->t->yuki;
    s->people[STRANGER] = world_member_of(w, elsewhere, "よそ");
    s->people[OTHER_HOME] = s->t->tanaka.parent;
    s->people[LEFT] = world_member(w, "もと");
    s->people[BLOCKED] = s->t->ken;
    s->people[RELEASED] = s->t->mio;
    s->people[DECLINED] = town_supporter(s->t, "あおい");
    s->people[ADMIN] = world_staff(w, "管理", "admin");
    s->people[COORDINATOR] = world_staff(w, "窓口", "coordinator");
    s->people[SAFEGUARD] = world_staff(w, "見守り", "safeguarding");
    s->people[AUDITOR] = world_staff(w, "監査", "auditor");
    s->people[NO_FACTOR] = world_staff(w, "未確認", "admin");
    s->people[OTHER_ADMIN] = world_staff_of(w, elsewhere, "よその管理", "admin");
    make_safeguarding(s, NO_FACTOR);
    make_safeguarding(s, OTHER_ADMIN);
    s->people[PENDING] = world_member(w, "まだ");
    town_tie(s->t, s->people[DECLINED], s->people[PARENT], world_now(w) + 200 * DAY_MS);
    town_second_home(s->t, s->t->sato.child[0], &s->t->tanaka);
    town_guardian(s->t, &s->t->sato, s->people[LEFT]);
    run(s, "UPDATE guardian SET ended_at = 1 WHERE member_id = %lld", s->people[LEFT]->id);
    run(s, "UPDATE member SET state = 'pending' WHERE id = %lld", s->people[PENDING]->id);
}

/* A job that is done, and one to come with a change proposed and everybody's offers. */
static void make_jobs(struct scene *s)
{
    struct town *t = s->t;

    s->done = job_usual(t);
    job_book(&s->done);
    job_done(&s->done);
    CHECK_I64(client_put(t->yuki->client, job_path(&s->done, "/report"), json_object()), 200);
    s->job = job_usual(t);
    s->job.start_at += DAY_MS;
    s->job.end_at += DAY_MS;
    job_ask(&s->job);
    s->things[OFFER].id = job_offer(&s->job, t->mio, "released");
    (void)job_offer(&s->job, t->ken, "asked");
    (void)job_offer(&s->job, s->people[DECLINED], "declined");
    town_block(t, t->sato.parent, t->ken);
    {
        enum reason why;

        CHECK_STATUS(job_choose(&s->job, &why), OK);
    }
    CHECK_I64(job_post(&s->job, t->yuki, "/amendments",
                       json_pack("{s:I}", "end_at", s->job.end_at + 15 * MINUTE_MS)),
              201);
}

/* A card, a visit to the provider's page, a receipt of the job that is done, and a call to the
 * provider about it that is stuck. */
static void make_money(struct scene *s)
{
    run(s,
        "INSERT INTO card (id, member_id, provider, ref, brand, last4, exp_month, exp_year,"
        " created_at) VALUES (71, %lld, 'stripe', 'pm_1', 'visa', '4242', 12, 2034, 1)",
        s->people[PARENT]->id);
    run(s,
        "INSERT INTO card_setup (id, member_id, state, locale, created_at, updated_at)"
        " VALUES (72, %lld, 'failed', 'ja', 1, 1)",
        s->people[PARENT]->id);
    run(s,
        "INSERT INTO receipt (id, booking_id, community_id, number, issued_at)"
        " SELECT 73, id, community_id, 1, 1 FROM booking WHERE id = %lld",
        s->done.booking_id);
    run(s,
        "INSERT INTO pay_op (id, kind, subject_id, state, next_at, created_at, updated_at)"
        " SELECT 74, 'capture', id, 'manual', 1, 1, 1 FROM payment WHERE booking_id = %lld",
        s->done.booking_id);
}

static void make_papers(struct scene *s)
{
    struct client *c = s->people[PARENT]->client;
    struct ctx x;
    const char *tie;

    town_exception(s->t, s->people[PARENT], 30000, 0, 1440, false);
    CHECK_I64(client_post(c, "/api/v1/invitations",
                          json_pack("{s:s}", "community_id", s->t->community.text)),
              201);
    s->things[TIE].id = town_tie_of(s->t, s->t->yuki, s->people[PARENT]);
    s->things[LOOSE_TIE].id = town_tie_of(s->t, s->t->mio, s->people[PARENT]);
    id_format(ID_TIE, s->things[TIE].id, s->things[TIE].text);
    tie = arena_printf(s->t->world->arena, "/api/v1/ties/%s/premeetings", s->things[TIE].text);
    CHECK_I64(client_post(c, tie, json_loads(authz_fill(s, SHEET, s->t->sato.id.text), 0, NULL)),
              201);
    person_step_up(s->t->world, s->people[PARENT]);
    CHECK_I64(client_post(c,
                          authz_fill(s, "/api/v1/households/%s/pickup-persons", s->t->sato.id.text),
                          json_loads(NEW_COLLECTOR, 0, NULL)),
              201);
    CHECK_I64(client_post(
                  c, authz_fill(s, "/api/v1/children/%s/barred-persons", s->t->sato.child[0].text),
                  json_pack("{s:s}", "name", "a")),
              201);
    x = world_ctx(s->t->world, 0);
    person_session(&x, s->people[PARENT]);
}

/* The supporter says something, and it is reported. */
static void make_talk(struct scene *s)
{
    struct client *yuki = s->t->yuki->client;
    const char *path = authz_fill(s, "/api/v1/threads/%s/messages", s->things[TIE].text);
    struct slice jpeg = picture_jpeg(s->t->world->arena, 8, 8, false);

    CHECK_I64(client_send(yuki, "POST",
                          authz_fill(s, "/api/v1/threads/%s/photos", s->things[TIE].text),
                          "image/jpeg", jpeg.data, jpeg.len),
              201);
    CHECK_I64(client_post(yuki, path, json_pack("{s:[s]}", "photo_ids", client_text(yuki, "id"))),
              201);
    CHECK_I64(client_post(s->people[PARENT]->client,
                          authz_fill(s, "/api/v1/messages/%s/report", client_text(yuki, "id")),
                          json_pack("{s:s}", "why", "other")),
              201);
}

/* Every Tuesday, asked of everybody. */
static void make_series(struct scene *s)
{
    (void)send_series(s->t, series_tuesdays(s->t));
    s->things[SERIES].id = number(s, "SELECT MAX(id) AS n FROM series");
    s->things[SERIES_ASK].id = number_of(
        s, "SELECT id AS n FROM series_person WHERE supporter_id = %lld", s->people[YUKI]->id);
}

/* The parent's group, the supporter in it, and somebody who would like to be. */
static void make_group(struct scene *s)
{
    struct person *newcomer = world_member(s->t->world, "新入り");

    s->things[GROUP] = town_group(s->t, "同じ園", s->people[PARENT], s->people[YUKI]);
    s->things[NEWCOMER].id = newcomer->id;
    run(s,
        "INSERT INTO group_member (group_id, member_id, asked_at) SELECT g.id, m.id, 4000000000000"
        " FROM member_group g JOIN member m ON m.id = %lld",
        newcomer->id);
}

static void find_things(struct scene *s)
{
    struct town_id *t = s->things;

    t[ACTING].id = OFFICE_ACTING;
    t[DESK_LINK].id = OFFICE_DESK_LINK;
    t[SECOND_PERSON].id = OFFICE_SECOND;
    t[AMENDMENT].id = number(s, "SELECT MAX(id) AS n FROM amendment");
    t[ASK].id = s->job.offer_id;
    t[BOOKING].id = s->job.booking_id;
    t[CARD].id = 71;
    t[CARD_VISIT].id = 72;
    t[PAY_CALL].id = 74;
    t[PAYMENT].id =
        number_of(s, "SELECT id AS n FROM payment WHERE booking_id = %lld", s->done.booking_id);
    t[CHILD].id = s->t->sato.child[0].id;
    t[COMMUNITY].id = s->t->community.id;
    t[DONE].id = s->done.booking_id;
    t[EXCEPTION].id = number(s, "SELECT MAX(id) AS n FROM availability_exception");
    t[HOUSEHOLD].id = s->t->sato.id.id;
    t[INVITATION].id = number(s, "SELECT MAX(id) AS n FROM invitation");
    t[MESSAGE].id = number(s, "SELECT MAX(id) AS n FROM message");
    t[MESSAGE_REPORT].id = number(s, "SELECT MAX(id) AS n FROM message_report");
    t[PHOTO].id = number(s, "SELECT MIN(id) AS n FROM photo");
    t[MEMBER].id = s->people[BLOCKED]->id;
    t[TASK].id = number(s, "SELECT MAX(id) AS n FROM staff_task WHERE kind = 'handover.weak'");
    t[BARRED].id = number(s, "SELECT MAX(id) AS n FROM barred_person");
    t[COLLECTOR].id = number(s, "SELECT MAX(id) AS n FROM pickup_person");
    t[PLACE].id = s->t->sato.home.id;
    t[PUBLIC_PLACE].id = s->t->nursery.id;
    t[POLICY].id = s->t->policy.id;
    t[PREMEETING].id = number(s, "SELECT MAX(id) AS n FROM premeeting");
    t[QUALIFICATION].id = number(s, "SELECT MAX(id) AS n FROM qualification");
    t[REQUEST].id = s->job.request_id;
    t[ROLE].id = number_of(s, "SELECT MAX(id) AS n FROM staff_role WHERE member_id = %lld",
                           s->people[AUDITOR]->id);
    t[SESSION].id = number_of(s, "SELECT MAX(id) AS n FROM session WHERE member_id = %lld",
                              s->people[PARENT]->id);
    CHECK(t[SESSION].id != s->people[PARENT]->session_id);
    for (int i = NOTHING + 1; i < THINGS; i++) {
        id_format(prefixes[i], t[i].id, t[i].text);
        id_format(prefixes[i], 1 + i, s->unknown[i].text);
    }
}

static struct scene *scene_open(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct scene *s = arena_alloc(t->world->arena, sizeof *s);

    CHECK(s != NULL);
    memset(s, 0, sizeof *s);
    s->t = t;
    s->nobody = world_client(t->world);
    make_people(s);
    make_jobs(s);
    make_papers(s);
    make_money(s);
    make_talk(s);
    make_series(s);
    office_calls(s->t, s->people[COORDINATOR], s->people[PARENT]);
    make_group(s);
    find_things(s);
    for (int i = 0; i < NOBODY; i++) {
        if (i != NO_FACTOR) {
            person_step_up(t->world, s->people[i]);
        }
    }
    run(s, "UPDATE session SET stepped_up_at = 0 WHERE member_id = %lld", s->people[NO_FACTOR]->id);
    return s;
}

TEST_BOTH(what_is_not_yours_answers_as_an_id_that_nobody_ever_had)
{
    struct scene *s = scene_open(engine);

    authz_check_insiders(s, true);
    authz_check_outsiders(s);
    authz_check_insiders(s, false);
    world_close(s->t->world);
}
