/* request.c - see request.h; previews and candidates are in request_preview.c. */
#include "app/domain/request.h"

#include "app/domain/acting.h"
#include "app/domain/alarm.h"
#include "app/domain/ask.h"
#include "app/domain/audience.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/staff_role.h"

#include <string.h>

static struct request_row row_of(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                                 int64_t price_minor)
{
    return (struct request_row){
        .id = new_id(x),
        .community_id = f->community.row.id,
        .household_id = d->household_id,
        .asked_by = x->member_id,
        .acted_by = ctx_actor(x),
        .kind = d->kind,
        .care_at = d->care_at,
        .start_at = d->start_at,
        .end_at = d->end_at,
        .until_at = d->until_at,
        .closes_at = f->closes_at,
        .urgent = f->urgent,
        .first_trusted_yes = d->first_trusted_yes,
        .trial = d->trial,
        .doctor_seen_at = d->doctor_seen_at,
        .already_agreed = d->already_agreed,
        .sick = d->sick,
        .meal = d->meal,
        .audience = d->to_all          ? "all"
                    : d->group_id != 0 ? "group"
                                       : "named",
        .group_id = d->group_id,
        .tariff_id = f->tariff.id,
        .fee_mode = fee_mode_text(d->fee_mode),
        .rate_minor = d->rate_minor,
        .pay_by = d->pay_by,
        .price_minor = price_minor,
        .currency = f->tariff.currency,
        .state = "open",
        .state_at = x->now,
        .created_at = x->now,
    };
}

static enum status put_stop(struct ctx *x, int64_t request_id, const struct draft_stop *stop,
                            int seq)
{
    struct stop_row row = {.id = new_id(x),
                           .seq = seq,
                           .place_id = stop->place_id,
                           .at = stop->at,
                           .act = stop->act,
                           .alone = stop->alone};
    enum status s = store_stop_insert(x->tx, request_id, 0, &row);

    for (int i = 0; s == OK && i < stop->children_n; i++) {
        s = store_stop_child_insert(x->tx, row.id, stop->child_ids[i]);
    }
    return s;
}

static enum status put_all(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                           const struct audience *a, struct request_row *r)
{
    enum status s = vault_seal(x, r->household_id, "request", "needs_sealed", r->id, d->needs,
                               &r->needs_sealed);

    s = s == OK ? ask_open(x, r) : s;
    for (int i = 0; s == OK && i < d->children_n; i++) {
        s = store_request_child_insert(x->tx, r->id, &f->children[i]);
    }
    for (int i = 0; s == OK && i < d->stops_n; i++) {
        s = put_stop(x, r->id, &d->stops[i], i + 1);
    }
    return s == OK ? audience_ask(x, r, a) : s;
}

enum status request_put(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                        const struct audience *a, int64_t *request_id)
{
    struct request_row r = row_of(x, d, f, a->most_minor);

    *request_id = r.id;
    return put_all(x, d, f, a, &r);
}

enum status request_send(struct ctx *x, void *arg)
{
    struct request_sending *sending = arg;
    struct draft *d = &sending->draft;
    struct draft_facts f;
    struct audience a;
    enum status s = draft_check(x, d, &f);

    if (s == OK && f.policy_why_not != R_NONE) {
        return refuse(x, f.policy_why_not);
    }
    s = s == OK ? audience_find(x, d, &f, &a) : s;
    if (s == OK && a.n == 0) {
        return refuse(x, R_REQUEST_NOBODY);
    }
    s = s == OK ? audience_check_card(x, d->pay_by, &a) : s;
    if (s == OK && (d->already_agreed || d->first_trusted_yes)) { /* a yes is the booking */
        s = acting_spend(x, "ask", d->household_id, a.most_minor);
    }
    if (s != OK) {
        return s;
    }
    sending->view = (struct request_view){0};
    s = request_put(x, d, &f, &a, &sending->view.id);
    return s == OK ? request_look(x, &sending->view) : s;
}

enum status request_withdraw(struct ctx *x, void *arg)
{
    struct request_withdrawal *w = arg;
    struct request_row r;
    enum status s = store_request_get(x->tx, w->request_id, &r);

    w->view = (struct request_view){.id = w->request_id};
    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    if (s == OK && strcmp(r.state, "withdrawn") != 0) {
        s = request_move(x, &r, MOVE_REQUEST_WITHDRAW, BY_GUARDIAN);
        s = s == OK ? ask_close_offers(x, r.id, BY_GUARDIAN) : s;
    }
    return s == OK ? request_look(x, &w->view) : s;
}

enum status request_close_timer(struct ctx *x, int64_t request_id)
{
    struct request_row r;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || strcmp(r.state, "open") != 0) {
        return s == E_NOT_FOUND ? OK : s;
    }
    if (x->now < r.closes_at) {
        return timer_put(x, "request.close", r.id, r.closes_at);
    }
    s = request_move(x, &r, MOVE_REQUEST_CLOSE, BY_TIME);
    s = s == OK ? ask_close_offers(x, r.id, BY_TIME) : s;
    s = s == OK && x->now < r.start_at ? alarm_task(x, &r) : s;
    return s == OK ? notice_put_guardians(x, r.household_id, 0, NOTICE_UNFILLED, r.id) : s;
}

static enum status tell_coordinators(struct ctx *x, const struct request_row *r)
{
    int64_t *ids;
    int n;
    enum status s =
        store_staff_with(x->tx, r->community_id, "coordinator", STAFF_TOLD_MAX, &ids, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = notice_put(x, ids[i], NOTICE_DESK_URGENT, r->id);
    }
    return s;
}

enum status request_urgent_timer(struct ctx *x, int64_t request_id)
{
    struct request_row r;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || strcmp(r.state, "open") != 0) {
        return s == E_NOT_FOUND ? OK : s;
    }
    s = task_open(x, r.community_id, "coordinator", "request.urgent", r.id, r.start_at);
    return s == OK ? tell_coordinators(x, &r) : s;
}
