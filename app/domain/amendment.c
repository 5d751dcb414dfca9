/* amendment.c - see amendment.h. Carrying out an accepted one is in amendment_apply.c. */
#include "app/domain/amendment.h"

#include "app/base/limits.h"
#include "app/domain/amendment_apply.h"
#include "app/domain/booking_price.h"
#include "app/domain/notice.h"
#include "app/domain/rules.h"
#include "app/domain/timer.h"

#include <string.h>

static bool can_change(const struct booking_row *b)
{
    return strcmp(b->state, "agreed") == 0 || strcmp(b->state, "confirmed") == 0;
}

static bool is_over(const struct booking_row *b)
{
    return strcmp(b->state, "returned") == 0;
}

static enum status room_for_one(struct ctx *x, const struct booking_row *b)
{
    struct amendment_row *rows;
    int n;
    enum status s = store_amendments(x->tx, b->id, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (strcmp(rows[i].state, "proposed") == 0) {
            return refuse(x, R_AMENDMENT_OPEN);
        }
    }
    return s == OK && n >= AMENDMENTS_PER_BOOKING_MAX ? refuse(x, R_AMENDMENT_TOO_MANY) : s;
}

static enum status why_not_propose(struct ctx *x, const struct booking_row *b, bool price)
{
    if (price ? !is_over(b) : !can_change(b)) {
        return refuse(x, R_AMENDMENT_NOT_NOW);
    }
    if (!price && x->now >= b->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    return room_for_one(x, b);
}

static enum status check_minimum(struct ctx *x, const struct booking_row *wished)
{
    return strcmp(wished->pay_by, "card") == 0 && wished->price_minor > 0 &&
                   wished->price_minor < CARD_MINOR_MIN
               ? refuse(x, R_PAYMENT_BELOW_MINIMUM)
               : OK;
}

/* The hours are a matter of the report; here the price alone goes down. */
static enum status take_price(struct ctx *x, const struct amendment_propose *p,
                              const struct booking_row *b, struct booking_row *wished)
{
    *wished = *b;
    wished->price_minor = p->price_minor;
    if (p->start_at != 0 || p->end_at != 0 || p->until_at != 0 ||
        p->price_minor >= b->price_minor) {
        return invalid(x, "price_minor");
    }
    return check_minimum(x, wished);
}

static enum status take_times(struct ctx *x, const struct amendment_propose *p,
                              const struct booking_row *b, struct booking_row *wished)
{
    *wished = *b;
    wished->start_at = p->start_at != 0 ? p->start_at : b->start_at;
    wished->end_at = p->end_at != 0 ? p->end_at : b->end_at;
    wished->until_at = p->until_at != 0 ? p->until_at : wished->end_at + (b->until_at - b->end_at);
    if (wished->start_at - x->now > ASK_AHEAD_MS_MAX) {
        return invalid(x, "start_at");
    }
    if (wished->end_at <= wished->start_at || wished->end_at - wished->start_at > JOB_MS_MAX) {
        return invalid(x, "end_at");
    }
    if (wished->until_at < wished->end_at || wished->until_at - wished->start_at > JOB_MS_MAX) {
        return invalid(x, "until_at");
    }
    return wished->start_at == b->start_at && wished->end_at == b->end_at &&
                   wished->until_at == b->until_at
               ? refuse(x, R_AMENDMENT_SAME)
               : OK;
}

static enum status price_it(struct ctx *x, struct booking_row *wished)
{
    struct price price;
    enum status s = booking_reprice(x, wished, wished->start_at, wished->end_at, &price);

    wished->price_minor = s == OK ? price.guardian_pays_minor : 0;
    wished->top_up_minor = s == OK ? price.public_top_up_minor : 0;
    return s == OK ? check_minimum(x, wished) : s;
}

static enum status change_times(struct ctx *x, const struct amendment_propose *p,
                                const struct booking_row *b, struct booking_row *wished)
{
    enum status s = take_times(x, p, b, wished);

    if (s == OK) {
        s = price_it(x, wished);
    }
    return s == OK ? amendment_judge(x, b, wished) : s;
}

/* Until when it can be answered: the start, or, after the job, until the hours count by themselves.
 */
static enum status expires_at(struct ctx *x, const struct amendment_row *a,
                              const struct booking_row *b, int64_t *at)
{
    struct rules rules;
    enum status s = rules_of(x, b->community_id, &rules);

    *at = a->start_at < b->start_at ? a->start_at : b->start_at;
    if (s == OK && is_over(b)) {
        *at = b->state_at + rules.report_h * HOUR_MS;
    }
    return s;
}

static struct amendment_row row_of(struct ctx *x, const struct booking_row *wished)
{
    return (struct amendment_row){
        .id = new_id(x),
        .booking_id = wished->id,
        .proposed_by = x->member_id,
        .version = wished->version,
        .start_at = wished->start_at,
        .end_at = wished->end_at,
        .until_at = wished->until_at,
        .price_minor = wished->price_minor,
        .top_up_minor = wished->top_up_minor,
        .state = "proposed",
        .state_at = x->now,
        .created_at = x->now,
    };
}

static enum status put(struct ctx *x, const struct amendment_row *a, const struct booking_row *b,
                       unsigned who)
{
    int64_t at = 0;
    enum status s = store_amendment_insert(x->tx, a);

    if (s == OK) {
        s = expires_at(x, a, b, &at);
    }
    if (s == OK) {
        s = timer_put(x, "amendment.expire", a->id, at);
    }
    if (s != OK) {
        return s;
    }
    return who == BY_SUPPORTER
               ? notice_put_guardians(x, b->household_id, 0, NOTICE_CHANGE_ASKED, a->id)
               : notice_put(x, b->supporter_id, NOTICE_CHANGE_ASKED, a->id);
}

enum status amendment_propose(struct ctx *x, void *arg)
{
    struct amendment_propose *p = arg;
    struct booking_row b, wished;
    unsigned who;
    enum status s = booking_for_party(x, p->booking_id, &b, &who);

