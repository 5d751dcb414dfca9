/* acting_test.c - the office acts for somebody who phones in: what it must never do comes first. */
#include "app/api/acting.h"
#include "app/api/routes.h"
#include "app/base/limits.h"
#include "app/http/router.h"
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define START   "2026-11-27T16:30"
#define LASTING (90 * MINUTE_MS)

/* A town with somebody at the phone, and a second person in the office. */
struct desk {
    struct town *t;
    struct person *staff, *second;
    const char *acting; /* of the staff's last call */
};

static struct desk desk_open(const char *engine)
{
    struct town *t = town_open(world_open(engine));

    return (struct desk){t, office_staff(t, "coordinator"),
                         world_staff(t->world, "二人目", "admin"), NULL};
}

static int begin_with(struct desk *d, const struct person *staff, const struct person *p)
{
    return client_post(staff->client, office_path(d->t, "acting"),
                       json_pack("{s:s, s:s, s:s}", "member_id", p->id_text, "consent", "phone",
                                 "note", "お電話で: お迎えをお願いしたいとのこと"));
}

static void begin(struct desk *d, const struct person *p)
{
    CHECK_I64(begin_with(d, d->staff, p), 201);
    d->acting = arena_strdup(d->t->world->arena, client_text(d->staff->client, "id"));
}

/* The staff's next call is for the member. */
static struct client *as(const struct desk *d)
{
    client_header(d->staff->client, "Otagai-Acting", d->acting);
    return d->staff->client;
}

static const char *print(struct desk *d, const char *fmt, const char *id)
{
    const char *gap = strstr(fmt, "%s");

    CHECK(gap != NULL);
    return arena_printf(d->t->world->arena, "%.*s%s%s", (int)(gap - fmt), fmt, id, gap + 2);
}

static json_t *pickup(const struct desk *d)
{
    return ask_pickup(d->t, &d->t->sato, town_at(START), town_at(START) + LASTING);
}

static void end(struct desk *d)
{
    CHECK_I64(client_post(d->staff->client, office_path(d->t, "acting/%s/end", d->acting), NULL),
              204);
}

TEST(every_route_that_may_be_used_for_somebody_is_a_route_of_members)
{
    for (const struct acting_route *a = acting_routes; a->method != NULL; a++) {
        const struct route *r = api_routes;

        while (r->method != NULL &&
               (strcmp(r->method, a->method) != 0 || strcmp(r->pattern, a->pattern) != 0)) {
            r++;
        }
        if (r->method == NULL || r->who != WHO_MEMBER || (r->flags & ROUTE_STEP_UP) != 0) {
            test_fail(__FILE__, __LINE__, "%s %s", a->method, a->pattern);
        }
        /* What writes is an act and is noted; previews read. */
        CHECK((a->act != NULL) ==
              (strcmp(a->method, "POST") == 0 && strstr(a->pattern, "/preview") == NULL &&
               strstr(a->pattern, "requests/candidates") == NULL));
    }
}

TEST_BOTH(nothing_about_log_in_contact_cards_homes_or_health_is_done_for_somebody)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    const struct {
        const char *method, *path;
    } tries[] = {
        {"GET", "/api/v1/me"},
        {"PATCH", "/api/v1/me"},
        {"PUT", "/api/v1/me/password"},
        {"POST", "/api/v1/me/email"},
        {"POST", "/api/v1/me/phone"},
        {"DELETE", "/api/v1/me/sessions"},
        {"POST", "/api/v1/me/totp"},
        {"GET", "/api/v1/cards"},
        {"POST", "/api/v1/cards/setups"},
        {"GET", print(&d, "/api/v1/children/%s", t->sato.child[0].text)},
        {"GET", print(&d, "/api/v1/households/%s/pickup-persons", t->sato.id.text)},
        {"POST", print(&d, "/api/v1/households/%s/guardian-invitations", t->sato.id.text)},
        {"GET", office_path(t, "tasks")},
        {"POST", office_path(t, "acting")},
        {"GET", "/api/v1/me/acts"},
    };

    begin(&d, t->sato.parent);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        CHECK_I64(client_send(as(&d), tries[i].method, tries[i].path, NULL, NULL, 0), 403);
        CHECK_TEXT(client_reason(d.staff->client), "acting.not_here");
    }
    CHECK_I64(client_get(as(&d), "/api/v1/households"), 200);
    CHECK_TEXT(client_text(d.staff->client, "items.0.id"), t->sato.id.text);
    CHECK_I64(client_get(d.staff->client, "/api/v1/households"), 200); /* for himself */
    CHECK_I64(json_array_size(client_at(d.staff->client, "items")), 0);
    world_close(t->world);
}

