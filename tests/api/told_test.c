/* told_test.c - who is told what while a job is played over HTTP, each in the language chosen: read
 * from the maildir, as its owner would. */
#include "tests/asks.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <string.h>

#define START_AT "2026-11-26T16:30"
#define HOURS    (90 * MINUTE_MS)

static int post(const struct person *p, const char *noun, const char *id, const char *what,
                json_t *body)
{
    char path[160];

    return client_post(p->client,
                       client_path(path, sizeof path, "/api/v1/%s/%s/%s", noun, id, what), body);
}

/* Everything that waits is sent; then the newest mail of that kind to p has this subject. */
static void check_told(struct town *t, const struct person *p, const char *kind,
                       const char *subject)
{
    const char *mail;

    world_step(t->world);
    mail = letter_find(t->world->maildir, p->email, kind);
    if (mail == NULL) {
        test_fail(__FILE__, __LINE__, "no mail \"%s\" to %s", kind, p->email);
    }
    CHECK_TEXT(mail_subject(mail), subject);
}

static void check_not_told(struct town *t, const struct person *p, const char *kind)
{
    world_step(t->world);
    CHECK(letter_find(t->world->maildir, p->email, kind) == NULL);
}

/* The parent reads English, Yuki Japanese as everybody who never said anything else. */
static struct town *open_town(const char *engine)
{
    struct town *t = town_open(world_open(engine));

    CHECK_I64(
        client_patch(t->sato.parent->client, "/api/v1/me", json_pack("{s:s}", "locale", "en")),
        200);
    return t;
}

/* Yuki is asked with Mio and says yes, Mio too; Yuki's offer. pay_by is JSON text, NULL: for thanks
 * alone. */
static const char *two_offers(struct town *t, const char *pay_by)
{
    int64_t at = town_at(START_AT);
    json_t *body = ask_named(ask_pickup(t, &t->sato, at, at + HOURS), t->yuki, t->mio, NULL);
    const char *request, *offer;

    body = pay_by != NULL ? ask_with(body, "pay_by", pay_by)
                          : ask_with(body, "fee", "{\"mode\": \"thanks\"}");
    request = ask_send(t, &t->sato, body);
    offer = ask_offer(t, &t->sato, request, t->yuki);

    check_told(t, t->yuki, "asked", "お願いです:11月26日(木)16:30〜 お迎え");
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    check_told(t, t->sato.parent, "offered", "Somebody can help: Thu 26 Nov 16:30, pick-up");
    CHECK_I64(ask_yes(t, t->mio, ask_offer(t, &t->sato, request, t->mio), NULL), 201);
    return offer;
}

/* Chosen, and its id. */
static const char *choose(struct town *t, const char *offer)
{
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    return arena_strdup(t->world->arena, client_text(t->sato.parent->client, "id"));
}

static void hand_over(const struct person *p, const char *booking, const char *way)
{
    CHECK_I64(post(p, "bookings", booking, "handovers",
                   json_pack("{s:s, s:s}", "way", way, "proof", "supporter_tap")),
              201);
}

/* The parent agrees to the hours of the hand-overs. */
static void agree(struct town *t, const char *booking)
{
    struct client *c = t->sato.parent->client;
    char path[100];

    CHECK_I64(client_get(c, client_path(path, sizeof path, "/api/v1/bookings/%s", booking)), 200);
    CHECK_I64(post(t->sato.parent, "bookings", booking, "report/agree",
                   json_pack("{s:I, s:I}", "start_at", (json_int_t)client_i64(c, "began_at"),
                             "end_at", (json_int_t)client_i64(c, "ended_at"))),
              200);
}

/* An hour more, agreed to by the supporter. */
static void change(struct town *t, const char *booking)
{
    int64_t at = town_at(START_AT);
    const char *id;

    CHECK_I64(post(t->sato.parent, "bookings", booking, "amendments",
                   json_pack("{s:I, s:I}", "start_at", (json_int_t)at, "end_at",
                             (json_int_t)(at + HOURS + HOUR_MS))),
              201);
    id = arena_strdup(t->world->arena, client_text(t->sato.parent->client, "id"));
    check_told(t, t->yuki, "change_asked", "変更のお願いです:11月26日(木)16:30〜 お迎え");
    CHECK_I64(post(t->yuki, "amendments", id, "accept", NULL), 200);
}

TEST_BOTH(a_job_is_told_from_the_ask_to_the_receipt_in_each_ones_language)
{
    struct town *t = open_town(engine);
    const char *booking = choose(t, two_offers(t, NULL));

    check_told(t, t->yuki, "confirmed", "決まりました:11月26日(木)16:30〜 お迎え");
    check_told(t, t->sato.parent, "confirmed", "It's settled: Thu 26 Nov 16:30, pick-up");
    check_told(t, t->mio, "released", "今回は決まりました:11月26日(木)16:30〜 お迎え");
    check_not_told(t, t->yuki, "released");
    change(t, booking);
    check_told(t, t->sato.parent, "changed", "Changed: Thu 26 Nov 16:30, pick-up");
    check_told(t, t->yuki, "changed", "予定が変わりました:11月26日(木)16:30〜 お迎え");
    town_clock(t, town_at(START_AT));
    hand_over(t->yuki, booking, "in");
    check_told(t, t->sato.parent, "handed_in", "In good hands: Thu 26 Nov 16:30, pick-up");
    check_not_told(t, t->sato.parent, "returned");
    town_clock(t, town_at(START_AT) + HOURS + HOUR_MS);
    hand_over(t->yuki, booking, "out");
    check_told(t, t->sato.parent, "returned", "Safely home: Thu 26 Nov, pick-up");
    check_not_told(t, t->sato.parent, "receipt");
    agree(t, booking);
    check_told(t, t->sato.parent, "receipt", "Your receipt: Thu 26 Nov, pick-up");
    check_not_told(t, t->sato.parent, "cancelled");
    world_close(t->world);
}

TEST_BOTH(a_cancelled_job_is_told_to_the_other_side)
{
    struct town *t = open_town(engine);
    const char *booking = choose(t, two_offers(t, "\"cash\""));

    CHECK_I64(post(t->sato.parent, "bookings", booking, "cancel", json_object()), 200);
    check_told(t, t->yuki, "cancelled", "取り消しになりました:11月26日(木)16:30〜 お迎え");
    check_not_told(t, t->sato.parent, "cancelled");
    check_not_told(t, t->yuki, "confirmed"); /* it was cancelled before that mail went out */
    world_close(t->world);
}

TEST_BOTH(a_supporter_who_steps_back_is_told_to_the_family)
{
    struct town *t = open_town(engine);
    const char *booking = choose(t, two_offers(t, "\"cash\""));

    check_told(t, t->sato.parent, "confirmed", "It's settled: Thu 26 Nov 16:30, pick-up");
    CHECK_I64(post(t->yuki, "bookings", booking, "cancel", json_object()), 200);
    check_told(t, t->sato.parent, "cancelled", "Cancelled: Thu 26 Nov 16:30, pick-up");
    check_not_told(t, t->yuki, "cancelled");
    world_close(t->world);
}

TEST_BOTH(who_is_chosen_hears_of_it_while_the_card_is_still_checked)
{
    struct town *t = open_town(engine);

    choose(t, two_offers(t, "\"card\""));
    check_told(t, t->yuki, "chosen", "選ばれました:11月26日(木)16:30〜 お迎え");
    check_not_told(t, t->yuki, "confirmed");
    world_close(t->world);
}
