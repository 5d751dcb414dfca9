/* tie_test.c - handshakes, invitations, ties and pre-meetings over HTTP, the abuses first. */
#include "tests/test.h"
#include "tests/town.h"

#include "app/base/zone.h"
#include "app/domain/handshake.h"
#include "app/domain/premeeting.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static json_t *body_of(const char *key, const char *value)
{
    return json_pack("{s:s}", key, value);
}

/* The text of somebody's QR code now, copied. */
static const char *qr_of(struct town *t, struct person *p)
{
    CHECK_I64(client_get(p->client, "/api/v1/me/handshake-qr"), 200);
    return arena_strdup(t->world->arena, client_text(p->client, "token"));
}

static int scan(struct person *p, const char *token)
{
    return client_post(p->client, "/api/v1/handshakes/qr", body_of("token", token));
}

static void check_expired(struct person *p, const char *token)
{
    CHECK_I64(scan(p, token), 422);
    CHECK_TEXT(client_text(p->client, "reason"), "handshake.expired");
}

TEST_BOTH(a_scanned_code_makes_one_tie_however_often)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    const char *token = qr_of(t, a), *first;

    CHECK_I64(scan(b, token), 201);
    first = arena_strdup(t->world->arena, client_text(b->client, "tie_id"));
    CHECK_I64(scan(b, token), 201);
    CHECK_TEXT(client_text(b->client, "tie_id"), first);
    CHECK_I64(scan(a, qr_of(t, b)), 201);
    CHECK_TEXT(client_text(a->client, "tie_id"), first);
    CHECK_I64(client_get(a->client, "/api/v1/ties"), 200);
    CHECK_TEXT(client_text(a->client, "items.0.display_name"), "ふゆ");
    CHECK_TEXT(client_text(a->client, "items.0.next"), "tie.next.premeet");
    world_close(t->world);
}

TEST_BOTH(a_code_counts_in_its_half_minute_and_the_next)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    int64_t start = world_now(t->world) / HANDSHAKE_QR_MS * HANDSHAKE_QR_MS + HANDSHAKE_QR_MS;
    const char *token;

    town_clock(t, start);
    token = qr_of(t, a);
    town_clock(t, start + 2 * HANDSHAKE_QR_MS);
    check_expired(b, token);
    town_clock(t, start + 2 * HANDSHAKE_QR_MS - 5000);
    CHECK_I64(scan(b, token), 201);
    world_close(t->world);
}

TEST_BOTH(forged_own_blocked_and_foreign_codes_all_get_one_answer)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    struct person *far =
        world_member_of(t->world, world_community_in(t->world, "Europe/Berlin"), "Heike");
    char *forged = arena_strdup(t->world->arena, qr_of(t, a));

    forged[strlen(forged) - 1] = forged[strlen(forged) - 1] == '0' ? '1' : '0';
    check_expired(b, forged);
    check_expired(b, "mb_0000000000001.1.00");
    check_expired(b, "nonsense");
    check_expired(a, qr_of(t, a));
    check_expired(far, qr_of(t, a));
    town_block(t, a, b);
    check_expired(b, qr_of(t, a));
    check_expired(a, qr_of(t, b));
    world_close(t->world);
}

struct scanner {
    struct person *who;
    const char *token;
    int http;
};

static void *run_scan(void *arg)
{
    struct scanner *s = arg;

    s->http = scan(s->who, s->token);
    return NULL;
}

TEST_BOTH(two_who_scan_each_other_at_once_have_one_tie)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    struct scanner s[2] = {{a, qr_of(t, b), 0}, {b, qr_of(t, a), 0}};
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, run_scan, &s[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK(s[0].http == 201 || s[0].http == 409);
    CHECK(s[1].http == 201 || s[1].http == 409);
    CHECK_I64(client_get(a->client, "/api/v1/ties"), 200);
    CHECK_I64(json_array_size(json_object_get(a->client->json, "items")), 1);
    world_close(t->world);
}

/* ---- invitations and digits ---- */

static const char *invite(struct town *t, struct person *p, int uses)
{
    CHECK_I64(client_post(p->client, "/api/v1/invitations",
                          json_pack("{s:s,s:i}", "community_id", t->community.text, "uses", uses)),
              201);
    return arena_strdup(t->world->arena, client_text(p->client, "token"));
}

static int accept(struct person *p, const char *token)
{
    return client_post(p->client, "/api/v1/invitations/accept", body_of("token", token));
}

