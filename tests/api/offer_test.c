/* offer_test.c - answering an ask and choosing over HTTP: silent noes, lower fees, shifted times,
 * reserves. */
#include "tests/asks.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

static const char *asked(struct town *t)
{
    return ask_send(t, &t->sato, ask_pickup(t, &t->sato, at(START), at(START) + HOURS));
}

static int post(const struct person *p, const char *fmt, const char *id)
{
    char path[100];

    snprintf(path, sizeof path, "/api/v1/%s/%s/%s",
             strncmp(id, "of_", 3) == 0 ? "asks" : "requests", id, fmt);
    return client_post(p->client, path, NULL);
}

static int look(const struct person *p, const char *offer)
{
    char path[80];

    return client_get(p->client, client_path(path, sizeof path, "/api/v1/asks/%s", offer));
}

static void refused(struct town *t, const struct person *p, const char *offer, const char *json,
                    const char *why, const char *field)
{
    CHECK_I64(ask_yes(t, p, offer, json), 422);
    CHECK_TEXT(client_reason(p->client), why);
    CHECK_TEXT(client_text(p->client, "field"), field);
}

TEST_BOTH(who_is_asked_sees_ages_and_an_area_but_no_name_in_full_address_or_note)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + HOURS);
    struct client *c = t->yuki->client;
    const char *offer;

    ask_send(t, &t->sato, ask_with(body, "needs", "\"ひみつの持病\""));
    CHECK_I64(client_get(c, "/api/v1/asks?open=true"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_TEXT(client_text(c, "items.0.distance"), "next");
    CHECK_I64(client_i64(c, "items.0.youngest_years"), 3);
    CHECK_I64(client_i64(c, "items.0.oldest_years"), 5);
    CHECK(client_true(c, "items.0.has_needs"));
    CHECK_TEXT(client_text(c, "items.0.asker_name"), "佐藤");
    CHECK(client_at(c, "items.0.children") == NULL);
    CHECK(strstr(c->text, "こども") == NULL && strstr(c->text, "ひみつ") == NULL);
    offer = client_text(c, "items.0.id");
    CHECK_I64(look(t->yuki, offer), 200);
    CHECK_TEXT(client_text(c, "children.0.call_name"), "こども");
    CHECK_I64(json_array_size(client_at(c, "children.0.flags")), 0);
    CHECK(strstr(c->text, "ひみつ") == NULL && strstr(c->text, "みどり町1-2-3") == NULL);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM audit_log"), 0);
    world_close(t->world);
}

struct set_flags {
    int64_t child_id;
    const char *flags;
};

static enum status set_flags(struct ctx *x, void *arg)
{
    static const char sql[] = "UPDATE child SET flags_sealed = $2 WHERE id = $1";
    const struct set_flags *f = arg;
    struct slice sealed;
    enum status s =
        vault_seal(x, f->child_id, "child", "flags_sealed", f->child_id, f->flags, &sealed);
    struct db_in in[] = {IN_I64(f->child_id), IN_BYTES(sealed), IN_END};

    return s == OK ? db_exec(x->tx, sql, in) : s;
}

TEST_BOTH(seeing_a_childs_care_flags_is_noted_for_the_family)
{
    struct town *t = town_open(world_open(engine));
    struct ctx x = world_ctx(t->world, 0);
    const char *offer = ask_offer(t, &t->sato, asked(t), t->yuki);
    struct set_flags flags = {t->sato.child[0].id, "3"};

    CHECK_STATUS(ctx_tx(&x, set_flags, &flags), OK);
    CHECK_I64(look(t->yuki, offer), 200);
    CHECK_TEXT(client_text(t->yuki->client, "children.0.flags.0"), "allergy");
    CHECK_TEXT(client_text(t->yuki->client, "children.0.flags.1"), "epipen");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM audit_log WHERE action = 'saw.care_flags'"), 1);
    world_close(t->world);
}

TEST_BOTH(a_silent_no_is_seen_and_counted_by_nobody)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    const char *request = asked(t);
    const char *offer = ask_offer(t, &t->sato, request, t->mio);
    json_t *before, *after;
    char path[80];

    client_path(path, sizeof path, "/api/v1/requests/%s", request);
    CHECK_I64(client_get(parent, path), 200);
    before = json_deep_copy(parent->json);
    CHECK_I64(post(t->mio, "decline", offer), 204);
    CHECK_I64(post(t->mio, "decline", offer), 204);
    CHECK_I64(client_get(parent, path), 200);
    after = json_deep_copy(parent->json);
    CHECK(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    /* Neither choosing nor reserving tells a no from no answer. */
    CHECK_I64(ask_choose(t, &t->sato, offer), 409);
    CHECK_TEXT(client_reason(parent), "offer.changed");
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, request, t->ken)), 409);
    CHECK_TEXT(client_reason(parent), "offer.changed");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind <> 'asked'"), 0);
    CHECK_I64(ask_yes(t, t->mio, offer, NULL), 409);
    CHECK_TEXT(client_reason(t->mio->client), "offer.changed");
    CHECK_I64(ask_yes(t, t->yuki, ask_offer(t, &t->sato, request, t->yuki), NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, request, t->yuki)), 201);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "released");
    world_close(t->world);
}