    if (s == OK) {
        s = why_not_propose(x, &b, p->has_price);
    }
    if (s == OK) {
        s = p->has_price ? take_price(x, p, &b, &wished) : change_times(x, p, &b, &wished);
    }
    if (s != OK) {
        return s;
    }
    p->row = row_of(x, &wished);
    return p->only_look ? OK : put(x, &p->row, &b, who);
}

static bool is(const struct amendment_row *a, const char *state)
{
    return strcmp(a->state, state) == 0;
}

/* Reads both; *own: the caller is on the side that proposed it. */
static enum status load(struct ctx *x, struct amendment_answer *a, bool *own)
{
    unsigned who;
    enum status s = store_amendment_get(x->tx, a->id, &a->row);

    if (s == OK) {
        s = booking_for_party(x, a->row.booking_id, &a->booking, &who);
    }
    *own = s == OK && (who == BY_SUPPORTER) == (a->row.proposed_by == a->booking.supporter_id);
    return s;
}

/* The same answer again finds the work done; *done. Else it must be open still. */
static enum status must_be_open(struct ctx *x, const struct amendment_row *a, const char *to,
                                bool *done)
{
    *done = is(a, to);
    return is(a, "proposed") || *done ? OK : lost(x, R_AMENDMENT_CHANGED);
}

static enum status close_as(struct ctx *x, struct amendment_answer *a, const char *to)
{
    enum status s = store_amendment_move(x->tx, a->row.id, to, x->now);

    if (s == E_CONFLICT) {
        return lost(x, R_AMENDMENT_CHANGED);
    }
    a->row.state = to;
    a->row.state_at = x->now;
    return s == OK ? timer_cancel_all(x, a->row.id) : s;
}

/* One of the price alone, as it is proposed after the job: any other changes a time. */
static bool of_price(const struct amendment_answer *a)
{
    const struct amendment_row *row = &a->row;
    const struct booking_row *b = &a->booking;

    return is_over(b) && row->start_at == b->start_at && row->end_at == b->end_at &&
           row->until_at == b->until_at;
}

enum status amendment_accept(struct ctx *x, void *arg)
{
    struct amendment_answer *a = arg;
    bool own, done, price;
    enum status s = load(x, a, &own);

    if (s == OK && own) {
        return refuse(x, R_AMENDMENT_OWN);
    }
    if (s == OK) {
        s = must_be_open(x, &a->row, "accepted", &done);
    }
    if (s != OK || done) {
        return s;
    }
    price = of_price(a);
    if ((!price && !can_change(&a->booking)) || a->booking.version != a->row.version) {
        return lost(x, R_BOOKING_CHANGED);
    }
    if (!price && x->now >= a->booking.start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    s = close_as(x, a, "accepted");
    if (s != OK) {
        return s;
    }
    return price ? amendment_apply_price(x, &a->row, &a->booking)
                 : amendment_apply(x, &a->row, &a->booking);
}

enum status amendment_decline(struct ctx *x, void *arg)
{
    struct amendment_answer *a = arg;
    bool own, done;
    enum status s = load(x, a, &own);

    if (s == OK && own) {
        return refuse(x, R_AMENDMENT_OWN);
    }
    if (s == OK) {
        s = must_be_open(x, &a->row, "declined", &done);
    }
    s = s == OK && !done ? close_as(x, a, "declined") : s;
    return s == OK && !done ? notice_put(x, a->row.proposed_by, NOTICE_CHANGE_DECLINED, a->row.id)
                            : s;
}

enum status amendment_withdraw(struct ctx *x, void *arg)
{
    struct amendment_answer *a = arg;
    bool own, done;
    enum status s = load(x, a, &own);

    if (s == OK && !own) {
        return refuse(x, R_AMENDMENT_THEIRS);
    }
    if (s == OK) {
        s = must_be_open(x, &a->row, "withdrawn", &done);
    }
    return s == OK && !done ? close_as(x, a, "withdrawn") : s;
}

enum status amendment_list(struct ctx *x, void *arg)
{
    struct amendment_list *list = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, list->booking_id, &b, &who);

    return s == OK ? store_amendments_after(x->tx, b.id, list->after_id, list->max, &list->rows,
                                            &list->n)
                   : s;
}

enum status amendment_expire(struct ctx *x, int64_t amendment_id)
{
    enum status s = store_amendment_move(x->tx, amendment_id, "expired", x->now);

    return s == E_CONFLICT ? OK : s; /* answered meanwhile */
}