static int type_digits(struct person *p, const struct person *of, const char *digits)
{
    return client_post(p->client, "/api/v1/handshakes/digits",
                       json_pack("{s:s,s:s}", "member_id", of->id_text, "digits", digits));
}

static const char *tail(const struct person *p)
{
    return p->phone + strlen(p->phone) - 4;
}

static const char *wrong_tail(const struct person *p)
{
    return strcmp(tail(p), "0000") == 0 ? "0001" : "0000";
}

/* How many one is brought together with; the first one's name and id are then in the answer. */
static size_t acquaintances(struct person *p)
{
    CHECK_I64(client_get(p->client, "/api/v1/acquaintances"), 200);
    return json_array_size(client_at(p->client, "items"));
}

TEST_BOTH(who_invited_learns_whose_digits_to_type_and_a_tie_ends_the_list)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    struct person *c = world_member(t->world, "なつ");

    CHECK_I64(accept(b, invite(t, a, 1)), 200);
    CHECK_I64(accept(c, invite(t, a, 1)), 200);
    CHECK_I64(acquaintances(a), 2);
    CHECK_TEXT(client_text(a->client, "items.0.member_id"), b->id_text);
    CHECK_TEXT(client_text(a->client, "items.0.display_name"), "ふゆ");
    CHECK_TEXT(client_text(a->client, "items.0.how"), "invitation");
    CHECK_I64(client_get(a->client, "/api/v1/acquaintances?limit=1"), 200);
    CHECK(client_text(a->client, "next_cursor") != NULL);
    CHECK_I64(acquaintances(b), 1);
    CHECK_TEXT(client_text(b->client, "items.0.member_id"), a->id_text);
    CHECK_I64(acquaintances(t->yuki), 0);
    CHECK_I64(type_digits(b, a, tail(a)), 202);
    CHECK_I64(acquaintances(a), 2); /* nobody learns who has typed */
    CHECK_I64(type_digits(a, b, tail(b)), 201);
    CHECK_I64(acquaintances(a), 1);
    CHECK_I64(acquaintances(b), 0);
    town_block(t, c, a);
    CHECK_I64(acquaintances(a), 0);
    CHECK_I64(acquaintances(c), 0);
    world_close(t->world);
}

TEST_BOTH(digits_after_an_invitation_make_a_tie_when_both_typed)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");

    CHECK_I64(type_digits(a, b, tail(b)), 404);
    CHECK_I64(accept(b, invite(t, a, 1)), 200);
    CHECK_TEXT(client_text(b->client, "display_name"), "あき");
    CHECK_I64(type_digits(a, b, tail(b)), 202);
    CHECK_I64(type_digits(a, b, tail(b)), 202);
    CHECK_I64(type_digits(b, a, tail(a)), 201);
    CHECK_I64(type_digits(a, b, tail(b)), 201);
    world_close(t->world);
}

TEST_BOTH(a_half_open_handshake_lasts_a_day_and_not_longer)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    int64_t typed_at;

    CHECK_I64(accept(b, invite(t, a, 1)), 200);
    CHECK_I64(type_digits(a, b, tail(b)), 202);
    typed_at = world_now(t->world);
    town_clock(t, typed_at + HALF_HANDSHAKE_MS);
    CHECK_I64(type_digits(b, a, tail(a)), 202);
    town_clock(t, typed_at + 2 * HALF_HANDSHAKE_MS - 5 * MINUTE_MS);
    CHECK_I64(type_digits(a, b, tail(b)), 201);
    world_close(t->world);
}

/* The right digits at that very instant: over HTTP a busy machine would take its time. */
static enum status typed_at(struct town *t, const struct person *p, const struct person *of,
                            int64_t at)
{
    struct ctx x = world_ctx(t->world, p->id);
    struct handshake h = {.member_id = of->id, .digits = tail(of)};

    x.now = at;
    return ctx_tx(&x, handshake_type, &h);
}

TEST_BOTH(five_wrong_tries_for_a_pair_end_the_day_at_local_midnight)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");

    CHECK_I64(accept(b, invite(t, a, 1)), 200);
    town_clock(t, town_at("2026-11-25T23:30"));
    for (int i = 0; i < DIGITS_PAIR_TRIES_MAX; i++) {
        CHECK_I64(type_digits(a, b, wrong_tail(b)), 422);
        CHECK_TEXT(client_text(a->client, "reason"), "handshake.wrong_digits");
    }
    CHECK_I64(type_digits(a, b, tail(b)), 429);
    CHECK_STATUS(typed_at(t, a, b, town_at("2026-11-26T00:00") - 1), E_TOO_MANY);
    CHECK_STATUS(typed_at(t, a, b, town_at("2026-11-26T00:00")), OK);
    world_close(t->world);
}