TEST_BOTH(nobody_acts_for_himself_his_family_or_people_of_another_office)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    int64_t elsewhere = world_community_in(t->world, "Asia/Tokyo");
    struct person *stranger = world_member_of(t->world, elsewhere, "よそ");
    struct person *foreign = world_staff_of(t->world, elsewhere, "よその窓口", "coordinator");
    struct person *finance = office_staff(t, "finance");

    CHECK_I64(begin_with(&d, d.staff, d.staff), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.not_for");
    town_guardian(t, &t->tanaka, d.staff);
    CHECK_I64(begin_with(&d, d.staff, t->tanaka.parent), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.not_for");
    CHECK_I64(begin_with(&d, d.staff, stranger), 404);
    CHECK_I64(begin_with(&d, foreign, t->sato.parent), 404);
    CHECK_I64(begin_with(&d, finance, t->sato.parent), 403);
    CHECK_I64(begin_with(&d, t->yuki, t->sato.parent), 403);
    /* Somebody who belongs to two communities. */
    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO membership (member_id, community_id, joined_at)"
                             " VALUES (%" PRId64 ", %" PRId64 ", 1)",
                             t->sato.parent->id, elsewhere));
    CHECK_I64(begin_with(&d, d.staff, t->sato.parent), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.not_for");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM acting"), 0);
    world_close(t->world);
}

TEST_BOTH(an_acting_counts_in_its_own_session_for_half_an_hour_and_until_it_is_ended)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    const char *lists = "/api/v1/requests";
    int64_t expires_at;

    begin(&d, t->sato.parent);
    expires_at = client_i64(d.staff->client, "expires_at");
    client_header(d.second->client, "Otagai-Acting", d.acting); /* another's session */
    CHECK_I64(client_get(d.second->client, lists), 403);
    CHECK_TEXT(client_reason(d.second->client), "acting.over");
    client_header(t->sato.parent->client, "Otagai-Acting", d.acting);
    CHECK_I64(client_get(t->sato.parent->client, lists), 403);
    client_header(d.staff->client, "Otagai-Acting", "ac_0000000000001");
    CHECK_I64(client_get(d.staff->client, lists), 403);
    client_header(d.staff->client, "Otagai-Acting", "x");
    CHECK_I64(client_get(d.staff->client, lists), 403);

    town_clock(t, expires_at - SECOND_MS);
    CHECK_I64(client_get(as(&d), lists), 200);
    town_clock(t, expires_at);
    CHECK_I64(client_get(as(&d), lists), 403);
    CHECK_TEXT(client_reason(d.staff->client), "acting.over");
    CHECK_I64(client_post(as(&d), "/api/v1/requests", pickup(&d)), 403);

    begin(&d, t->sato.parent);
    end(&d);
    end(&d);
    CHECK_I64(client_get(as(&d), lists), 403);

    begin(&d, t->sato.parent); /* who is no coordinator any more acts for nobody */
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE staff_role SET ended_at = 1 WHERE member_id = %" PRId64,
                             d.staff->id));
    CHECK_I64(client_get(as(&d), lists), 403);
    world_close(t->world);
}

TEST_BOTH(a_coordinator_who_is_a_party_does_not_act_for_the_other_side)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    const char *request, *offer;

    town_helps(t, d.staff);
    (void)town_tie(t, d.staff, t->sato.parent, world_now(t->world) + 200 * DAY_MS);
    request = ask_send(t, &t->sato, ask_named(pickup(&d), d.staff, NULL));
    offer = ask_offer(t, &t->sato, request, d.staff);
    CHECK_I64(ask_yes(t, d.staff, offer, NULL), 201);
    begin(&d, t->sato.parent);
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/offers/%s/choose", offer), NULL), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.own_affair");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    world_close(t->world);
}

