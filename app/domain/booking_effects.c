/* booking_effects.c - see booking_effects.h. */
#include "app/domain/booking_effects.h"

#include "app/domain/booking_price.h"
#include "app/domain/coverage.h"
#include "app/domain/expectation.h"
#include "app/domain/notice.h"
#include "app/domain/payment.h"
#include "app/domain/receipt.h"
#include "app/domain/reopen.h"
#include "app/domain/retime.h"
#include "app/domain/timer.h"
#include "db/store/disaster.h"
#include "db/store/no_show.h"
#include "db/store/tie.h"

#include <assert.h>
#include <string.h>

/* One run of a row; what the effects need to know. */
struct run {
    const struct transition *row;
    enum who_moves who;
};

enum status booking_all_back(struct ctx *x, const struct booking_row *b, bool *all)
{
    struct booking_child_row *children;
    int n;
    enum status s = store_booking_children(x->tx, b->id, &children, &n);

    *all = s == OK;
    for (int i = 0; s == OK && i < n; i++) {
        bool still_out = children[i].in_at != 0 && children[i].out_at == 0;
        bool still_to_come = children[i].in_at == 0 && x->now < b->end_at;

        if (children[i].dropped_at == 0 && (still_out || still_to_come)) {
            *all = false;
        }
    }
    return s;
}

static enum status claim_stands(struct ctx *x, const struct booking_row *b, bool *stands)
{
    struct no_show_row claim;
    enum status s = store_no_show_get(x->tx, b->id, &claim);

