/* choose.c - see choose.h. */
#include "app/domain/choose.h"

#include "app/base/limits.h"
#include "app/domain/acting.h"
#include "app/domain/agreement.h"
#include "app/domain/ask.h"
#include "app/domain/booking_price.h"
#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/policy.h"
#include "db/store/guardian.h"

#include <string.h>

/* What one choice works on. */
struct choice {
    struct booking_row *b;
    const struct request_row *request;
    struct offer_row *offer;
    struct gate_row gate;
    struct request_child_row *children;
    int children_n;
    struct agreed_stop *stops;
    int stops_n;
};

struct age_span age_span(const struct request_child_row *children, int n)
{
    struct age_span span = {n > 0 ? (int)children[0].age_years : 0, 0};

    for (int i = 0; i < n; i++) {
        int age = (int)children[i].age_years;

        span.youngest = age < span.youngest ? age : span.youngest;
        span.oldest = age > span.oldest ? age : span.oldest;
    }
    return span;
}

static enum status judge_gates(struct ctx *x, const struct booking_row *b,
                               const struct community *c, struct age_span ages,
                               const struct gate_row *who)
{
    struct gate_job job = {b->kind,       NULL,        b->start_at, b->end_at,
                           ages.youngest, ages.oldest, false};
    int64_t other = 0;
    enum reason why;
    enum status s = b->trial != 0 ? store_booking_trial(x->tx, b->tie_id, b->id, &other) : OK;

    if (s == OK && b->trial != 0 && b->end_at - b->start_at > c->rules.trial_max_min * MINUTE_MS) {
        return refuse(x, R_TRIAL_TOO_LONG);
    }
    job.trial = b->trial != 0 && other == 0; /* a second one is a job like any other */
    why = gate_why_not(&c->rules, who, &job);
    return s == OK && why != R_NONE ? refuse(x, why) : s;
}

static enum status policy_job(const struct booking_row *b, const struct community *c,
                              struct age_span ages, struct policy_job *job)
{
    enum status s;

    *job = (struct policy_job){
        .community_id = b->community_id,
        .youngest_years = ages.youngest,
        .oldest_years = ages.oldest,
        .sick = b->sick != 0,
    };
    s = community_day(c, b->start_at, &job->start_day);
    return s == OK ? community_day(c, b->end_at - 1, &job->end_day) : s;
}

enum status choose_policy_job(struct ctx *x, const struct booking_row *b,
                              const struct request_child_row *children, int n,
                              struct policy_job *job)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);

    return s == OK ? policy_job(b, &c, age_span(children, n), job) : s;
}

static enum status judge_policy(struct ctx *x, struct booking_row *b, const struct community *c,
                                struct age_span ages)
{
    struct policy_job job;
    struct policy_row policy;
    enum status s = policy_job(b, c, ages, &job);

    if (s == OK) {
        s = policy_find(x, &job, &policy);
    }
    b->policy_id = s == OK ? policy.id : 0;
    return s;
}

static enum status judge_supporter_time(struct ctx *x, const struct booking_row *b,
                                        const struct community *c, int children_n)
{
    int64_t found, with;
    enum status s = store_booking_overlap(x->tx, b, c->rules.travel_buffer_min * MINUTE_MS, &found);

    if (s == OK && found != 0) {
        return refuse(x, R_BOOKING_OVERLAP_SUPPORTER);
    }
    if (s == OK) {
        s = store_booking_children_with(x->tx, b, &with);
    }
    if (s == OK && with + children_n > CHILDREN_PER_JOB_MAX) {
        return refuse(x, R_BOOKING_TOO_MANY_CHILDREN);
    }
    return s;
}

static enum status judge_children_time(struct ctx *x, const struct booking_row *b,
                                       const struct request_child_row *children, int n)
{
    int64_t found = 0;
    enum status s = OK;

    for (int i = 0; s == OK && i < n; i++) {
        s = store_booking_child_overlap(x->tx, children[i].child_id, b->id, b->start_at, b->end_at,
                                        &found);
        if (s == OK && found != 0) {
            return refuse(x, R_BOOKING_OVERLAP_CHILD);
        }
    }
    return s;
}

/* The tie that counts and the card that pays are the asker's: who has left the home is no party. */
static enum status judge_asker(struct ctx *x, const struct booking_row *b)
{
    enum status s = store_guardian_is(x->tx, b->household_id, b->guardian_id);

