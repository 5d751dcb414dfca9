/* amendment_apply.c - see amendment_apply.h. */
#include "app/domain/amendment_apply.h"

#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/agreement.h"
#include "app/domain/booking_effects.h"
#include "app/domain/child_age.h"
#include "app/domain/choose.h"
#include "app/domain/community.h"
#include "app/domain/coverage.h"
#include "app/domain/ids.h"
#include "app/domain/notice.h"
#include "app/domain/payment.h"
#include "app/domain/policy.h"

#include <string.h>

/* The children who are still in the job, with their ages on the new day. */
static enum status load_children(struct ctx *x, const struct booking_row *wished,
                                 struct request_child_row out[CHILDREN_PER_JOB_MAX], int *n)
{
    struct booking_child_row *in;
    struct community c;
    int64_t day = 0;
    int rows = 0;
    enum status s = community_get(x, wished->community_id, &c);

    *n = 0;
    if (s == OK) {
        s = community_day(&c, wished->start_at, &day);
    }
    if (s == OK) {
        s = store_booking_children(x->tx, wished->id, &in, &rows);
    }
    for (int i = 0; s == OK && i < rows; i++) {
        if (in[i].dropped_at == 0) {
            out[*n].child_id = in[i].child_id;
            s = child_age(x, in[i].child_id, day, &out[*n].age_years);
            *n += 1;
        }
    }
    return s;
}

/* The record that was issued names its policy: another one can't take over the same job. */
static enum status keep_policy(struct ctx *x, const struct booking_row *b,
                               struct booking_row *wished, const struct request_child_row *children,
                               int n)
{
    struct policy_job job;
    struct policy_row policy;
    enum reason why;
    enum status s;

    if (strcmp(b->state, "confirmed") != 0 || wished->policy_id == b->policy_id) {
        return OK;
    }
    s = choose_policy_job(x, wished, children, n, &job);
    if (s == OK) {
        s = store_policy_get(x->tx, b->policy_id, &policy);
    }
    if (s != OK) {
        return s;
    }
    why = policy_why_not(&policy, &job);
    wished->policy_id = b->policy_id;
    return why != R_NONE ? refuse(x, why) : OK;
}

enum status amendment_judge(struct ctx *x, const struct booking_row *b, struct booking_row *wished)
{
    struct request_child_row children[CHILDREN_PER_JOB_MAX];
    struct gate_row gate;
    int n;
    enum status s = load_children(x, wished, children, &n);

    if (s == OK) {
        s = store_gate_pair(x->tx, b->community_id, b->guardian_id, b->supporter_id, &gate);
        s = s == E_NOT_FOUND ? refuse(x, R_GATE_NOT_AVAILABLE) : s;
    }
    if (s == OK) {
        s = choose_why_not(x, wished, children, n, &gate);
    }
    return s == OK ? keep_policy(x, b, wished, children, n) : s;
}

static enum status freeze(struct ctx *x, struct booking_row *wished)
{
    struct booking_child_row *children;
    struct agreed_stop *stops;
    int children_n, stops_n;
    enum status s = store_booking_children(x->tx, wished->id, &children, &children_n);

    if (s == OK) {
        s = agreed_stops(x, wished->request_id, wished->id, &stops, &stops_n);
    }
    return s == OK ? agreement_freeze(x, wished, children, children_n, stops, stops_n) : s;
}

static enum status store(struct ctx *x, const struct booking_row *b, struct booking_row *wished)
{
    struct stops_shift shift = {wished->start_at - b->start_at, b->end_at, wished->end_at};
    enum status s = store_stops_shift(x->tx, b->id, &shift);

    wished->version = b->version + 1;
    if (s == OK) {
        s = freeze(x, wished);
    }
    if (s == OK) {
        s = store_booking_amend(x->tx, wished);
    }
    return s == E_CONFLICT ? lost(x, R_BOOKING_CHANGED) : s;
}

static enum status tell(struct ctx *x, const struct booking_row *b)
{
    enum status s = notice_put(x, b->supporter_id, NOTICE_CHANGED, b->id);

    return s == OK ? notice_put_guardians(x, b->household_id, 0, NOTICE_CHANGED, b->id) : s;
}

static const char *detail_of(struct ctx *x, const struct amendment_row *a,
                             const struct booking_row *b)
{
    struct doc d;

    doc_init(&d, x->arena, 256);
    doc_object(&d, NULL);
    ids_doc(&d, "amendment_id", ID_AMENDMENT, a->id);
    doc_int(&d, "version", b->version);
    doc_end(&d);
    return doc_done(&d);
}

/* What follows a new version, in the state that the booking keeps. */
static enum status follow_up(struct ctx *x, const struct amendment_row *a,
                             const struct booking_row *b)
{
    bool confirmed = strcmp(b->state, "confirmed") == 0;
    const char *detail = detail_of(x, a, b);
    enum status s = detail != NULL ? booking_fact(x, b, "amended", detail) : E_BUSY;

    if (s == OK && confirmed) {
        s = coverage_note(x, b->id, "amended", b->start_at, b->end_at);
    }
    if (s == OK) {
        s = payment_reprice(x, b);
    }
    if (s == OK) {
        s = booking_timers(x, b,
                           process_row(confirmed ? MOVE_BOOKING_CONFIRM : MOVE_BOOKING_AGREE));
    }
    return s == OK ? tell(x, b) : s;
}

enum status amendment_apply(struct ctx *x, const struct amendment_row *a, struct booking_row *b)
{
    struct booking_row wished = *b;
    enum status s;

    wished.start_at = a->start_at;
    wished.end_at = a->end_at;
    wished.until_at = a->until_at;
    wished.price_minor = a->price_minor;
    wished.top_up_minor = a->top_up_minor;
    s = amendment_judge(x, b, &wished);
    if (s == OK) {
        s = store(x, b, &wished);
    }
    if (s == OK) {
        s = follow_up(x, a, &wished);
    }
    if (s == OK) {
        s = booking_money_moved(x, b->id);
    }
    return s == OK ? store_booking_get(x->tx, b->id, b) : s;
}

enum status amendment_apply_price(struct ctx *x, const struct amendment_row *a,
                                  struct booking_row *b)
{
    struct booking_row wished = *b;
    const char *detail;
    enum status s;

    wished.price_minor = a->price_minor;
    wished.version = b->version + 1;
    s = freeze(x, &wished);
    if (s == OK) {
        s = store_booking_amend(x->tx, &wished);
        s = s == E_CONFLICT ? lost(x, R_BOOKING_CHANGED) : s;
    }
    detail = s == OK ? detail_of(x, a, &wished) : NULL;
    if (s == OK) {
        s = detail != NULL ? booking_fact(x, &wished, "amended", detail) : E_BUSY;
    }
    if (s == OK) {
        s = payment_reprice(x, &wished);
    }
    if (s == OK) {
        s = tell(x, &wished);
    }
    return s == OK ? store_booking_get(x->tx, b->id, b) : s;
}