    *stands = s == OK && claim.contested_at == 0 && claim.closed_at == 0 &&
              x->now >= claim.opened_at + NO_SHOW_CONTEST_MS;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status claim_decided(struct ctx *x, const struct booking_row *b, bool *decided)
{
    struct no_show_row claim;
    enum status s = store_no_show_get(x->tx, b->id, &claim);

    *decided = s == OK && claim.decision != NULL && claim.closed_at == 0;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status holds(struct ctx *x, const struct booking_row *b, enum guard guard, bool *held)
{
    switch (guard) {
    case GUARD_NONE:
        *held = true;
        return OK;
    case GUARD_NOT_STARTED:
        *held = x->now < b->start_at;
        return OK;
    case GUARD_MONEY_SECURED:
        return payment_secured(x, b->id, held);
    case GUARD_ALL_BACK:
        return booking_all_back(x, b, held);
    case GUARD_HOURS_AGREED:
        *held = b->actual_end_at != 0;
        return OK;
    case GUARD_ALL_PAID:
        return payment_settled(x, b->id, held);
    case GUARD_CLAIM_STANDS:
        return claim_stands(x, b, held);
    case GUARD_CLAIM_DECIDED:
        return claim_decided(x, b, held);
    case GUARD_FREE: /* choose.c judges it, before there is a booking */
        break;
    }
    assert(false && "a guard that no booking move has");
    return E_INTERNAL;
}

enum status booking_guard(struct ctx *x, const struct booking_row *b, enum guard guard)
{
    bool held;
    enum status s = holds(x, b, guard, &held);

    return s == OK && !held ? lost(x, R_BOOKING_CHANGED) : s;
}

static enum status open_payment(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return payment_open(x, b);
}

static enum status issue_coverage(struct ctx *x, struct booking_row *b, const struct run *run)
{
    struct booking_child_row *children;
    int n;
    enum status s = store_booking_children(x->tx, b->id, &children, &n);

    (void)run;
    return s == OK ? coverage_issue(x, b, children, n) : s;
}

static enum status coverage_began(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return coverage_note(x, b->id, "began", 0, 0);
}

static enum status coverage_actual(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return coverage_note(x, b->id, "actual", b->actual_start_at, b->actual_end_at);
}

static enum status coverage_unused(struct ctx *x, struct booking_row *b, const struct run *run)
{
    bool no_show = strcmp(run->row->to, "no_show") == 0;

    return coverage_note(x, b->id, no_show ? "no_show" : "cancelled_before", 0, 0);
}

static enum status collect(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return payment_collect(x, b);
}

static enum status overtime(struct ctx *x, struct booking_row *b, const struct run *run)
{
    struct overtime o;
    bool disaster;
    enum status s = booking_overtime(x, b, b->actual_end_at, &o);

    (void)run;
    if (s == OK) {
        s = store_disaster_touches(x->tx, b->community_id, b->actual_start_at, b->actual_end_at,
                                   &disaster);
    }
    if (s != OK || o.guardian_pays_minor == 0 || disaster) {
        return s;
    }
    s = payment_overtime(x, b, o.guardian_pays_minor);
    return s == OK ? notice_put(x, b->guardian_id, NOTICE_OVERTIME, b->id) : s;
}

/* Nobody owes a fee for a supporter who did not come, nor where nobody said who was missing, nor in
 * a disaster. */
static enum status charged_by_ladder(struct ctx *x, const struct booking_row *b,
                                     const struct run *run, bool *charged)
{
    struct no_show_row claim;
    const char *missing;
    bool disaster;
    enum status s = store_disaster_touches(x->tx, b->community_id, b->start_at, x->now, &disaster);

    if (s == OK && !disaster) {
        s = store_disaster_is_on(x->tx, b->community_id, &disaster);
    }
    *charged = s == OK && !disaster;
    if (s != OK || disaster || strcmp(run->row->to, "no_show") != 0) {
        return s;
    }
    s = store_no_show_get(x->tx, b->id, &claim);
    missing = s != OK ? NULL : claim.decision != NULL ? claim.decision : claim.against;
    *charged = missing != NULL && strcmp(missing, "guardian") == 0;
    return s;
}

static enum status ladder(struct ctx *x, struct booking_row *b, const struct run *run)
{
    struct cancel_fee fee = {0};
    enum cancel_cause cause = CAUSE_NONE;
    bool charged;
    enum status s = charged_by_ladder(x, b, run, &charged);

    if (s == OK && b->cancel_why != NULL) {
        s = cancel_cause_parse(b->cancel_why, &cause);
    }
    if (s == OK && charged) {
        s = booking_cancel_fee(x, b, x->now, cause, false, &fee);
    }
    return s == OK ? payment_fee(x, b, fee.fee_minor) : s;
}

static enum status release_money(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return payment_release(x, b->id);
}

static enum status reopen(struct ctx *x, struct booking_row *b, const struct run *run)
{
    bool too_late;
    enum status s = ask_retime(x, b, run->who, &too_late);

    return s == OK && !too_late ? ask_reopen(x, b->request_id, b->offer_id, run->who) : s;
}

static enum status count_job(struct ctx *x, struct booking_row *b, const struct run *run)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);
    bool trial = s == OK && (strcmp(b->kind, "joint") == 0 ||
                             b->end_at - b->start_at <= c.rules.trial_max_min * MINUTE_MS);

    (void)run;
    return s == OK ? store_tie_job_done(x->tx, b->tie_id, trial) : s;
}

static enum status receipt(struct ctx *x, struct booking_row *b, const struct run *run)
{
    (void)run;
    return receipt_issue(x, b);
}

/* What each move is called in the notices. */
static enum notice_kind notice_of(enum move move)
{
    switch (move) {
    case MOVE_BOOKING_CONFIRM:
        return NOTICE_CONFIRMED;
    case MOVE_BOOKING_BEGIN:
        return NOTICE_HANDED_IN;
    case MOVE_BOOKING_RETURN:
        return NOTICE_RETURNED;
    case MOVE_BOOKING_SETTLE:
        return NOTICE_RECEIPT;
    case MOVE_BOOKING_NO_SHOW:
    case MOVE_BOOKING_DECIDE_NO_SHOW:
        return NOTICE_NO_SHOW;
    case MOVE_BOOKING_FAIL_PAYMENT:
        return NOTICE_PAYMENT_FAILED;
    default:
        return NOTICE_CANCELLED;
    }
}

static enum status tell_guardians(struct ctx *x, struct booking_row *b, const struct run *run)
{
    int64_t but =
        run->who == BY_GUARDIAN && notice_of(run->row->move) == NOTICE_CANCELLED ? x->member_id : 0;