/* Asked, answered, chosen and given back by the two sides' phones. */
TEST_BOTH(the_office_asks_offers_chooses_and_cancels_as_two_people_say_on_the_phone)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    struct client *parent = t->sato.parent->client;
    const char *request, *offer, *booking;

    begin(&d, t->sato.parent);
    CHECK_I64(client_post(as(&d), "/api/v1/requests", ask_named(pickup(&d), t->yuki, t->mio, NULL)),
              201);
    CHECK(client_true(d.staff->client, "by_office"));
    request = arena_strdup(t->world->arena, client_text(d.staff->client, "id"));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    end(&d);

    begin(&d, t->mio);
    CHECK_I64(
        client_post(as(&d),
                    print(&d, "/api/v1/asks/%s/decline", ask_offer(t, &t->sato, request, t->mio)),
                    NULL),
        204);
    begin(&d, t->yuki);
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/asks/%s/offer", offer), json_object()), 201);
    begin(&d, t->sato.parent);
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/offers/%s/choose", offer), NULL), 201);
    booking = arena_strdup(t->world->arena, client_text(d.staff->client, "id"));
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/bookings/%s/cancel", booking), json_object()),
              200);

    /* Each history says who and for whom. */
    CHECK_I64(client_get(parent, print(&d, "/api/v1/bookings/%s/events", booking)), 200);
    CHECK_TEXT(client_text(parent, "items.0.actor_id"), d.staff->id_text);
    CHECK_TEXT(client_text(parent, "items.0.on_behalf_of"), t->sato.parent->id_text);
    CHECK_I64(client_get(parent, "/api/v1/me/acts"), 200);
    CHECK_I64(json_array_size(client_at(parent, "items")), 3);
    CHECK_TEXT(client_text(parent, "items.0.act"), "cancel");
    CHECK_TEXT(client_text(parent, "items.1.act"), "choose");
    CHECK_TEXT(client_text(parent, "items.1.subject_id"), booking);
    CHECK_TEXT(client_text(parent, "items.2.act"), "ask");
    CHECK_TEXT(client_text(parent, "items.2.subject_id"), request);
    CHECK_TEXT(client_text(parent, "items.2.consent"), "phone");
    CHECK_I64(client_get(t->yuki->client, "/api/v1/me/acts"), 200);
    CHECK_TEXT(client_text(t->yuki->client, "items.0.act"), "offer");
    CHECK_I64(client_get(t->mio->client, "/api/v1/me/acts"), 200);
    CHECK_TEXT(client_text(t->mio->client, "items.0.act"), "decline");
    CHECK(world_notices(t->world, "acted") >= 3);
    CHECK_I64(client_get(d.second->client, office_path(t, "acting")), 200);
    CHECK_I64(json_array_size(client_at(d.second->client, "items")), 4);
    CHECK(strstr(d.second->client->text, "お迎えを") == NULL); /* what was said is sealed */
    world_close(t->world);
}

TEST_BOTH(the_member_is_told_after_each_act_also_by_sms)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;

    begin(&d, t->sato.parent);
    CHECK_I64(world_notices(t->world, "acted"), 2); /* mail and SMS */
    (void)world_step(t->world);
    CHECK_I64(client_post(as(&d), "/api/v1/requests", ask_named(pickup(&d), t->yuki, NULL)), 201);
    CHECK_I64(world_notices(t->world, "acted"), 4);
    CHECK_I64(client_get(as(&d), "/api/v1/requests"), 200); /* a look is no act */
    CHECK_I64(world_notices(t->world, "acted"), 4);
    world_close(t->world);
}

TEST_BOTH(the_same_key_for_two_members_is_two_acts_and_a_repetition_is_one)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;

    begin(&d, t->sato.parent);
    client_key(d.staff->client, "k1");
    CHECK_I64(client_post(as(&d), "/api/v1/requests", ask_named(pickup(&d), t->yuki, NULL)), 201);
    client_key(d.staff->client, "k1");
    CHECK_I64(client_post(as(&d), "/api/v1/requests", ask_named(pickup(&d), t->yuki, NULL)), 201);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM request"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM acting_act"), 1);
    begin(&d, t->tanaka.parent);
    client_key(d.staff->client, "k1");
    CHECK_I64(client_post(as(&d), "/api/v1/requests", ask_named(pickup(&d), t->yuki, NULL)), 422);
    CHECK_TEXT(client_reason(d.staff->client), "idempotency.other_body");
    world_close(t->world);
}

/* ---- money ---- */

static int ask_second(struct desk *d, const char *act, const char *subject, int64_t minor)
{
    return client_post(d->staff->client, office_path(d->t, "acting/%s/approvals", d->acting),
                       json_pack("{s:s, s:s, s:I}", "act", act, "subject_id", subject,
                                 "amount_minor", (json_int_t)minor));
}

static int approve(struct desk *d, const struct person *p, const char *approval)
{
    return client_post(p->client, office_path(d->t, "acting-approvals/%s/approve", approval), NULL);
}

static const char *offered(struct desk *d)
{
    const char *request = ask_send(d->t, &d->t->sato, ask_named(pickup(d), d->t->yuki, NULL));
    const char *offer = ask_offer(d->t, &d->t->sato, request, d->t->yuki);

    CHECK_I64(ask_yes(d->t, d->t->yuki, offer, NULL), 201);
    return offer;
}

