/* drive_do.c - drive_do() of drive.h: one act of the model, done by the domain's own operations. */
#include "app/base/arena.h"
#include "app/domain/amendment.h"
#include "app/domain/cancel.h"
#include "app/domain/child_drop.h"
#include "app/domain/handover.h"
#include "app/domain/late.h"
#include "app/domain/no_show.h"
#include "app/domain/offer.h"
#include "app/domain/report.h"
#include "app/domain/request.h"
#include "tests/model/drive.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ll(n) ((long long)(n)) /* for printf */

static void add_stop(struct draft *r, int64_t place_id, int64_t at, const char *act)
{
    r->stops[r->stops_n++] = (struct draft_stop){.place_id = place_id, .at = at, .act = act};
}

static enum status ask(struct drive *d, struct ctx *x, const struct act *act)
{
    static const char *const kinds[WAYS] = {"pickup", "dropoff", "care", "joint"};
    const struct family *f = d->families[act->family];
    struct request_sending sending = {
        .draft = {.household_id = f->id.id,
                  .kind = kinds[act->way],
                  .care_at = act->way == WAY_CARE ? "supporter" : NULL,
                  .start_at = act->start_at,
                  .end_at = act->end_at,
                  .already_agreed = act->agreed_before,
                  .first_trusted_yes = act->first_trusted,
                  .fee_mode = FEE_THANKS,
                  .pay_by = "nothing"}};
    struct draft *r = &sending.draft;

    for (int k = 0; k < KIDS; k++) {
        if ((act->kids & (1u << k)) != 0) {
            r->child_ids[r->children_n++] = d->kid_ids[act->family][k];
        }
    }
    for (int s = 0; s < SUPPORTERS; s++) {
        if ((act->sups & (1u << s)) != 0) {
            r->member_ids[r->members_n++] = d->members[SUPPORTER(s)]->id;
        }
    }
    if (act->way != WAY_CARE) {
        bool away = act->way == WAY_DROPOFF;

        add_stop(r, away ? f->home.id : d->t->nursery.id, act->start_at, "collect");
        add_stop(r, away ? d->t->nursery.id : f->home.id, act->end_at, "bring");
    }
    return ctx_tx(x, request_send, &sending);
}

static enum status offer(struct drive *d, struct ctx *x, const struct act *act)
{
    const struct request_m *r = &d->m.requests[d->m.offers[act->offer].request];
    int64_t id = d->offer_ids[act->offer];
    bool shifted = act->start_at != r->start_at;
    struct offer_answer yes = {.offer_id = id,
                               .start_at = shifted ? act->start_at : 0,
                               .end_at = shifted ? act->end_at : 0};
    struct choose choose = {.offer_id = id};

    switch (act->kind) {
    case ACT_YES:
        return ctx_tx(x, offer_answer, &yes);
    case ACT_DECLINE:
        return ctx_tx(x, offer_decline, &id);
    case ACT_TAKE_BACK:
        return ctx_tx(x, offer_withdraw, &id);
    case ACT_RESERVE:
        return ctx_tx(x, offer_reserve, &id);
    default:
        return ctx_tx(x, offer_choose, &choose);
    }
}

static enum status amend(struct drive *d, struct ctx *x, const struct act *act)
{
    struct amendment_propose p = {.booking_id = d->booking_ids[act->booking],
                                  .start_at = act->start_at,
                                  .end_at = act->end_at};
    struct amendment_answer a = {.id = d->amendment_ids[act->amendment]};

    return act->kind == ACT_PROPOSE  ? ctx_tx(x, amendment_propose, &p)
           : act->kind == ACT_ACCEPT ? ctx_tx(x, amendment_accept, &a)
           : act->kind == ACT_REFUSE ? ctx_tx(x, amendment_decline, &a)
                                     : ctx_tx(x, amendment_withdraw, &a);
}

static enum status hand(struct drive *d, struct ctx *x, const struct act *act)
{
    const struct booking_m *b = &d->m.bookings[act->booking];
    int64_t ids[KIDS];
    struct handover h = {.booking_id = d->booking_ids[act->booking],
                         .way = act->kind == ACT_IN ? "in" : "out",
                         .proof = act->member == b->family ? "guardian_tap" : "supporter_tap",
                         .child_ids = ids};

    for (int k = 0; k < KIDS; k++) {
        if ((act->kids & (1u << k)) != 0) {
            ids[h.children_n++] = d->kid_ids[b->family][k];
        }
    }
    return ctx_tx(x, handover_note, &h);
}

static enum status drop(struct drive *d, struct ctx *x, const struct act *act)
{
    struct child_drop c = {
        .booking_id = d->booking_ids[act->booking], .cause = "", .cancels = act->flag};

