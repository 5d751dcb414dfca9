/* late.c - see late.h. */
#include "app/domain/late.h"

#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/community.h"
#include "app/domain/next_adult.h"
#include "app/domain/notice.h"
#include "app/domain/overrun.h"
#include "app/domain/timer.h"

#include <string.h>

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* The watch over the end moves with it; what is due in the past has been said. */
static enum status move_timers(struct ctx *x, const struct booking_row *b,
                               const struct expectation *e)
{
    struct community c;
    int64_t both_at = late_due_at(b, e, OVERDUE_MS), staff_at = 0;
    enum status s = OK;

    if (!is(b->state, "in_care")) {
        return OK; /* they are set when it begins */
    }
    if (both_at > x->now) {
        s = timer_put(x, "booking.overdue", b->id, both_at);
    }
    s = s == OK ? community_get(x, b->community_id, &c) : s;
    staff_at = s == OK ? late_due_at(b, e, c.rules.late_task_min * MINUTE_MS) : 0;
    return s == OK && staff_at > x->now ? timer_put(x, "booking.overdue_staff", b->id, staff_at)
                                        : s;
}

static const char *side_of(unsigned who)
{
    return who == BY_SUPPORTER ? "supporter" : "guardian";
}

static enum status tell_other(struct ctx *x, const struct booking_row *b, unsigned who,
                              enum notice_kind kind)
{
    return who == BY_SUPPORTER ? notice_put_guardians(x, b->household_id, 0, kind, b->id)
                               : notice_put(x, b->supporter_id, kind, b->id);
}

static const char *detail_of(struct ctx *x, const struct late_row *r)
{
    struct doc d;

    doc_init(&d, x->arena, 256);
    doc_object(&d, NULL);
    doc_int(&d, "expected_at", r->expected_at);
    doc_int(&d, "minutes", r->minutes);
    doc_text(&d, "side", r->side);
    doc_text(&d, "what", r->what);
    doc_end(&d);
    return doc_done(&d);
}

static bool may_say(const struct booking_row *b, const char *what)
{
    return is(b->state, "confirmed") || (is(b->state, "in_care") && is(what, "end"));
}

static bool minutes_ok(int64_t minutes)
{
    return minutes == 10 || minutes == 20 || minutes == 30 || minutes == 60;
}

/* The same tap again, by whichever guardian. */
static bool said_already(const struct expectation *e, const struct late_row *r)
{
    for (int i = 0; i < e->n; i++) {
        const struct late_row *old = &e->lates[i];

        if (is(old->what, r->what) && is(old->side, r->side) && old->minutes == r->minutes &&
            (old->expected_at == r->expected_at || r->said_at - old->said_at < SAME_TAP_MS)) {
            return true;
        }
    }
    return false;
}

static enum status note(struct ctx *x, struct late_say *l, const struct late_row *r, unsigned who)
{
    const struct booking_row *b = &l->booking;
    const char *detail = detail_of(x, r);
    enum status s = detail != NULL ? store_late_put(x->tx, r) : E_BUSY;

    if (s == OK) {
        s = booking_fact(x, b, "late", detail);
    }
    if (s == OK) {
        s = late_expectation(x, b, &l->expected);
    }
    if (s == OK) {
        s = move_timers(x, b, &l->expected);
    }
    return s == OK ? tell_other(x, b, who, NOTICE_LATE) : s;
}

/* What an end after "at the latest", or into the next job, brings along. */
static enum status follow(struct ctx *x, struct late_say *l)
{
    const struct booking_row *b = &l->booking;
    enum status s = OK;

    if (l->expected.end_at > b->until_at && !l->expected.named) {
        s = next_adult_settle(x, b, &l->expected);
    }
    return s == OK ? overrun_check(x, b, l->expected.end_at) : s;
}

static struct late_row row_of(const struct ctx *x, const struct late_say *l, unsigned who)
{
    const struct booking_row *b = &l->booking;
    int64_t agreed = is(l->what, "start") ? b->start_at : b->end_at;

    return (struct late_row){
        .booking_id = b->id,
        .what = l->what,
        .side = side_of(who),
        .said_by = x->member_id,
        .minutes = l->minutes,
        .expected_at = (agreed > x->now ? agreed : x->now) + l->minutes * MINUTE_MS,
        .said_at = x->now,
    };
}

enum status late_say(struct ctx *x, void *arg)
{
    struct late_say *l = arg;
    struct late_row r;
    unsigned who;
    enum status s = booking_for_party(x, l->booking_id, &l->booking, &who);

    if (s != OK) {
        return s;
    }
    if (l->what == NULL) {
        l->what = who == BY_SUPPORTER && is(l->booking.state, "confirmed") ? "start" : "end";
    }
    if (!minutes_ok(l->minutes)) {
        return invalid(x, "minutes");
    }
    if (!may_say(&l->booking, l->what)) {
        return refuse(x, R_LATE_NOT_NOW);
    }
    r = row_of(x, l, who);
    s = late_expectation(x, &l->booking, &l->expected);
    if (s != OK || said_already(&l->expected, &r)) {
        return s;
    }
    s = booking_fact_room(x, l->booking_id, "late");
    s = s == OK ? note(x, l, &r, who) : s;
    return s == OK ? follow(x, l) : s;
}

static bool side_said(const struct expectation *e, unsigned who)
{
    for (int i = 0; i < e->n; i++) {
        if (is(e->lates[i].side, side_of(who))) {
            return true;
        }
    }
    return false;
}

enum status late_take_back(struct ctx *x, void *arg)
{
    struct late_say *l = arg;
    const struct booking_row *b = &l->booking;
    unsigned who;
    enum status s = booking_for_party(x, l->booking_id, &l->booking, &who);

    if (s == OK && !is(b->state, "confirmed") && !is(b->state, "in_care")) {
        return refuse(x, R_LATE_NOT_NOW);
    }
    s = s == OK ? late_expectation(x, b, &l->expected) : s;
    if (s != OK || !side_said(&l->expected, who)) {
        return s;
    }
    s = store_late_take_back(x->tx, b->id, side_of(who), x->now);
    if (s == OK) {
        s = booking_fact(x, b, "late_taken_back", "");
    }
    if (s == OK) {
        s = late_expectation(x, b, &l->expected);
    }
    if (s == OK) {
        s = move_timers(x, b, &l->expected);
    }
    return s == OK ? tell_other(x, b, who, NOTICE_ON_TIME) : s;
}