    return s == E_NOT_FOUND ? lost(x, R_REQUEST_CHANGED) : s;
}

enum status choose_why_not(struct ctx *x, struct booking_row *b,
                           const struct request_child_row *children, int n,
                           const struct gate_row *who)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);
    struct age_span ages = age_span(children, n);

    if (s == OK && x->now >= b->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    if (s == OK) {
        s = judge_asker(x, b);
    }
    if (s == OK) {
        s = judge_gates(x, b, &c, ages, who);
    }
    if (s == OK) {
        s = judge_policy(x, b, &c, ages);
    }
    if (s == OK) {
        s = judge_supporter_time(x, b, &c, n);
    }
    return s == OK ? judge_children_time(x, b, children, n) : s;
}

/* The booking as request and offer say it; the stops move with a shifted offer. */
static void draft(struct ctx *x, struct choice *c)
{
    const struct request_row *r = c->request;
    const struct offer_row *o = c->offer;
    int64_t shift = o->start_at - r->start_at;

    for (int i = 0; i < c->stops_n; i++) {
        c->stops[i].stop.at += shift;
    }
    *c->b = (struct booking_row){
        .id = new_id(x),
        .community_id = r->community_id,
        .request_id = r->id,
        .offer_id = o->id,
        .household_id = r->household_id,
        .guardian_id = r->asked_by,
        .supporter_id = o->supporter_id,
        .tie_id = o->tie_id,
        .kind = r->kind,
        .state = "agreed",
        .state_at = x->now,
        .version = 1,
        .start_at = o->start_at,
        .end_at = o->end_at,
        .until_at = r->until_at > o->end_at ? r->until_at : o->end_at,
        .first_place_id = c->stops_n > 0 ? c->stops[0].stop.place_id : 0,
        .last_place_id = c->stops_n > 0 ? c->stops[c->stops_n - 1].stop.place_id : 0,
        .fee_mode = o->fee_mode,
        .rate_minor = o->rate_minor,
        .waived_pct = o->waived_pct,
        .price_minor = o->price_minor,
        .currency = r->currency,
        .pay_by = o->price_minor == 0 ? "nothing" : r->pay_by,
        .tariff_id = r->tariff_id,
        .sick = r->sick,
        .trial = r->trial,
        .certificate = c->gate.certificate_until_at >= o->end_at,
        .licence = c->gate.licence_until_at >= o->end_at,
        .created_at = x->now,
    };
}

/* A joint job may name no places: it begins and ends where the two sides meet. */
static enum status meet_somewhere(struct ctx *x, struct choice *c)
{
    static const char *const acts[] = {"collect", "bring"};
    const struct request_row *r = c->request;

    c->stops = arena_alloc(x->arena, 2 * sizeof *c->stops);
    for (int i = 0; c->stops != NULL && i < 2; i++) {
        struct agreed_stop *a = &c->stops[i];

        *a = (struct agreed_stop){.children_n = c->children_n};
        a->stop =
            (struct stop_row){.seq = i + 1, .at = i == 0 ? r->start_at : r->end_at, .act = acts[i]};
        a->child_ids = arena_alloc(x->arena, sizeof(int64_t) * CHILDREN_PER_JOB_MAX);
        for (int k = 0; a->child_ids != NULL && k < c->children_n; k++) {
            a->child_ids[k] = c->children[k].child_id;
        }
        if (a->child_ids == NULL) {
            return E_BUSY;
        }
    }
    c->stops_n = 2;
    return c->stops != NULL ? OK : E_BUSY;
}

static enum status load(struct ctx *x, struct choice *c)
{
    const struct request_row *r = c->request;
    enum status s = store_request_children(x->tx, r->id, &c->children, &c->children_n);

    if (s == OK) {
        s = agreed_stops(x, r->id, 0, &c->stops, &c->stops_n);
    }
    if (s == OK && c->stops_n == 0) {
        s = meet_somewhere(x, c);
    }
    if (s == OK) {
        s = store_gate_pair(x->tx, r->community_id, r->asked_by, c->offer->supporter_id, &c->gate);
    }
    return s == E_NOT_FOUND ? refuse(x, R_GATE_NOT_AVAILABLE) : s;
}

static enum status insert_stop(struct ctx *x, const struct choice *c, const struct agreed_stop *a)
{
    struct stop_row stop = a->stop;
    enum status s;

