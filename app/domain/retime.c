/* retime.c - see retime.h. */
#include "app/domain/retime.h"

#include "app/domain/ask.h"
#include "app/domain/booking_price.h"
#include "app/domain/notice.h"
#include "db/store/gate.h"

#include <string.h>

struct retiming {
    const struct booking_row *b;
    enum who_moves who;
    struct request_row r;
    struct request_child_row *children;
    int children_n;
    int64_t most_minor; /* the dearest of those who can be asked */
};

static bool is(const struct offer_row *o, const char *state)
{
    return strcmp(o->state, state) == 0;
}

/* What this supporter costs by the ask's own terms. */
static enum status price_of(struct ctx *x, const struct retiming *t, const struct gate_row *gate,
                            int64_t *minor)
{
    struct booking_row b = *t->b;
    struct price price;
    enum status s;

    b.fee_mode = t->r.fee_mode;
    b.rate_minor = t->r.rate_minor;
    b.waived_pct = 0;
    b.certificate = gate->certificate_until_at >= b.end_at;
    b.licence = gate->licence_until_at >= b.end_at;
    s = booking_reprice_fresh(x, &b, t->children, t->children_n, &price);
    *minor = s == OK ? price.guardian_pays_minor : 0;
    return s;
}

static enum status set_terms(struct ctx *x, struct retiming *t, struct offer_row *o, int64_t minor)
{
    o->start_at = t->b->start_at;
    o->end_at = t->b->end_at;
    o->fee_mode = t->r.fee_mode;
    o->rate_minor = t->r.rate_minor;
    o->waived_pct = 0;
    o->price_minor = minor;
    o->note_sealed = (struct slice){NULL, 0};
    return store_offer_terms(x->tx, o);
}

/* Whom the asker does not know any more is not asked again, whatever the times. */
static enum status retime_one(struct ctx *x, struct retiming *t, struct offer_row *o)
{
    struct gate_row gate;
    int64_t minor = 0;
    enum status s =
        store_gate_pair(x->tx, t->r.community_id, t->r.asked_by, o->supporter_id, &gate);

    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    s = price_of(x, t, &gate, &minor);
    if (s == OK) {
        s = set_terms(x, t, o, minor);
    }
    t->most_minor = minor > t->most_minor ? minor : t->most_minor;
    if (s != OK || !is(o, "reserve") || gate.blocked) {
        return s;
    }
    s = offer_move(x, o, MOVE_OFFER_ASK_RESERVE, t->who);
    return s == OK ? notice_put(x, o->supporter_id, NOTICE_ASKED, o->id) : s;
}

/* The supporter of the booking agreed to its times and its price. */
static enum status retime_chosen(struct ctx *x, const struct retiming *t, struct offer_row *o)
{
    o->start_at = t->b->start_at;
    o->end_at = t->b->end_at;
    o->price_minor = t->b->price_minor;
    return store_offer_terms(x->tx, o);
}

static enum status retime_all(struct ctx *x, struct retiming *t)
{
    struct offer_row *offers;
    int n;
    enum status s = store_offers_of_request(x->tx, t->r.id, &offers, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (offers[i].id == t->b->offer_id) {
            s = retime_chosen(x, t, &offers[i]);
        } else if (is(&offers[i], "released") || is(&offers[i], "reserve")) {
            s = retime_one(x, t, &offers[i]);
        }
    }
    return s;
}

static enum status load(struct ctx *x, struct retiming *t, bool *amended)
{
    struct offer_row chosen;
    enum status s = store_offer_get(x->tx, t->b->offer_id, &chosen);

    *amended = s == OK && (chosen.start_at != t->b->start_at || chosen.end_at != t->b->end_at);
    if (s == OK && *amended) {
        s = store_request_get(x->tx, t->b->request_id, &t->r);
    }
    return s == OK && *amended
               ? store_request_children(x->tx, t->r.id, &t->children, &t->children_n)
               : s;
}

enum status ask_retime(struct ctx *x, const struct booking_row *b, enum who_moves who,
                       bool *too_late)
{
    struct retiming t = {.b = b, .who = who};
    bool amended;
    enum status s = load(x, &t, &amended);

    *too_late = s == OK && amended && x->now >= b->start_at;
    if (s != OK || !amended || *too_late) {
        return s;
    }
    s = retime_all(x, &t);
    t.r.start_at = b->start_at;
    t.r.end_at = b->end_at;
    t.r.until_at = b->until_at;
    t.r.price_minor = t.most_minor > 0 ? t.most_minor : b->price_minor;
    return s == OK ? store_request_retime(x->tx, &t.r, b->id) : s;
}
