/* reserve.c - see reserve.h. */
#include "app/domain/reserve.h"

#include "app/domain/choose.h"
#include "app/domain/notice.h"

#include <string.h>

static enum status is_trusted(struct ctx *x, const struct request_row *r, const struct offer_row *o,
                              bool *trusted)
{
    struct gate_row gate;
    enum status s = store_gate_pair(x->tx, r->community_id, r->asked_by, o->supporter_id, &gate);

    *trusted = s == OK && tie_level(gate.premet_until_at, gate.trials_done, gate.jobs_done,
                                    o->end_at - 1) >= RULE_LEVEL_TRUSTED;
    return s == E_NOT_FOUND ? OK : s;
}

static bool as_asked(const struct request_row *r, const struct offer_row *o)
{
    return strcmp(o->state, "offered") == 0 && o->reserve_rank != 0 && o->start_at == r->start_at &&
           o->end_at == r->end_at && o->price_minor <= r->price_minor;
}

/* The lowest rank of those who settle it; NULL: nobody does. */
static enum status find_first(struct ctx *x, const struct request_row *r, struct offer_row *offers,
                              int n, struct offer_row **first)
{
    enum status s = OK;
    bool trusted;

    *first = NULL;
    for (int i = 0; s == OK && i < n; i++) {
        struct offer_row *o = &offers[i];

        if (as_asked(r, o) && (*first == NULL || o->reserve_rank < (*first)->reserve_rank)) {
            s = is_trusted(x, r, o, &trusted);
            *first = s == OK && trusted ? o : *first;
        }
    }
    return s;
}

/* The family wished it when it asked: whoever acts here chooses nobody, so nobody is named in the
 * history. A rule that says no leaves the choice to the guardian; it is judged before anything is
 * written. */
static enum status choose(struct ctx *x, const struct request_row *r, struct offer_row *o)
{
    struct ctx alone = *x;
    struct booking_row b;
    enum status s;

    alone.member_id = alone.acted_by = 0;
    s = choose_for(&alone, r, o, BY_TIME, &b);
    if (s == OK && strcmp(b.state, "agreed") == 0) {
        s = notice_put(&alone, b.supporter_id, NOTICE_CHOSEN, b.id);
    }
    return s == E_RULE ? OK : s;
}

enum status reserve_choose_trusted(struct ctx *x, int64_t request_id)
{
    struct offer_row *offers, *first;
    struct request_row r;
    int n;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || !r.first_trusted_yes || strcmp(r.state, "open") != 0 ||
        (strcmp(r.pay_by, "card") == 0 && x->pay_provider == NULL)) {
        return s;
    }
    s = store_offers_of_request(x->tx, request_id, &offers, &n);
    s = s == OK ? find_first(x, &r, offers, n, &first) : s;
    return s == OK && first != NULL ? choose(x, &r, first) : s;
}
