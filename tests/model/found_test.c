/* found_test.c - what the reference found, each as the shortest sequence that showed it. */
#include "app/domain/amendment.h"
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