TEST_BOTH(a_blocked_persons_right_digits_look_wrong)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");

    CHECK_I64(accept(b, invite(t, a, 1)), 200);
    town_block(t, a, b);
    CHECK_I64(type_digits(b, a, tail(a)), 422);
    CHECK_TEXT(client_text(b->client, "reason"), "handshake.wrong_digits");
    world_close(t->world);
}

static void check_no_invitation(struct person *p, const char *token)
{
    CHECK_I64(accept(p, token), 422);
    CHECK_TEXT(client_text(p->client, "reason"), "invitation.expired");
}

TEST_BOTH(an_invitation_ends_by_time_by_use_and_by_its_maker)
{
    struct town *t = town_open(world_open(engine));
    struct person *a = world_member(t->world, "あき"), *b = world_member(t->world, "ふゆ");
    struct person *c = world_member(t->world, "なつ");
    const char *once = invite(t, a, 1), *late = invite(t, a, 2), *taken;
    char path[64];

    CHECK_I64(accept(b, once), 200);
    CHECK_I64(accept(b, once), 200); /* opened again: still the same two */
    check_no_invitation(c, once);
    check_no_invitation(a, late);
    check_no_invitation(c, "nonsense");
    town_clock(t, world_now(t->world) + INVITATION_MS);
    check_no_invitation(c, late);
    taken = invite(t, a, 1);
    snprintf(path, sizeof path, "/api/v1/invitations/%s", client_text(a->client, "id"));
    CHECK_I64(client_delete(b->client, path), 404);
    CHECK_I64(client_delete(a->client, path), 204);
    check_no_invitation(c, taken);
    world_close(t->world);
}

/* ---- ties and pre-meetings ---- */

static const char *tie_path(struct town *t, int64_t tie_id, const char *rest)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_TIE, tie_id, id);
    return arena_printf(t->world->arena, "/api/v1/ties/%s%s", id, rest);
}

static json_t *sheet(const struct family *f, bool insurance_read)
{
    return json_pack("{s:s,s:b,s:b,s:b,s:b}", "household_id", f->id.text, "child_met", 1,
                     "place_seen", 1, "emergency_plan_read", 1, "insurance_read",
                     (int)insurance_read);
}

/* What the database says the tie is worth. */
static int64_t premet_until(struct town *t, int64_t tie_id)
{
    const char *sql = arena_printf(
        t->world->arena, "SELECT premet_until_at FROM tie WHERE id = %lld", (long long)tie_id);

    return town_count(t, sql);
}

static int confirm(struct town *t, struct person *p, const char *id)
{
    return client_post(p->client,
                       arena_printf(t->world->arena, "/api/v1/premeetings/%s/confirm", id), NULL);
}

TEST_BOTH(both_must_confirm_the_sheet_and_all_of_it)
{
    struct town *t = town_open(world_open(engine));
    struct person *b = town_supporter(t, "ふゆ");
    int64_t tie = town_tie(t, t->sato.parent, b, 0);
    const char *path = tie_path(t, tie, "/premeetings"), *id;

    CHECK_I64(client_post(b->client, path, sheet(&t->sato, false)), 400);
    CHECK_TEXT(client_text(b->client, "field"), "insurance_read");
    CHECK_I64(client_post(b->client, path, sheet(&t->tanaka, true)), 404);
    CHECK_I64(client_post(t->yuki->client, path, sheet(&t->sato, true)), 404);
    CHECK_I64(client_post(b->client, path, sheet(&t->sato, true)), 201);
    id = arena_strdup(t->world->arena, client_text(b->client, "id"));
    CHECK_I64(confirm(t, b, id), 200);
    CHECK_I64(premet_until(t, tie), 0);
    CHECK_I64(confirm(t, t->yuki, id), 404);
    CHECK_I64(confirm(t, t->sato.parent, id), 200);
    /* fiscal year to 31 March 2027, and 60 days of grace */
    CHECK_I64(premet_until(t, tie), town_at("2027-05-31T00:00"));
    CHECK_I64(confirm(t, t->sato.parent, id), 200);
    CHECK_I64(client_get(b->client, path), 200);
    CHECK_I64(json_array_size(json_object_get(b->client->json, "items")), 1);
    world_close(t->world);
}