    return notice_put_guardians(x, b->household_id, but, notice_of(run->row->move), b->id);
}

static enum status tell_supporter(struct ctx *x, struct booking_row *b, const struct run *run)
{
    if (run->who == BY_SUPPORTER && notice_of(run->row->move) == NOTICE_CANCELLED) {
        return OK;
    }
    return notice_put(x, b->supporter_id, notice_of(run->row->move), b->id);
}

typedef enum status (*effect_fn)(struct ctx *x, struct booking_row *b, const struct run *run);

/* FX_FREEZE is done before the row exists (choose.c, amendment.c): its columns hold the document.
 */
static const struct {
    enum effect effect;
    effect_fn run;
} effects[] = {
    {FX_OPEN_PAYMENT, open_payment},
    {FX_ISSUE_COVERAGE, issue_coverage},
    {FX_COVERAGE_BEGAN, coverage_began},
    {FX_COVERAGE_ACTUAL, coverage_actual},
    {FX_COVERAGE_UNUSED, coverage_unused},
    {FX_COUNT_JOB, count_job},
    {FX_OVERTIME, overtime},
    {FX_COLLECT, collect},
    {FX_LADDER, ladder},
    {FX_RELEASE_MONEY, release_money},
    {FX_REOPEN, reopen},
    {FX_RECEIPT, receipt},
    {FX_TELL_GUARDIANS, tell_guardians},
    {FX_TELL_SUPPORTER, tell_supporter},
};

enum status booking_effects(struct ctx *x, struct booking_row *b, const struct transition *row,
                            enum who_moves who)
{
    struct run run = {row, who};
    enum status s = OK;

    for (size_t i = 0; s == OK && i < sizeof effects / sizeof *effects; i++) {
        if ((row->effects & effects[i].effect) != 0) {
            s = effects[i].run(x, b, &run);
        }
    }
    return s;
}

static int64_t rule_ms(const struct rules *rules, const char *name)
{
    for (int i = 0; i < RULES_COUNT; i++) {
        const struct rule *rule = &rules_all()[i];

        if (strcmp(rule->name, name) == 0) {
            return rules_value(rules, i) * (strcmp(rule->unit, "hours") == 0 ? HOUR_MS : MINUTE_MS);
        }
    }
    assert(false && "a timer names a rule that there is not");
    return 0;
}

#define UNNAMED_LATEST_MS (15 * MINUTE_MS) /* with the first word about an overdue child */

/* What a timer counts with. */
struct reckoning {
    const struct booking_row *b;
    struct rules rules;
    struct expectation expected;
};

static int64_t due_at(const struct process_timer *t, const struct reckoning *r, int64_t now)
{
    int64_t after = t->rule != NULL ? rule_ms(&r->rules, t->rule) : t->offset_min * MINUTE_MS;

    switch (t->from) {
    case FROM_START:
        return r->b->start_at + after;
    case FROM_END:
        return late_due_at(r->b, &r->expected, after);
    case LATEST: /* who named none is not called in the very minute of the end */
        return r->b->until_at > r->b->end_at
                   ? r->b->until_at + after
                   : late_due_at(r->b, &r->expected, after + UNNAMED_LATEST_MS);
    default:
        return now + after;
    }
}

enum status booking_timers(struct ctx *x, const struct booking_row *b, const struct transition *row)
{
    struct reckoning r = {.b = b, .expected = {.start_at = b->start_at, .end_at = b->end_at}};
    enum status s = timer_cancel_all(x, b->id);

    if (s != OK || row->timers[0].kind == NULL) {
        return s;
    }
    s = rules_of(x, b->community_id, &r.rules);
    if (s == OK && row->timers[0].from == FROM_END) {
        s = late_expectation(x, b, &r.expected);
    }
    for (int i = 0; s == OK && i < TRANSITION_TIMERS_MAX && row->timers[i].kind != NULL; i++) {
        const struct process_timer *t = &row->timers[i];

        s = timer_put(x, t->kind, b->id, due_at(t, &r, x->now));
    }
    return s;
}
