/* never_test.c - each "never" of domain.md 3, attacked from every entrance there is: when a
 * guardian chooses, by an amendment, as a date of a series, by the coordinator on the phone, by
 * taps that waited in a phone, and by an import. The asking itself has its own (never_ask_test.c),
 * and so has what only a series can do (series_never_test.c). */
#include "app/domain/place_import.h"
#include "tests/office.h"
#include "tests/series.h"
#include "tests/test.h"

#include <string.h>

#define LASTS (90 * MINUTE_MS)

/* A Tuesday, as the series has it. */
static int64_t start(void)
{
    return town_at("2026-12-01T16:30");
}

/* ---- what is wrong with mio's job for the Satos' two children, at that time ---- */

static void twice(struct town *t)
{
    (void)ask_booked(t, &t->tanaka, t->mio, start() + HOUR_MS, start() + 2 * HOUR_MS);
}

static void no_way_between(struct town *t)
{
    (void)ask_booked(t, &t->tanaka, t->mio, start() - HOUR_MS, start() - 15 * MINUTE_MS + 1);
}

static void child_twice(struct town *t)
{
    (void)ask_booked(t, &t->sato, t->yuki, start() + LASTS - 1, start() + 3 * HOUR_MS);
}

static void four_children(struct town *t)
{
    struct family more = t->sato;

    more.child[0] = town_child(t, &t->sato, "三番目", 6);
    more.child[1] = town_child(t, &t->sato, "四番目", 8);
    (void)ask_booked(t, &more, t->mio, start(), start() + LASTS);
}

static void after_start(struct town *t)
{
    town_clock(t, start());
}

static void no_tie(struct town *t)
{
    town_tie_end(t, town_tie_of(t, t->mio, t->sato.parent));
}

static void too_low(struct town *t)
{
    town_sql(t,
             arena_printf(t->world->arena, "UPDATE tie SET premet_until_at = %lld WHERE id = %lld",
                          (long long)(start() + LASTS - 1),
                          (long long)town_tie_of(t, t->mio, t->sato.parent)));
}

static void unproved(struct town *t)
{
    town_expire(t, t->mio, "identity", start() + LASTS - 1);
}

static void unlearned(struct town *t)
{
    town_expire(t, t->mio, "safety_lesson", start() + LASTS - 1);
    town_expire(t, t->mio, "certificate", start() + LASTS - 1);
}

static void uninsured(struct town *t)
{
    town_sql(t, "UPDATE policy SET valid_to_day = 20787"); /* 2026-11-30 */
}

struct never {
    void (*make)(struct town *t);
    const char *why;
};

static const struct never nevers[] = {
    {twice, "booking.supporter_busy"},   {no_way_between, "booking.supporter_busy"},
    {child_twice, "booking.child_busy"}, {four_children, "booking.too_many_children"},
    {after_start, "booking.too_late"},   {no_tie, "gate.not_available"},
    {too_low, "tie.not_premet"},         {unproved, "gate.identity"},
    {unlearned, "gate.safety_lesson"},   {uninsured, "policy.dates"},
};

#define NEVERS ((int)(sizeof nevers / sizeof *nevers))

/* ---- the entrances ---- */

/* What an attack might have changed, in one number. */
static int64_t standing(struct town *t)
{
    return town_count(t, "SELECT (SELECT COALESCE(SUM(version), 0) FROM booking) * 1000000"
                         " + (SELECT COUNT(*) FROM booking_event) * 10000"
                         " + (SELECT COUNT(*) FROM offer WHERE state = 'chosen') * 100"
                         " + (SELECT COUNT(*) FROM coverage)");
}

/* mio's yes to an ask for that time. */
static const char *said_yes(struct town *t)
{
    json_t *body = ask_named(ask_pickup(t, &t->sato, start(), start() + LASTS), t->mio, NULL);
    const char *offer = ask_offer(t, &t->sato, ask_send(t, &t->sato, body), t->mio);

    CHECK_I64(ask_yes(t, t->mio, offer, NULL), 201);
    return offer;
}

static void refused(const struct client *c, const struct never *n)
{
    CHECK_I64(c->http, 422);
    CHECK_TEXT(client_reason(c), n->why);
}

static void by_choice(struct town *t, const struct never *n)
{
    const char *offer = said_yes(t);
    int64_t before;

    n->make(t);
    before = standing(t);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    refused(t->sato.parent->client, n);
    CHECK_I64(standing(t), before);
}

static int change(struct town *t, const char *booking, int64_t at)
{
    char path[80];

    client_path(path, sizeof path, "/api/v1/bookings/%s/amendments", booking);
    return client_post(
        t->sato.parent->client, path,
        json_pack("{s:I, s:I}", "start_at", (json_int_t)at, "end_at", (json_int_t)(at + LASTS)));
}

/* Of a job a day earlier: when it is proposed, and when one proposed in time is accepted. */
static void by_amendment(struct town *t, const struct never *n)
{
    int64_t day_before = start() - DAY_MS, before;
    const char *booking = ask_booked(t, &t->sato, t->mio, day_before, day_before + LASTS);
    char path[80];

    CHECK_I64(change(t, booking, start()), 201);
    client_path(path, sizeof path, "/api/v1/amendments/%s/accept",
                client_text(t->sato.parent->client, "id"));
    n->make(t);
    before = standing(t);
    (void)client_post(t->mio->client, path, NULL);
    refused(t->mio->client, n);
    CHECK_I64(standing(t), before);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM amendment WHERE state = 'proposed'"), 1);
    town_sql(t, "UPDATE amendment SET state = 'withdrawn'");
    (void)change(t, booking, start());
    refused(t->sato.parent->client, n);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM amendment"), 1);
    CHECK_I64(standing(t), before);
}

