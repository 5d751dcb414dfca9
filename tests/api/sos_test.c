/* sos_test.c - the emergency card, the button that everybody hears, and 無事つきました. */
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_clock(t, j.start_at);
    return j;
}

TEST_BOTH(the_card_has_numbers_health_phones_and_the_place_and_the_family_sees_the_look)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;

    CHECK_I64(job_get(&j, t->yuki, "/sos"), 200);
    CHECK_TEXT(client_text(c, "numbers.0.number"), "119");
    CHECK_TEXT(client_text(c, "numbers.4.number"), "189");
    CHECK_TEXT(client_text(c, "children.0.child_id"), t->sato.child[0].text);
    CHECK_TEXT(client_text(c, "phones.0.who"), "guardian");
    CHECK_TEXT(client_text(c, "phones.0.phone"), t->sato.parent->phone);
    CHECK_TEXT(client_text(c, "here.kind"), "nursery");
    CHECK_I64(
        client_get(t->sato.parent->client,
                   arena_printf(t->world->arena, "/api/v1/households/%s/looks", t->sato.id.text)),
        200);
    CHECK(strstr(t->sato.parent->client->text, "saw.phone") != NULL);
    CHECK_I64(job_get(&j, t->sato.parent, "/sos"), 404);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    town_clock(t, j.end_at);
    CHECK_I64(client_put(t->sato.parent->client, job_path(&j, "/next-adult"), json_object()), 200);
    CHECK_I64(job_get(&j, t->yuki, "/sos"), 200);
    CHECK_TEXT(client_text(c, "here.kind"), "home");
    CHECK_TEXT(client_text(c, "phones.1.who"), "next_adult");
    CHECK(json_is_null(client_at(c, "phones.1.name")));
    job_tap(&j, t->yuki, "out", "supporter_tap");
    town_clock(t, j.end_at + 25 * HOUR_MS);
    CHECK_I64(job_get(&j, t->yuki, "/sos"), 404);
    world_close(t->world);
}

TEST_BOTH(sos_reaches_the_family_the_coordinators_and_safeguarding_at_once)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    int64_t pressed_at;

    (void)office_staff(t, "coordinator");
    (void)office_staff(t, "safeguarding");
    (void)office_staff(t, "finance");
    CHECK_I64(job_post(&j, t->yuki, "/sos", NULL), 200);
    pressed_at = world_now(t->world);
    CHECK_I64(world_notices(t->world, "sos"), 6); /* parent, coordinator, safeguarding */
    CHECK_I64(job_tasks(&j, "booking.sos"), 1);
    CHECK_I64(job_tasks(&j, "booking.sos_guard"), 1);
    CHECK_I64(job_post(&j, t->yuki, "/sos", NULL), 200); /* a second press of the same moment */
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'sos' AND booking_id ="), 1);
    (void)world_step(t->world);
    town_clock(t, pressed_at + 2 * MINUTE_MS);
    CHECK_I64(job_post(&j, t->sato.parent, "/sos", NULL), 200);
    CHECK_I64(world_notices(t->world, "sos"), 12); /* Yuki, coordinator, safeguarding */
    CHECK_I64(job_post(&j, t->mio, "/sos", NULL), 404);
    world_close(t->world);
}

TEST_BOTH(after_the_job_sos_says_whom_to_phone_instead)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_done(&j);
    CHECK_I64(job_post(&j, t->yuki, "/sos", NULL), 200); /* the report is still open */
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    CHECK_I64(job_post(&j, t->yuki, "/sos", NULL), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "sos.not_now");
    world_close(t->world);
}

TEST_BOTH(arrived_is_told_to_every_guardian_once_a_minute_and_only_in_care)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    town_guardian(t, &t->sato, t->ken);
    CHECK_I64(job_post(&j, t->yuki, "/arrived", NULL), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "care.not_now");
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(job_post(&j, t->yuki, "/arrived", NULL), 200);
    CHECK_I64(job_post(&j, t->yuki, "/arrived", NULL), 200);
    CHECK_I64(world_notices(t->world, "arrived"), 2); /* two guardians, by mail */
    (void)world_step(t->world);
    town_clock(t, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(job_post(&j, t->yuki, "/arrived", NULL), 200); /* at the next stop */
    CHECK_I64(world_notices(t->world, "arrived"), 4);
    world_close(t->world);
}