TEST_BOTH(money_above_the_limit_waits_for_the_yes_of_a_second_person)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    const char *offer = offered(&d), *choose, *approval;

    choose = print(&d, "/api/v1/offers/%s/choose", offer);
    town_rule(t, "acting_money_max", 899); /* it costs 900 */
    begin(&d, t->sato.parent);
    CHECK_I64(client_post(as(&d), choose, NULL), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.second_person");
    CHECK_I64(ask_second(&d, "choose", offer, 900), 201);
    approval = arena_strdup(t->world->arena, client_text(d.staff->client, "id"));
    CHECK_I64(client_post(as(&d), choose, NULL), 422); /* asked is not said */
    CHECK_I64(approve(&d, d.staff, approval), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.not_for");
    CHECK_I64(client_get(d.second->client, office_path(t, "acting-approvals")), 200);
    CHECK_TEXT(client_text(d.second->client, "items.0.id"), approval);
    CHECK_I64(approve(&d, t->yuki, approval), 403);
    CHECK_I64(approve(&d, d.second, approval), 200);
    CHECK_I64(approve(&d, d.second, approval), 200);
    CHECK_I64(client_get(d.second->client, office_path(t, "acting-approvals")), 200);
    CHECK_I64(json_array_size(client_at(d.second->client, "items")), 0);
    CHECK_I64(client_post(as(&d), choose, NULL), 201);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM acting_approval WHERE used_at IS NOT NULL"),
              1);
    world_close(t->world);
}

TEST_BOTH(a_yes_of_the_second_person_is_for_one_act_one_amount_one_member_and_an_hour)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    const char *offer = offered(&d), *choose, *late, *cheap;

    choose = print(&d, "/api/v1/offers/%s/choose", offer);
    town_rule(t, "acting_money_max", 0);
    begin(&d, t->sato.parent);
    CHECK_I64(ask_second(&d, "choose", "bk_0000000000001", 900), 400);
    CHECK_TEXT(client_text(d.staff->client, "field"), "subject_id");
    CHECK_I64(ask_second(&d, "choose", offer, 899), 201); /* too little */
    cheap = arena_strdup(t->world->arena, client_text(d.staff->client, "id"));
    CHECK_I64(approve(&d, d.second, cheap), 200);
    CHECK_I64(ask_second(&d, "cash", "py_0000000000001", 9999), 201); /* another act */
    CHECK_I64(approve(&d, d.second, client_text(d.staff->client, "id")), 200);
    CHECK_I64(client_post(as(&d), choose, NULL), 422);

    CHECK_I64(ask_second(&d, "choose", offer, 900), 201);
    late = arena_strdup(t->world->arena, client_text(d.staff->client, "id"));
    world_advance(t->world, ACTING_SECOND_MS);
    CHECK_I64(approve(&d, d.second, late), 422);
    CHECK_TEXT(client_reason(d.second->client), "acting.over");
    CHECK_I64(ask_second(&d, "choose", offer, 900), 422); /* the call is over as well */
    CHECK_TEXT(client_reason(d.staff->client), "acting.over");

    begin(&d, t->sato.parent);
    CHECK_I64(ask_second(&d, "choose", offer, 900), 201);
    CHECK_I64(approve(&d, d.second, client_text(d.staff->client, "id")), 200);
    world_advance(t->world, ACTING_SECOND_MS);
    begin(&d, t->sato.parent);
    CHECK_I64(client_post(as(&d), choose, NULL), 422); /* approved an hour ago */
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    world_close(t->world);
}

TEST_BOTH(what_is_agreed_already_is_money_when_it_is_asked_and_cash_when_it_is_confirmed)
{
    struct desk d = desk_open(engine);
    struct town *t = d.t;
    struct job j = job_usual(t);
    const char *payment;
    json_t *body;

    town_rule(t, "acting_money_max", 700);
    job_book(&j);
    job_done(&j);
    CHECK_I64(client_put(t->yuki->client, job_path(&j, "/report"), json_object()), 200);
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    begin(&d, t->sato.parent);
    CHECK_I64(client_get(as(&d), job_path(&j, "/payments")), 200);
    payment = arena_strdup(t->world->arena, client_text(d.staff->client, "items.0.id"));
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/payments/%s/cash", payment), NULL), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.second_person");
    CHECK_I64(ask_second(&d, "cash", payment, 750), 201);
    CHECK_I64(approve(&d, d.second, client_text(d.staff->client, "id")), 200);
    CHECK_I64(client_post(as(&d), print(&d, "/api/v1/payments/%s/cash", payment), NULL), 200);

    body = ask_with(ask_named(pickup(&d), t->yuki, NULL), "already_agreed", "true");
    CHECK_I64(client_post(as(&d), "/api/v1/requests", json_incref(body)), 422);
    CHECK_TEXT(client_reason(d.staff->client), "acting.second_person");
    CHECK_I64(ask_second(&d, "ask", t->sato.id.text, 900), 201);
    CHECK_I64(approve(&d, d.second, client_text(d.staff->client, "id")), 200);
    CHECK_I64(client_post(as(&d), "/api/v1/requests", body), 201);
    world_close(t->world);
}