/* Everything was said of all dates before. */
static void by_series(struct town *t, const struct never *n)
{
    const char *series = send_series(t, series_tuesdays(t)), *does;
    int64_t booked;

    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio), "{\"all\": true}"), 200);
    n->make(t);
    booked = town_count(t, "SELECT COUNT(*) FROM booking WHERE start_at = 1796110200000");
    if (series_chooses(t, series, t->mio) == 200) {
        does = series_day(t->sato.parent->client, "2026-12-01", "does");
        CHECK(strcmp(does, "booked") != 0);
        if (strcmp(does, "wrong") == 0) {
            CHECK_TEXT(series_day(t->sato.parent->client, "2026-12-01", "why"), n->why);
        }
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking WHERE start_at = 1796110200000"), booked);
}

/* The office, for the parent at the phone. */
static void by_coordinator(struct town *t, const struct never *n)
{
    struct person *staff = office_staff(t, "coordinator");
    struct client *c = staff->client;
    const char *offer = said_yes(t), *acting;
    char path[80];
    int64_t before;

    n->make(t);
    before = standing(t);
    person_step_up(t->world, staff);
    CHECK_I64(client_post(c, office_path(t, "acting"),
                          json_pack("{s:s, s:s, s:s}", "member_id", t->sato.parent->id_text,
                                    "consent", "phone", "note", "お電話で")),
              201);
    acting = arena_strdup(t->world->arena, client_text(c, "id"));
    client_header(c, "Otagai-Acting", acting);
    client_path(path, sizeof path, "/api/v1/offers/%s/choose", offer);
    (void)client_post(c, path, NULL);
    refused(c, n);
    CHECK_I64(standing(t), before);
}

/* Taps make no job: one that waited, for a job that was taken back, is kept and told, and brings
 * nothing back to life. What has begun is never stopped by a rule: the first law. */
static void by_queue(struct town *t, const struct never *n)
{
    const char *booking = ask_booked(t, &t->sato, t->mio, start(), start() + LASTS);
    char path[80];
    int64_t live;

    client_path(path, sizeof path, "/api/v1/bookings/%s/cancel", booking);
    CHECK_I64(client_post(t->sato.parent->client, path, json_object()), 200);
    n->make(t);
    if (world_now(t->world) < start()) {
        town_clock(t, start() + MINUTE_MS);
    }
    live = town_count(t, "SELECT COUNT(*) FROM booking WHERE state <> 'cancelled'");
    client_path(path, sizeof path, "/api/v1/bookings/%s/handovers", booking);
    CHECK_I64(client_post(t->mio->client, path,
                          json_pack("{s:s, s:s, s:I}", "way", "in", "proof", "supporter_tap",
                                    "device_at", (json_int_t)start())),
              409);
    CHECK_TEXT(client_reason(t->mio->client), "handover.job_gone");
    CHECK_TEXT(client_text(t->mio->client, "booking.state"), "cancelled");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking WHERE state <> 'cancelled'"), live);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM coverage_fact WHERE kind = 'began'"), 0);
}

/* An import writes places, and those alone: the stops of a job keep theirs. */
static void by_import(struct town *t, const struct never *n)
{
    static const char file[] = "全国地方公共団体コード,ID,名称,種別,所在地_連結表記,緯度,経度\r\n"
                               "131016,1,みどり保育園,保育所,町1,35.68,139.76\r\n";
    const char *offer = said_yes(t);
    struct place_import import = {.community_id = t->community.id};
    struct ctx x = world_ctx(t->world, 0);
    int64_t before;

    n->make(t);
    before = standing(t);
    CHECK_STATUS(place_import(&x, (struct slice){(const uint8_t *)file, sizeof file - 1}, &import),
                 OK);
    CHECK_I64(standing(t), before);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422); /* no nearer after it */
    refused(t->sato.parent->client, n);
    CHECK_I64(standing(t), before);
}

static void attack(const char *engine, void (*entrance)(struct town *t, const struct never *n))
{
    for (int i = 0; i < NEVERS; i++) {
        struct town *t = series_town(engine);

        entrance(t, &nevers[i]);
        world_close(t->world);
    }
}

/* Else the attacks below would prove nothing. */
TEST_BOTH(what_is_attacked_is_done_where_nothing_is_wrong)
{
    struct town *t = series_town(engine);
    const char *series = send_series(t, series_tuesdays(t)), *booking;
    struct client *c = t->sato.parent->client;
    char path[80];

    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio), "{\"all\": true}"), 200);
    CHECK_I64(series_chooses(t, series, t->mio), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "booked");
    world_close(t->world);
    t = series_town(engine);
    CHECK_I64(ask_choose(t, &t->sato, said_yes(t)), 201);
    world_close(t->world);
    t = series_town(engine);
    booking = ask_booked(t, &t->sato, t->mio, start() - DAY_MS, start() - DAY_MS + LASTS);
    CHECK_I64(change(t, booking, start()), 201);
    client_path(path, sizeof path, "/api/v1/amendments/%s/accept",
                client_text(t->sato.parent->client, "id"));
    CHECK_I64(client_post(t->mio->client, path, NULL), 200);
    world_close(t->world);
}

TEST_BOTH(never_by_a_guardians_choice)
{
    attack(engine, by_choice);
}

TEST_BOTH(never_by_an_amendment_proposed_or_accepted)
{
    attack(engine, by_amendment);
}

TEST_BOTH(never_as_a_date_of_a_series)
{
    attack(engine, by_series);
}

TEST_BOTH(never_by_the_coordinator_on_the_phone)
{
    attack(engine, by_coordinator);
}

TEST_BOTH(never_by_a_tap_that_waited_in_a_phone)
{
    attack(engine, by_queue);
}

TEST_BOTH(never_by_an_import)
{
    attack(engine, by_import);
}
