/* offer.c - see offer.h; the yes itself is in offer_answer.c. */
#include "app/domain/offer.h"

#include "app/base/text.h"
#include "app/domain/ask.h"
#include "app/domain/audit.h"
#include "app/domain/notice.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"

#include <string.h>

/* ---- what the asked see ---- */

static enum status see_child(struct ctx *x, const struct ask_child *row, struct seen_child *seen)
{
    const char *flags = NULL;
    enum status s = vault_unseal(x, row->child_id, "child", "call_name_sealed", row->child_id,
                                 row->call_name_sealed, &seen->call_name);

    s = s == OK ? vault_unseal(x, row->child_id, "child", "flags_sealed", row->child_id,
                               row->flags_sealed, &flags)
                : s;
    seen->child_id = row->child_id;
    seen->age_years = row->age_years;
    seen->flags = 0;
    if (s == OK && int64_parse(flags, &seen->flags) != OK) {
        return E_INTERNAL;
    }
    return s;
}

static enum status see_children(struct ctx *x, struct ask_view *v)
{
    struct ask_child *rows;
    enum status s = store_ask_children(x->tx, v->row.offer.request_id, &rows, &v->children_n);

    for (int i = 0; s == OK && i < v->children_n; i++) {
        s = see_child(x, &rows[i], &v->children[i]);
    }
    return s;
}

static enum status see_booking(struct ctx *x, struct ask_view *v)
{
    struct booking_row b;
    enum status s = E_NOT_FOUND;

    if (strcmp(v->row.offer.state, "chosen") == 0) {
        s = store_booking_of_request(x->tx, v->row.offer.request_id, &b);
    }
    v->booking_id = s == OK && b.offer_id == v->row.offer.id ? b.id : 0;
    return s == E_NOT_FOUND ? OK : s;
}

enum status ask_look(struct ctx *x, void *arg)
{
    struct ask_view *v = arg;
    enum status s = store_ask_get(x->tx, v->offer_id, x->member_id, &v->row);

    s = s == OK ? see_children(x, v) : s;
    s = s == OK ? vault_unseal(x, v->row.household_id, "offer", "note_sealed", v->row.offer.id,
                               v->row.offer.note_sealed, &v->note)
                : s;
    return s == OK ? see_booking(x, v) : s;
}

bool ask_has_flags(const struct ask_view *v)
{
    for (int i = 0; i < v->children_n; i++) {
        if (v->children[i].flags != 0) {
            return true;
        }
    }
    return false;
}

enum status ask_note_flags(struct ctx *x, void *arg)
{
    const struct ask_view *v = arg;
    enum status s = OK;

    for (int i = 0; s == OK && i < v->children_n; i++) {
        if (v->children[i].flags != 0) {
            s = audit_note(x, v->row.household_id, "saw.care_flags", v->children[i].child_id);
        }
    }
    return s;
}

enum status ask_listing(struct ctx *x, void *arg)
{
    struct ask_listing *l = arg;

    return store_ask_list(x->tx, x->member_id, l->open_only, l->before_id, l->max, &l->rows, &l->n);
}

/* ---- no, and no more ---- */

enum status offer_decline(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    struct ask_row row;
    enum status s = store_ask_get(x->tx, *id, x->member_id, &row);

    if (s != OK || strcmp(row.offer.state, "declined") == 0) {
        return s;
    }
    return offer_move(x, &row.offer, MOVE_OFFER_DECLINE, BY_SUPPORTER);
}

enum status offer_withdraw(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    struct ask_row row;
    enum status s = store_ask_get(x->tx, *id, x->member_id, &row);

    if (s != OK || strcmp(row.offer.state, "withdrawn") == 0) {
        return s;
    }
    return offer_move(x, &row.offer,
                      strcmp(row.offer.state, "reserve") == 0 ? MOVE_OFFER_LEAVE_RESERVE
                                                              : MOVE_OFFER_WITHDRAW,
                      BY_SUPPORTER);
}

/* ---- what the guardian makes of it ---- */

/* An offer of an ask of the caller's home. */
static enum status get_for_guardian(struct ctx *x, int64_t id, struct offer_row *o,
                                    struct request_row *r)
{
    enum status s = store_offer_get(x->tx, id, o);

    s = s == OK ? store_request_get(x->tx, o->request_id, r) : s;
    return s == OK ? store_guardian_is(x->tx, r->household_id, x->member_id) : s;
}

enum status offer_reserve(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    struct offer_row o;
    struct request_row r;
    enum status s = get_for_guardian(x, *id, &o, &r);

    if (s != OK || strcmp(o.state, "reserve") == 0) {
        return s;
    }
    s = offer_move(x, &o, MOVE_OFFER_RESERVE, BY_GUARDIAN);
    s = s == OK ? store_offer_rank(x->tx, r.id, o.id) : s;
    return s == OK ? notice_put(x, o.supporter_id, NOTICE_RESERVE, o.id) : s;
}

static enum status chosen_before(struct ctx *x, const struct offer_row *o, struct booking_row *b)
{
    enum status s = store_booking_of_request(x->tx, o->request_id, b);

    if (s == OK && b->offer_id != o->id) {
        s = E_NOT_FOUND;
    }
    return s == E_NOT_FOUND ? lost(x, R_OFFER_CHANGED) : s;
}

/* Before the rules are asked: whoever is late reads that it was settled, not that the children are
 * busy. A silent no answers like no answer. */
static enum status still_offered(struct ctx *x, const struct offer_row *o,
                                 const struct request_row *r)
{
    if (strcmp(o->state, "offered") != 0) {
        return lost(x, R_OFFER_CHANGED);
    }
    return strcmp(r->state, "open") != 0 ? lost(x, R_REQUEST_CHANGED) : OK;
}

enum status offer_choose_check(struct ctx *x, int64_t offer_id)
{
    struct offer_row o;
    struct request_row r;
    enum status s = get_for_guardian(x, offer_id, &o, &r);

    if (s == OK && strcmp(o.state, "reserve") == 0) {
        o.state = "offered"; /* as it is called before it is chosen */
    }
    s = s == OK ? still_offered(x, &o, &r) : s;
    return s == OK ? choose_check(x, &r, &o) : s;
}

enum status offer_choose(struct ctx *x, void *arg)
{
    struct choose *choose = arg;
    struct offer_row o;
    struct request_row r;
    enum status s = get_for_guardian(x, choose->offer_id, &o, &r);

    if (s == OK && strcmp(o.state, "chosen") == 0) {
        return chosen_before(x, &o, &choose->booking);
    }
    if (s == OK && strcmp(o.state, "reserve") == 0) {
        s = offer_move(x, &o, MOVE_OFFER_CALL_RESERVE, BY_GUARDIAN);
    }
    s = s == OK ? still_offered(x, &o, &r) : s;
    return s == OK ? booking_choose(x, choose) : s;
}
