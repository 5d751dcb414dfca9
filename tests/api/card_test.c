/* card_test.c - choosing with a card: what becomes of a choice while the money is not secured. */
#include "app/domain/request.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <stdio.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

/* A yes of Yuki's to an ask of hers and Mio's, to be paid by card; her offer. */
static const char *offered(struct town *t, int64_t start, const char **request)
{
    json_t *body = ask_named(ask_pickup(t, &t->sato, start, start + HOURS), t->yuki, t->mio, NULL);
    const char *offer;

    *request = ask_send(t, &t->sato, ask_with(body, "pay_by", "\"card\""));
    offer = ask_offer(t, &t->sato, *request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    return offer;
}

static void save_card(struct town *t)
{
    char sql[300];

    snprintf(sql, sizeof sql,
             "INSERT INTO card (id, member_id, provider, ref, brand, last4, exp_month, exp_year,"
             " created_at) VALUES (5, %lld, 'stripe', 'pm_1', 'visa', '4242', 12, 2030, 1);"
             "INSERT INTO customer (member_id, provider, ref, created_at)"
             " VALUES (%lld, 'stripe', 'cus_1', 1)",
             (long long)t->sato.parent->id, (long long)t->sato.parent->id);
    town_sql(t, sql);
}

TEST_BOTH(without_a_card_in_fifteen_minutes_nothing_was_agreed_and_the_offer_stands)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *request, *offer = offered(t, at(START), &request);

    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(c, "state"), "agreed");
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "released");
    world_advance(t->world, 14 * MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "chosen");
    world_advance(t->world, MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "offered");
    CHECK_TEXT(client_text(c, "state"), "open");
    CHECK(client_text(c, "booking_id") == NULL);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "asked");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking WHERE state = 'payment_failed'"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking_child WHERE live = 1"), 0);
    /* The same person again, another booking. */
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(c, "state"), "agreed");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 2);
    world_close(t->world);
}

TEST_BOTH(a_provider_that_is_down_stops_the_clock_until_ten_minutes_before_the_start)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = at("2026-11-25T11:30");
    const char *request, *offer;

    save_card(t);
    offer = offered(t, start, &request);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201); /* the hold is on its way to nobody */
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "agreed");
    world_advance(t->world, 20 * MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "chosen");
    town_clock(t, start - 11 * MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "chosen");
    town_clock(t, start - 10 * MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "offered");
    /* Open again, now until the start itself. */
    CHECK_I64(client_i64(t->sato.parent->client, "closes_at"), start);
    world_close(t->world);
}

TEST_BOTH(a_start_far_away_is_confirmed_with_a_saved_card_alone)
{
    struct town *t = town_open(world_open(engine));
    const char *request, *offer;

    save_card(t);
    offer = offered(t, at(START) + 10 * DAY_MS, &request);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "confirmed");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM coverage"), 1);
    world_close(t->world);
}

/* Where nobody takes cards, that is said before anybody is asked. */
TEST_BOTH(without_a_card_provider_an_ask_is_paid_in_cash)
{
    struct town *t = town_open(world_open(engine));
    struct ctx x = world_ctx(t->world, t->sato.parent->id);
    struct request_sending sending = {
        .draft = {.household_id = t->sato.id.id,
                  .kind = "joint",
                  .start_at = at(START),
                  .end_at = at(START) + HOURS,
                  .child_ids = {t->sato.child[0].id},
                  .children_n = 1,
                  .pay_by = "card",
                  .to_all = true},
    };

    x.pay_provider = NULL;
    CHECK_STATUS(ctx_tx(&x, request_send, &sending), E_RULE);
    CHECK_TEXT(reason_text(x.reason), "payments.not_configured");
    CHECK_TEXT(x.field, "pay_by");
    sending.draft.pay_by = "cash";
    CHECK_STATUS(ctx_tx(&x, request_send, &sending), OK);
    CHECK_I64(sending.view.offers_n, 3);
    world_close(t->world);
}