    stop.id = new_id(x);
    s = store_stop_insert(x->tx, c->request->id, c->b->id, &stop);
    for (int i = 0; s == OK && i < a->children_n; i++) {
        s = store_stop_child_insert(x->tx, stop.id, a->child_ids[i]);
    }
    return s;
}

static enum status insert_all(struct ctx *x, const struct choice *c)
{
    enum status s = store_booking_insert(x->tx, c->b);

    for (int i = 0; s == OK && i < c->children_n; i++) {
        s = store_booking_child_insert(x->tx, c->b, c->children[i].child_id);
    }
    for (int i = 0; s == OK && i < c->stops_n; i++) {
        s = insert_stop(x, c, &c->stops[i]);
    }
    return s;
}

static enum status freeze_and_insert(struct ctx *x, struct choice *c)
{
    struct booking_child_row children[CHILDREN_PER_JOB_MAX] = {{0}};
    enum status s;

    for (int i = 0; i < c->children_n; i++) {
        children[i].child_id = c->children[i].child_id;
    }
    s = agreement_freeze(x, c->b, children, c->children_n, c->stops, c->stops_n);
    return s == OK ? insert_all(x, c) : s;
}

static enum status settle_ask(struct ctx *x, struct choice *c, enum who_moves who)
{
    struct request_row r = *c->request;
    enum status s = offer_move(x, c->offer, MOVE_OFFER_CHOOSE, who);

    if (s == OK) {
        s = request_move(x, &r, MOVE_REQUEST_MATCH, who);
    }
    return s == OK ? ask_release_others(x, r.id, c->offer->id, who) : s;
}

/* The top-up of the funder is reckoned with the rest of the price; no booking is made without. */
static enum status reckon_top_up(struct ctx *x, struct choice *c)
{
    struct price price;
    enum status s = booking_reprice_fresh(x, c->b, c->children, c->children_n, &price);

    c->b->top_up_minor = s == OK ? price.public_top_up_minor : 0;
    return s;
}

enum status choose_check(struct ctx *x, const struct request_row *r, struct offer_row *o)
{
    struct booking_row b;
    struct choice c = {.b = &b, .request = r, .offer = o};
    enum status s = load(x, &c);

    if (s != OK) {
        return s;
    }
    draft(x, &c);
    return choose_why_not(x, &b, c.children, c.children_n, &c.gate);
}

enum status choose_for(struct ctx *x, const struct request_row *r, struct offer_row *o,
                       enum who_moves who, struct booking_row *out)
{
    struct choice c = {.b = out, .request = r, .offer = o};
    enum status s = load(x, &c);

    if (s != OK) {
        return s;
    }
    draft(x, &c);
    s = store_booking_queue(x->tx, o->supporter_id);
    if (s == OK) {
        s = choose_why_not(x, out, c.children, c.children_n, &c.gate);
    }
    if (s == OK) {
        s = settle_ask(x, &c, who);
    }
    if (s == OK) {
        s = reckon_top_up(x, &c);
    }
    if (s == OK) {
        s = freeze_and_insert(x, &c);
    }
    if (s == OK) {
        s = booking_agree(x, out, who);
    }
    if (s == OK) {
        s = booking_money_moved(x, out->id);
    }
    return s == OK ? store_booking_get(x->tx, out->id, out) : s;
}

/* Still waiting for its money: the supporter hears of the choice at once all the same. */
static enum status tell_chosen(struct ctx *x, const struct booking_row *b)
{
    return strcmp(b->state, "agreed") == 0 ? notice_put(x, b->supporter_id, NOTICE_CHOSEN, b->id)
                                           : OK;
}

enum status booking_choose(struct ctx *x, void *arg)
{
    struct choose *choose = arg;
    struct offer_row offer;
    struct request_row request;
    enum status s = store_offer_get(x->tx, choose->offer_id, &offer);

    if (s == OK) {
        s = store_request_get(x->tx, offer.request_id, &request);
    }
    if (s == OK) {
        s = store_guardian_is(x->tx, request.household_id, x->member_id);
    }
    if (s == OK) {
        s = acting_may(x, request.community_id, request.household_id, offer.supporter_id);
    }
    if (s == OK) {
        s = choose_for(x, &request, &offer, BY_GUARDIAN, &choose->booking);
    }
    if (s == OK) {
        s = acting_spend(x, "choose", offer.id, choose->booking.price_minor);
    }
    return s == OK ? tell_chosen(x, &choose->booking) : s;
}