TEST_BOTH(waiving_half_rounds_in_the_payers_favour)
{
    struct town *t = town_open(world_open(engine));
    const char *offer;

    town_tariff(t, "hirakata", 20783); /* the half hour costs 500, a brother the half */
    offer = ask_offer(
        t, &t->sato,
        ask_send(t, &t->sato, ask_pickup(t, &t->sato, at(START), at(START) + 30 * MINUTE_MS)),
        t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"waived_pct\": 33}}"), 201);
    CHECK_I64(client_i64(t->yuki->client, "price_minor"), 502); /* 750 less 247.5, up: 248 */
    world_close(t->world);
}

TEST_BOTH(an_offer_is_never_dearer_than_the_ask)
{
    struct town *t = town_open(world_open(engine));
    const char *offer = ask_offer(t, &t->sato, asked(t), t->yuki);

    refused(t, t->yuki, offer, "{\"fee\": {\"mode\": \"flat_per_hour\", \"rate_minor\": 601}}",
            "fee.too_high", "fee");
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"mode\": \"flat_per_hour\"}}"), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "fee.rate_minor");
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"mode\": \"thanks\", \"waived_pct\": 5}}"),
              400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "fee.waived_pct");
    town_rule(t, "higher_fee_allowed", 1);
    CHECK_I64(
        ask_yes(t, t->yuki, offer, "{\"fee\": {\"mode\": \"flat_per_hour\", \"rate_minor\": 601}}"),
        201);
    CHECK_I64(client_i64(t->yuki->client, "price_minor"), 910);
    world_close(t->world);
}

TEST_BOTH(thanks_alone_needs_no_card)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + 5 * MINUTE_MS);
    const char *offer;

    offer = ask_offer(t, &t->sato, ask_send(t, &t->sato, ask_with(body, "pay_by", "\"card\"")),
                      t->yuki);
    refused(t, t->yuki, offer, "{\"fee\": {\"waived_pct\": 10}}", "payment.below_minimum", "fee");
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"mode\": \"thanks\"}}"), 201);
    CHECK_I64(client_i64(t->yuki->client, "price_minor"), 0);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "confirmed");
    CHECK_TEXT(client_text(t->sato.parent->client, "fee.pay_by"), "nothing");
    world_close(t->world);
}

TEST_BOTH(a_shifted_time_is_priced_anew_and_books_the_shifted_hours)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    const char *offer = ask_offer(t, &t->sato, asked(t), t->yuki);
    char said[120];

    snprintf(said, sizeof said, "{\"start_at\": %lld}",
             (long long)(at(START) + OFFER_SHIFT_MS_MAX + 1));
    CHECK_I64(ask_yes(t, t->yuki, offer, said), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "start_at");
    snprintf(said, sizeof said, "{\"end_at\": %lld}", (long long)(at(START) + HOURS - 1));
    CHECK_I64(ask_yes(t, t->yuki, offer, said), 400); /* the last stop would not fit */
    CHECK_TEXT(client_text(t->yuki->client, "field"), "end_at");
    snprintf(said, sizeof said, "{\"start_at\": %lld, \"end_at\": %lld}",
             (long long)(at(START) + 10 * MINUTE_MS),
             (long long)(at(START) + HOURS + 40 * MINUTE_MS));
    CHECK_I64(ask_yes(t, t->yuki, offer, said), 201);
    CHECK_I64(client_i64(t->yuki->client, "offer_start_at"), at(START) + 10 * MINUTE_MS);
    CHECK_I64(client_i64(t->yuki->client, "price_minor"), 1200); /* two hours */
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_I64(client_i64(parent, "start_at"), at(START) + 10 * MINUTE_MS);
    CHECK_I64(client_i64(parent, "end_at"), at(START) + HOURS + 40 * MINUTE_MS);
    CHECK_I64(client_i64(parent, "fee.price_minor"), 1200);
    world_close(t->world);
}

TEST_BOTH(what_was_already_agreed_is_booked_by_the_one_yes)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_named(ask_pickup(t, &t->sato, at(START), at(START) + HOURS), t->yuki, NULL);
    const char *request = ask_send(t, &t->sato, ask_with(body, "already_agreed", "true"));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);

    /* Open until the start, however late it is. */
    CHECK_I64(client_i64(t->sato.parent->client, "closes_at"), at(START));
    town_clock(t, at(START) - MINUTE_MS);
    CHECK_I64(ask_yes(t, t->yuki, offer, "{}"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "chosen");
    CHECK(client_text(t->yuki->client, "booking_id") != NULL);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "chosen");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM coverage"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind = 'offered'"), 0);
    world_close(t->world);
}