    for (int k = 0; k < KIDS; k++) {
        if ((act->kids & (1u << k)) != 0) {
            c.child_id = d->kid_ids[d->m.bookings[act->booking].family][k];
        }
    }
    return ctx_tx(x, child_drop, &c);
}

static enum status claim(struct drive *d, struct ctx *x, const struct act *act)
{
    const struct booking_m *b = &d->m.bookings[act->booking];
    struct no_show n = {.booking_id = d->booking_ids[act->booking],
                        .against = act->member == b->family ? "supporter" : "guardian"};

    return act->kind == ACT_MISSED    ? ctx_tx(x, no_show_say, &n)
           : act->kind == ACT_CONTEST ? ctx_tx(x, no_show_contest, &n)
                                      : ctx_tx(x, no_show_withdraw, &n);
}

static enum status after(struct drive *d, struct ctx *x, const struct act *act)
{
    const struct booking_m *b = &d->m.bookings[act->booking];
    int64_t id = d->booking_ids[act->booking];
    int64_t end_at = b->ended_at > b->began_at ? b->ended_at : b->began_at + 1;
    struct report_put put = {.booking_id = id};
    struct report_agree agree = {.booking_id = id, .start_at = b->began_at, .end_at = end_at};
    struct late_say late = {.booking_id = id, .minutes = 10};

    return act->kind == ACT_REPORT  ? ctx_tx(x, report_put, &put)
           : act->kind == ACT_AGREE ? ctx_tx(x, report_agree, &agree)
                                    : ctx_tx(x, late_say, &late);
}

static void change_tie(struct drive *d, const struct act *act)
{
    static const char *const kinds[LOSSES] = {NULL,          NULL, "identity", "safety_lesson",
                                              "certificate", NULL};
    const struct person *sup = d->members[SUPPORTER(act->sup)], *parent = d->members[act->family];
    int64_t tie = d->tie_ids[act->family][act->sup];
    char sql[200], end[24] = "NULL";

    if (kinds[act->loss] != NULL) {
        town_expire(d->t, sup, kinds[act->loss], act->end_at);
        return;
    }
    if (act->flag) {
        snprintf(end, sizeof end, "%lld", ll(d->m.now));
    }
    if (act->loss == LOSE_TIE) {
        snprintf(sql, sizeof sql, "UPDATE tie SET ended_at = %s WHERE id = %lld", end, ll(tie));
    } else if (act->loss == LOSE_PREMET) {
        snprintf(sql, sizeof sql, "UPDATE tie SET premet_until_at = %lld WHERE id = %lld",
                 ll(act->end_at), ll(tie));
    } else {
        snprintf(sql, sizeof sql, "DELETE FROM block WHERE blocker_id = %lld AND blocked_id = %lld",
                 ll(sup->id), ll(parent->id));
    }
    town_sql(d->t, sql);
    if (act->loss == BE_BLOCKED && act->flag) {
        town_block(d->t, sup, parent);
    }
}

static enum status do_any(struct drive *d, struct ctx *x, const struct act *act)
{
    struct request_withdrawal w = {.request_id = d->request_ids[act->request]};
    struct cancel cancel = {.booking_id = d->booking_ids[act->booking], .cause = ""};

    switch (act->kind) {
    case ACT_ASK:
        return ask(d, x, act);
    case ACT_WITHDRAW:
        return ctx_tx(x, request_withdraw, &w);
    case ACT_CANCEL:
        return ctx_tx(x, booking_cancel, &cancel);
    case ACT_PROPOSE:
    case ACT_ACCEPT:
    case ACT_REFUSE:
    case ACT_UNPROPOSE:
        return amend(d, x, act);
    case ACT_IN:
    case ACT_OUT:
        return hand(d, x, act);
    case ACT_DROP:
        return drop(d, x, act);
    case ACT_MISSED:
    case ACT_CONTEST:
    case ACT_MET:
        return claim(d, x, act);
    case ACT_LATE:
    case ACT_REPORT:
    case ACT_AGREE:
        return after(d, x, act);
    default:
        return offer(d, x, act);
    }
}

enum status drive_do(struct drive *d, const struct act *act, enum reason *why)
{
    struct ctx x = world_ctx(d->t->world, d->members[act->member]->id);
    enum status s = OK;

    arena_reset(d->arena);
    x.arena = d->arena;
    x.now = d->m.now;
    if (act->kind == ACT_CLOCK) {
        world_advance(d->t->world, act->ms);
    } else if (act->kind == ACT_TIE) {
        change_tie(d, act);
    } else {
        s = do_any(d, &x, act);
    }
    *why = x.reason;
    return s;
}
