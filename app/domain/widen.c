/* widen.c - see widen.h. */
#include "app/domain/widen.h"

#include "app/base/limits.h"
#include "app/domain/audience.h"
#include "db/store/guardian.h"

#include <string.h>

/* What was agreed with one person, or is tried with one, is asked of nobody else. */
static enum status check_open(struct ctx *x, const struct request_row *r)
{
    if (strcmp(r->state, "open") != 0) {
        return lost(x, R_REQUEST_CHANGED);
    }
    if (x->now >= r->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    if (x->now >= r->closes_at) {
        return refuse(x, R_REQUEST_CLOSED);
    }
    return r->already_agreed || r->trial ? refuse(x, R_REQUEST_ONE_PERSON) : OK;
}

static bool was_asked(const struct offer_row *offers, int n, int64_t member_id)
{
    for (int i = 0; i < n; i++) {
        if (offers[i].supporter_id == member_id) {
            return true;
        }
    }
    return false;
}

/* Those named who were asked before are left out before they are judged anew. */
static void drop_asked(struct draft *d, const struct offer_row *offers, int n)
{
    int kept = 0;

    for (int i = 0; i < d->members_n; i++) {
        if (!was_asked(offers, n, d->member_ids[i])) {
            d->member_ids[kept++] = d->member_ids[i];
        }
    }
    d->members_n = kept;
}

static void keep_new(struct audience *a, const struct offer_row *offers, int n)
{
    int kept = 0;

    for (int i = 0; i < a->n; i++) {
        if (!was_asked(offers, n, a->asked[i].gate.supporter_id)) {
            a->asked[kept++] = a->asked[i];
        }
    }
    a->n = kept;
}

/* Named people are either all asked, or nobody is; of many the best fill the list. */
static enum status fit(struct ctx *x, const struct draft *d, struct audience *a, int asked)
{
    int room = AUDIENCE_MAX - asked;

    if (a->n > room && d->members_n > 0) {
        return refuse_field(x, R_LIST_FULL, "audience.member_ids");
    }
    a->n = a->n > room ? room : a->n;
    return OK;
}

/* Everybody is more than a group, a group more than names. */
static enum status note_audience(struct ctx *x, struct request_row *r, const struct draft *d,
                                 const struct audience *a)
{
    bool all = d->to_all || strcmp(r->audience, "all") == 0;
    bool group = !all && (d->group_id != 0 || strcmp(r->audience, "group") == 0);

    r->audience = all ? "all" : group ? "group" : "named";
    r->group_id = !group ? 0 : d->group_id != 0 ? d->group_id : r->group_id;
    r->price_minor = a->most_minor > r->price_minor ? a->most_minor : r->price_minor;
    return store_request_audience(x->tx, r);
}

static enum status add_people(struct ctx *x, struct request_row *r, const struct draft *wanted,
                              int *added)
{
    struct draft d;
    struct draft_facts f;
    struct audience a;
    struct offer_row *offers;
    int n;
    enum status s = store_offers_of_request(x->tx, r->id, &offers, &n);

    s = s == OK ? draft_of_request(x, r, &d, &f) : s;
    if (s != OK) {
        return s;
    }
    d.to_all = wanted->to_all;
    d.group_id = wanted->group_id;
    d.members_n = wanted->members_n;
    memcpy(d.member_ids, wanted->member_ids, sizeof d.member_ids);
    drop_asked(&d, offers, n);
    s = audience_find(x, &d, &f, &a);
    if (s == OK) {
        keep_new(&a, offers, n);
        s = fit(x, &d, &a, n);
    }
    *added = s == OK ? a.n : 0;
    s = s == OK ? audience_check_card(x, r->pay_by, &a) : s;
    s = s == OK ? note_audience(x, r, &d, &a) : s;
    return s == OK ? audience_ask(x, r, &a) : s;
}

enum status request_widen(struct ctx *x, void *arg)
{
    struct widening *w = arg;
    struct request_row r;
    enum status s = store_request_get(x->tx, w->request_id, &r);

    w->view = (struct request_view){.id = w->request_id};
    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    s = s == OK ? check_open(x, &r) : s;
    s = s == OK ? add_people(x, &r, &w->draft, &w->added) : s;
    return s == OK ? request_look(x, &w->view) : s;
}

enum status widen_offer_of(struct ctx *x, int64_t request_id, int64_t member_id, int64_t *offer_id)
{
    struct offer_row *offers;
    int n;
    enum status s = store_offers_of_request(x->tx, request_id, &offers, &n);

    *offer_id = 0;
    for (int i = 0; s == OK && i < n; i++) {
        if (offers[i].supporter_id == member_id) {
            *offer_id = offers[i].id;
        }
    }
    return s;
}

enum status widen_by(struct ctx *x, struct request_row *r, int64_t member_id, int64_t *offer_id)
{
    struct draft one = {.member_ids = {member_id}, .members_n = 1};
    int added;
    enum status s = widen_offer_of(x, r->id, member_id, offer_id);

    if (s != OK || *offer_id != 0) {
        return s;
    }
    s = check_open(x, r);
    s = s == OK ? add_people(x, r, &one, &added) : s;
    if (s == E_RULE) {
        x->field = NULL; /* nobody named anybody */
    }
    return s == OK ? widen_offer_of(x, r->id, member_id, offer_id) : s;
}