TEST_BOTH(an_urgent_ask_takes_the_first_trusted_yes_and_no_other)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = world_now(t->world) + HOUR_MS;
    json_t *body = ask_pickup(t, &t->sato, start, start + HOURS);
    const char *request = ask_send(t, &t->sato, ask_with(body, "first_trusted_yes", "true"));

    town_tie_jobs(t, town_tie_of(t, t->mio, t->sato.parent), 0, 3);
    CHECK_I64(ask_yes(t, t->yuki, ask_offer(t, &t->sato, request, t->yuki), NULL), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "offered");
    CHECK_I64(ask_yes(t, t->mio, ask_offer(t, &t->sato, request, t->mio), NULL), 201);
    CHECK_TEXT(client_text(t->mio->client, "state"), "chosen");
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "released");
    world_close(t->world);
}

TEST_BOTH(an_urgent_ask_nobody_took_is_the_coordinators_twenty_minutes_before)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = world_now(t->world) + HOUR_MS;
    const char *tasks = "SELECT COUNT(*) FROM staff_task WHERE kind = 'request.urgent'"
                        " AND role = 'coordinator' AND done_at IS NULL";
    const char *request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOURS));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);

    asked(t); /* tomorrow's is nobody's worry */
    town_clock(t, start - 21 * MINUTE_MS);
    world_step(t->world);
    CHECK_I64(town_count(t, tasks), 0);
    town_clock(t, start - 20 * MINUTE_MS);
    world_step(t->world);
    CHECK_I64(town_count(t, tasks), 1);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_I64(town_count(t, tasks), 0);
    world_close(t->world);
}

TEST_BOTH(nobody_accepts_at_the_second_of_the_start)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_named(ask_pickup(t, &t->sato, at(START), at(START) + HOURS), t->yuki, NULL);
    const char *agreed = ask_offer(
        t, &t->sato, ask_send(t, &t->sato, ask_with(body, "already_agreed", "true")), t->yuki);

    town_clock(t, at(START));
    refused(t, t->yuki, agreed, NULL, "booking.too_late", NULL);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 0);
    world_close(t->world);
}

TEST_BOTH(a_yes_is_taken_back_until_it_is_chosen)
{
    struct town *t = town_open(world_open(engine));
    const char *request = asked(t), *offer = ask_offer(t, &t->sato, request, t->yuki);

    CHECK_I64(post(t->yuki, "withdraw", offer), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "offer.changed");
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 409);
    CHECK_I64(post(t->yuki, "withdraw", offer), 204);
    CHECK_I64(post(t->yuki, "withdraw", offer), 204);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "withdrawn");
    CHECK_I64(ask_choose(t, &t->sato, offer), 409);
    CHECK_I64(post(t->mio, "withdraw", offer), 404); /* another's */
    world_close(t->world);
}

static int reserve(const struct family *f, const char *offer)
{
    char path[80];

    return client_post(f->parent->client,
                       client_path(path, sizeof path, "/api/v1/offers/%s/reserve", offer), NULL);
}

TEST_BOTH(reserves_stay_in_their_order_and_may_be_chosen_or_leave)
{
    struct town *t = town_open(world_open(engine));
    const char *request = asked(t);
    const char *yuki = ask_offer(t, &t->sato, request, t->yuki);
    const char *mio = ask_offer(t, &t->sato, request, t->mio);
    const char *ken = ask_offer(t, &t->sato, request, t->ken);

    CHECK_I64(reserve(&t->sato, yuki), 409); /* has not said yes */
    CHECK_I64(ask_yes(t, t->yuki, yuki, NULL), 201);
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 201);
    CHECK_I64(ask_yes(t, t->ken, ken, NULL), 201);
    CHECK_I64(reserve(&t->tanaka, mio), 404);
    CHECK_I64(reserve(&t->sato, mio), 204);
    CHECK_I64(reserve(&t->sato, mio), 204);
    CHECK_I64(reserve(&t->sato, yuki), 204);
    CHECK_I64(reserve(&t->sato, ken), 204);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind = 'reserve'"), 3);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "reserve");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer WHERE reserve_rank IN (1, 2, 3)"), 3);
    CHECK_I64(post(t->ken, "withdraw", ken), 204);
    CHECK_I64(ask_choose(t, &t->sato, yuki), 201);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "reserve");
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "chosen");
    world_close(t->world);
}

TEST_BOTH(with_a_brother_in_another_ask_three_children_at_once_are_enough)
{
    struct town *t = town_open(world_open(engine));
    const char *offer;
    struct family rest = t->sato;

    (void)ask_booked(t, &t->sato, t->yuki, at(START), at(START) + HOURS);
    rest.child[0] = town_child(t, &t->sato, "三人目", 7);
    rest.child[1] = town_child(t, &t->sato, "四人目", 8);
    offer = ask_offer(
        t, &rest,
        ask_send(t, &rest,
                 ask_named(ask_pickup(t, &rest, at(START), at(START) + HOURS), t->yuki, NULL)),
        t->yuki);
    refused(t, t->yuki, offer, NULL, "booking.too_many_children", NULL);
    rest.children = 1;
    (void)ask_booked(t, &rest, t->yuki, at(START), at(START) + HOURS); /* siblings are one job */
    world_close(t->world);
}
