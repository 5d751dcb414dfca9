/* tie.c - see tie.h. */
#include "app/domain/tie.h"

#include "app/base/limits.h"
#include "app/domain/ask.h"
#include "db/store/offer_tie.h"

#include <string.h>

enum status tie_list(struct ctx *x, void *arg)
{
    struct tie_page *p = arg;
    enum status s =
        store_ties_of(x->tx, x->member_id, p->only_id, p->after_id, p->max, &p->lines, &p->n);

    return s == OK && p->only_id != 0 && p->n == 0 ? E_NOT_FOUND : s;
}

enum status tie_mine(struct ctx *x, int64_t tie_id, struct tie_row *row)
{
    enum status s = store_tie_get(x->tx, tie_id, row);

    if (s == OK && row->low_id != x->member_id && row->high_id != x->member_id) {
        return E_NOT_FOUND;
    }
    return s;
}

/* The table has a move for each state that is still open. */
static enum move expiry_of(const struct offer_row *o)
{
    static const enum move moves[] = {MOVE_OFFER_EXPIRE_ASKED, MOVE_OFFER_EXPIRE_OFFERED};

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (strcmp(process_row(moves[i])->from, o->state) == 0) {
            return moves[i];
        }
    }
    return MOVE_OFFER_EXPIRE_RESERVE;
}

enum status tie_expire_offers(struct ctx *x, int64_t tie_id)
{
    struct offer_row *offers;
    int n;
    enum status s = store_offers_open_along(x->tx, tie_id, OPEN_OFFERS_MAX, &offers, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = offer_move(x, &offers[i], expiry_of(&offers[i]), BY_TIME);
    }
    return s;
}

enum status tie_end(struct ctx *x, void *arg)
{
    const int64_t *tie_id = arg;
    struct tie_row row;
    enum status s = tie_mine(x, *tie_id, &row);

    if (s != OK || row.ended_at != 0) {
        return s;
    }
    s = store_tie_end(x->tx, row.id, x->member_id, x->now);
    return s == OK ? tie_expire_offers(x, row.id) : s;
}
