/* found_test.c - what the reference found, each as the shortest sequence that showed it. */
#include "app/domain/amendment.h"
#include "app/domain/cancel.h"
#include "app/domain/handover.h"
#include "tests/job.h"
#include "tests/test.h"

/* Proposed, begun and ended in one instant: it is no lower price after the job, and changing the
 * hours of what is over must not look done. */
TEST_BOTH(an_amendment_of_the_times_is_never_taken_for_one_of_the_price)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct ctx parent, helper;
    struct amendment_propose change = {0};
    struct amendment_answer answer = {0};
    struct handover h = {.proof = "supporter_tap"};

    job_book(&j);
    parent = world_ctx(t->world, t->sato.parent->id);
    helper = world_ctx(t->world, t->yuki->id);
    helper.now = parent.now;
    change.booking_id = h.booking_id = j.booking_id;
    change.end_at = j.end_at + HOUR_MS;
    CHECK_STATUS(ctx_tx(&parent, amendment_propose, &change), OK);
    h.way = "in";
    CHECK_STATUS(ctx_tx(&helper, handover_note, &h), OK);
    h.way = "out";
    CHECK_STATUS(ctx_tx(&helper, handover_note, &h), OK);
    answer.id = change.row.id;
    CHECK_STATUS(ctx_tx(&helper, amendment_accept, &answer), E_CONFLICT);
    CHECK_TEXT(reason_text(helper.reason), "booking.changed");
    world_close(t->world);
}

/* Given back after the amended start: nobody in reserve is asked for hours that have begun, and the
 * ask stays as it was. */
TEST_BOTH(an_amended_job_given_back_after_its_start_asks_nobody)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct ctx parent, helper;
    struct amendment_propose change = {0};
    struct amendment_answer answer = {0};
    struct cancel cancel = {.cause = ""};

    job_ask(&j);
    (void)job_offer(&j, t->mio, "reserve");
    parent = world_ctx(t->world, t->sato.parent->id);
    helper = world_ctx(t->world, t->yuki->id);
    CHECK_STATUS(job_choose(&j, &parent.reason), OK);
    change.booking_id = cancel.booking_id = j.booking_id;
    change.start_at = j.start_at - 30 * MINUTE_MS;
    CHECK_STATUS(ctx_tx(&parent, amendment_propose, &change), OK);
    answer.id = change.row.id;
    CHECK_STATUS(ctx_tx(&helper, amendment_accept, &answer), OK);
    helper.now = change.start_at;
    CHECK_STATUS(ctx_tx(&helper, booking_cancel, &cancel), OK);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer WHERE state = 'reserve'"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request WHERE state = 'matched'"), 1);
    CHECK_I64(town_count(t, "SELECT start_at FROM request"), j.start_at);
    world_close(t->world);
}
