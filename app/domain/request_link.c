/* request_link.c - see request_link.h. */
#include "app/domain/request_link.h"

#include "app/base/limits.h"
#include "app/domain/session.h"
#include "app/domain/widen.h"
#include "db/store/block.h"
#include "db/store/guardian.h"
#include "db/store/member.h"
#include "db/store/request_link.h"
#include "db/store/tie.h"

#include <string.h>

static enum status check_may_make(struct ctx *x, const struct request_row *r)
{
    int64_t n = 0;
    enum status s;

    if (strcmp(r->state, "open") != 0) {
        return lost(x, R_REQUEST_CHANGED);
    }
    if (x->now >= r->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    if (r->already_agreed || r->trial) {
        return refuse(x, R_REQUEST_ONE_PERSON);
    }
    s = store_request_link_count(x->tx, r->id, &n);
    return s == OK && n >= REQUEST_LINKS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status request_link_make(struct ctx *x, void *arg)
{
    struct link_making *m = arg;
    struct request_row r;
    struct request_link_row row = {.id = new_id(x),
                                   .request_id = m->request_id,
                                   .made_by = x->member_id,
                                   .created_at = x->now};
    enum status s = store_request_get(x->tx, m->request_id, &r);

    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    s = s == OK ? check_may_make(x, &r) : s;
    s = s == OK ? token_make(x, &m->token, &row.token_sha256) : s;
    m->expires_at = s == OK ? r.start_at : 0;
    return s == OK ? store_request_link_insert(x->tx, &row) : s;
}

/* OK: a tie that lives, and no block either way. */
static enum status knows(struct ctx *x, int64_t asker_id)
{
    struct tie_row tie;
    enum status s = store_tie_of(x->tx, x->member_id, asker_id, &tie);

    if (s != OK) {
        return s;
    }
    s = store_block_is(x->tx, asker_id, x->member_id);
    if (s == E_NOT_FOUND) {
        s = store_block_is(x->tx, x->member_id, asker_id);
        return s == OK ? E_NOT_FOUND : s == E_NOT_FOUND ? OK : s;
    }
    return s == OK ? E_NOT_FOUND : s;
}

/* The ask behind the link, and what the viewer is to it. */
static enum status find(struct ctx *x, const char *token, struct request_row *r, bool *own)
{
    const char *hash = token_hash(x, token);
    int64_t id = 0;
    enum status s = hash != NULL ? store_request_link_find(x->tx, hash, &id) : E_NOT_FOUND;

    *own = false;
    s = s == OK ? store_request_get(x->tx, id, r) : s;
    if (s != OK || x->now >= r->start_at) {
        return s == OK ? E_NOT_FOUND : s;
    }
    s = store_guardian_is(x->tx, r->household_id, x->member_id);
    *own = s == OK;
    return s == E_NOT_FOUND ? knows(x, r->asked_by) : s;
}

static enum status see_children(struct ctx *x, struct link_view *v)
{
    struct request_child_row *children;
    struct age_span ages;
    int n = 0;
    enum status s = store_request_children(x->tx, v->row.id, &children, &n);

    if (s == OK) {
        ages = age_span(children, n);
        v->children_n = n;
        v->youngest_years = ages.youngest;
        v->oldest_years = ages.oldest;
    }
    return s;
}

static enum reason why_not(const struct ctx *x, const struct request_row *r)
{
    if (strcmp(r->state, "open") != 0) {
        return R_REQUEST_CHANGED;
    }
    if (x->now >= r->closes_at) {
        return R_REQUEST_CLOSED;
    }
    return strcmp(r->audience, "named") == 0 ? R_REQUEST_NAMED_ONLY : R_NONE;
}

enum status request_link_open(struct ctx *x, void *arg)
{
    struct link_view *v = arg;
    struct member asker;
    enum status s = find(x, v->token, &v->row, &v->own);

    s = s == OK ? store_member_get(x->tx, v->row.asked_by, &asker) : s;
    s = s == OK ? see_children(x, v) : s;
    s = s == OK ? widen_offer_of(x, v->row.id, x->member_id, &v->offer_id) : s;
    v->asker_name = s == OK ? asker.display_name : NULL;
    v->why_not = s == OK ? why_not(x, &v->row) : R_NONE;
    return s;
}

enum status request_link_ask_in(struct ctx *x, void *arg)
{
    struct asking_in *a = arg;
    struct request_row r;
    bool own;
    enum status s = find(x, a->token, &r, &own);

    if (s == OK && own) {
        return refuse(x, R_GATE_OWN_HOUSEHOLD);
    }
    a->view = (struct ask_view){0};
    s = s == OK ? widen_offer_of(x, r.id, x->member_id, &a->view.offer_id) : s;
    if (s == OK && a->view.offer_id == 0 && why_not(x, &r) == R_REQUEST_NAMED_ONLY) {
        return refuse(x, R_REQUEST_NAMED_ONLY);
    }
    s = s == OK ? widen_by(x, &r, x->member_id, &a->view.offer_id) : s;
    s = s == OK ? ask_look(x, &a->view) : s;
    return s == OK ? ask_note_flags(x, &a->view) : s;
}
