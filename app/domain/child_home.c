/* child_home.c - see child_home.h. */
#include "app/domain/child_home.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/session.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "db/store/child.h"
#include "db/store/guardian.h"
#include "db/store/household.h"

static enum status one_home(struct ctx *x, int64_t child_id)
{
    int64_t *homes;
    int n = 0;
    enum status s = store_child_homes(x->tx, child_id, &homes, &n);

    return s == OK && n >= CHILD_HOMES_MAX ? refuse(x, R_CHILD_TWO_HOMES) : s;
}

enum status child_home_invite(struct ctx *x, void *arg)
{
    struct home_inviting *h = arg;
    struct home_invitation_row row = {
        .child_id = h->child_id, .invited_by = x->member_id, .created_at = x->now};
    enum status s = store_child_home_of(x->tx, h->child_id, x->member_id, &row.household_id);

    s = s == OK ? one_home(x, h->child_id) : s;
    s = s == OK ? link_make(x, &h->link) : s;
    if (s != OK) {
        return s;
    }
    row.id = h->link.id;
    row.token_sha256 = h->link.sha256;
    row.expires_at = h->link.expires_at;
    s = store_home_invitation_insert(x->tx, &row);
    return s == OK ? audit_note(x, row.household_id, "home.invited", h->child_id) : s;
}

static enum status lives_in(struct ctx *x, int64_t child_id, int64_t household_id, bool *lives)
{
    int64_t *homes;
    int n = 0;
    enum status s = store_child_homes(x->tx, child_id, &homes, &n);

    *lives = false;
    for (int i = 0; s == OK && i < n; i++) {
        *lives = *lives || homes[i] == household_id;
    }
    return s;
}

/* A link counts as long as its writer still is a guardian there, and the child lives there. */
static enum status find(struct ctx *x, const char *token, struct home_invitation_row *row)
{
    const char *sha256 = token_hash(x, token);
    bool lives = false;
    enum status s =
        sha256 != NULL ? store_home_invitation_by_token(x->tx, sha256, row) : E_NOT_FOUND;

    s = s == OK ? store_guardian_is(x->tx, row->household_id, row->invited_by) : s;
    s = s == OK ? lives_in(x, row->child_id, row->household_id, &lives) : s;
    return s == OK && !lives ? E_NOT_FOUND : s;
}

static enum status room_for_one(struct ctx *x, int64_t household_id)
{
    int64_t count = 0;
    enum status s = store_child_count(x->tx, household_id, &count);

    return s == OK && count >= CHILDREN_MAX ? refuse(x, R_LIST_FULL) : s;
}

static enum status move_in(struct ctx *x, const struct home_invitation_row *row,
                           int64_t household_id)
{
    enum reason why = link_why_not(row->used_at, row->expires_at, x->now);
    enum status s = why == R_NONE ? one_home(x, row->child_id) : refuse(x, why);

    s = s == OK ? room_for_one(x, household_id) : s;
    s = s == OK ? store_home_invitation_use(x->tx, row->id, household_id, x->now) : s;
    s = s == OK ? store_child_home_put(x->tx, row->child_id, household_id, x->now) : s;
    s = s == OK ? audit_note(x, row->household_id, "home.added", row->child_id) : s;
    return s == OK ? audit_note(x, household_id, "home.added", row->child_id) : s;
}

enum status child_home_accept(struct ctx *x, void *arg)
{
    struct home_accepting *h = arg;
    struct home_invitation_row row;
    bool lives = false;
    enum status s = store_guardian_is(x->tx, h->household_id, x->member_id);

    s = s == OK ? find(x, h->token, &row) : s;
    s = s == OK ? lives_in(x, row.child_id, h->household_id, &lives) : s;
    if (s != OK) {
        return s;
    }
    h->child_id = row.child_id;
    if (lives) { /* a second tap is fine, one's own link is not */
        return row.used_by == h->household_id ? OK : refuse(x, R_CHILD_LIVES_HERE);
    }
    return move_in(x, &row, h->household_id);
}

static enum status note_at_all(struct ctx *x, const int64_t *homes, int n, int64_t child_id)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < n; i++) {
        s = audit_note(x, homes[i], "home.ended", child_id);
    }
    return s;
}

/* Jobs that the home arranged stand: a child may be waiting. A person looks at each. */
static enum status look_at_jobs(struct ctx *x, const struct home_ending *e)
{
    int64_t *ids;
    int n = 0;
    enum status s = store_child_home_jobs(x->tx, e->child_id, e->household_id, &ids, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = task_open(x, e->community_id, "coordinator", "home.ended", ids[i], x->now);
    }
    return s;
}

enum status child_home_end(struct ctx *x, void *arg)
{
    const struct home_ending *e = arg;
    struct household_row home;
    int64_t *homes;
    int n = 0;
    enum status s = staff_has_role(x, e->community_id, STAFF_COORDINATOR | STAFF_SAFEGUARDING);

    s = s == OK ? store_household_get(x->tx, e->household_id, &home) : s;
    if (s != OK || home.community_id != e->community_id) {
        return s != OK ? s : E_NOT_FOUND;
    }
    s = store_child_homes(x->tx, e->child_id, &homes, &n);
    s = s == OK ? store_child_home_end(x->tx, e->child_id, e->household_id, x->now) : s;
    if (s == OK && n < CHILD_HOMES_MAX) {
        return refuse(x, R_CHILD_LAST_HOME);
    }
    s = s == OK ? look_at_jobs(x, e) : s;
    return s == OK ? note_at_all(x, homes, n, e->child_id) : s;
}

enum status child_home_busy(struct ctx *x, void *arg)
{
    struct home_busy *b = arg;
    int64_t household_id;
    enum status s = store_child_home_of(x->tx, b->child_id, x->member_id, &household_id);

    return s == OK ? store_child_busy(x->tx, b->child_id, x->member_id, b->from_at, b->until_at,
                                      BUSY_ROWS_MAX, &b->rows, &b->n)
                   : s;
}