TEST_BOTH(one_tap_each_renews_unless_something_changed)
{
    struct town *t = town_open(world_open(engine));
    int64_t tie = town_tie(t, t->sato.parent, t->tanaka.parent, 0);
    struct person *other = t->tanaka.parent, *parent = t->sato.parent;
    const char *renew = tie_path(t, tie, "/premeetings/renew");
    const char *path = tie_path(t, tie, "/premeetings"), *id;
    json_t *household = body_of("household_id", t->sato.id.text);

    town_clock(t, town_at("2026-11-26T09:00"));
    CHECK_I64(client_post(other->client, renew, json_incref(household)), 422);
    CHECK_TEXT(client_text(other->client, "reason"), "premeeting.redo");
    CHECK_I64(client_post(other->client, path, sheet(&t->sato, true)), 201);
    CHECK_I64(client_post(parent->client, path, sheet(&t->sato, true)), 201);
    CHECK_I64(premet_until(t, tie), town_at("2027-05-31T00:00"));
    town_rule(t, "premet_year_month", 12); /* the fiscal year begins on 1 December here */
    town_clock(t, town_at("2026-12-01T00:00"));
    CHECK_I64(client_post(other->client, renew, json_incref(household)), 201);
    id = arena_strdup(t->world->arena, client_text(other->client, "id"));
    CHECK_I64(premet_until(t, tie), town_at("2027-05-31T00:00"));
    CHECK_I64(confirm(t, parent, id), 200);
    CHECK_I64(premet_until(t, tie), town_at("2028-01-30T00:00"));
    (void)town_child(t, &t->sato, "あらた", 2);
    town_clock(t, world_now(t->world) + 1000);
    town_sql(t, arena_printf(t->world->arena, "UPDATE child SET health_changed_at = %lld",
                             (long long)world_now(t->world)));
    CHECK_I64(client_post(other->client, renew, household), 422);
    CHECK_TEXT(client_text(other->client, "reason"), "premeeting.redo");
    world_close(t->world);
}

TEST(a_pre_meeting_counts_to_the_local_end_of_the_fiscal_year_and_its_grace)
{
    static const struct {
        const char *zone, *at, *until;
    } rows[] = {
        {"Asia/Tokyo", "2026-03-31T23:59", "2026-05-31T00:00"},
        {"Asia/Tokyo", "2026-04-01T00:00", "2027-05-31T00:00"},
        {"Asia/Tokyo", "2027-12-31T23:59", "2028-05-31T00:00"},
        {"Europe/Berlin", "2026-03-31T23:59", "2026-05-31T00:00"},
        {"America/New_York", "2026-04-01T00:00", "2027-05-31T00:00"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct community c = {.row = {.zone = rows[i].zone}};
        struct local_time at, until;
        int64_t at_ms, want, got;

        rules_defaults(&c.rules);
        CHECK_STATUS(local_parse(rows[i].at, &at), OK);
        CHECK_STATUS(local_parse(rows[i].until, &until), OK);
        CHECK_STATUS(zone_instant(rows[i].zone, &at, &at_ms), OK);
        CHECK_STATUS(zone_instant(rows[i].zone, &until, &want), OK);
        CHECK_STATUS(premeeting_until(&c, at_ms, &got), OK);
        CHECK_I64(got, want);
    }
}

TEST_BOTH(a_tie_ends_silently_and_only_for_its_two_sides)
{
    struct town *t = town_open(world_open(engine));
    int64_t tie = town_tie_of(t, t->sato.parent, t->yuki);
    const char *path = tie_path(t, tie, "");

    CHECK_I64(client_get(t->mio->client, path), 404);
    CHECK_I64(client_delete(t->mio->client, path), 404);
    CHECK_I64(client_get(t->yuki->client, path), 200);
    CHECK_I64(client_delete(t->yuki->client, path), 204);
    CHECK_I64(client_delete(t->yuki->client, path), 204);
    CHECK_I64(client_get(t->sato.parent->client, path), 404);
    world_close(t->world);
}

TEST_BOTH(a_block_hides_the_tie_from_both_lists)
{
    struct town *t = town_open(world_open(engine));
    const char *path = tie_path(t, town_tie_of(t, t->sato.parent, t->yuki), "");

    town_block(t, t->yuki, t->sato.parent);
    CHECK_I64(client_get(t->yuki->client, path), 404);
    CHECK_I64(client_get(t->sato.parent->client, path), 404);
    CHECK_I64(client_get(t->sato.parent->client, "/api/v1/ties?limit=2"), 200);
    CHECK_I64(json_array_size(json_object_get(t->sato.parent->client->json, "items")), 2);
    world_close(t->world);
}
