/* guardian.c - see guardian.h. */
#include "app/domain/guardian.h"

#include "app/domain/audit.h"
#include "app/domain/session.h"
#include "db/store/membership.h"

static enum status room_for_one(struct ctx *x, int64_t household_id)
{
    int64_t *ids;
    int n = 0;
    enum status s = store_guardians(x->tx, household_id, &ids, &n);

    return s == OK && n >= GUARDIANS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status guardian_invite(struct ctx *x, void *arg)
{
    struct guardian_inviting *g = arg;
    struct guardian_invitation_row row = {
        .household_id = g->household_id, .invited_by = x->member_id, .created_at = x->now};
    enum status s = store_guardian_is(x->tx, g->household_id, x->member_id);

    s = s == OK ? room_for_one(x, g->household_id) : s;
    s = s == OK ? link_make(x, &g->link) : s;
    if (s != OK) {
        return s;
    }
    row.id = g->link.id;
    row.token_sha256 = g->link.sha256;
    row.expires_at = g->link.expires_at;
    s = store_guardian_invitation_insert(x->tx, &row);
    return s == OK ? audit_note(x, g->household_id, "guardian.invited", 0) : s;
}

static enum status in_community(struct ctx *x, int64_t household_id)
{
    struct household_row home;
    enum status s = store_household_get(x->tx, household_id, &home);

    s = s == OK ? store_membership_live(x->tx, x->member_id, home.community_id) : s;
    return s == E_NOT_FOUND ? refuse(x, R_MEMBERSHIP_NEEDED) : s;
}

static enum status no_more_homes(struct ctx *x)
{
    int64_t count = 0;
    enum status s = store_household_count(x->tx, x->member_id, &count);

    return s == OK && count >= HOUSEHOLDS_MAX ? refuse(x, R_LIST_FULL) : s;
}

static enum status join(struct ctx *x, const struct guardian_invitation_row *row)
{
    enum reason why = link_why_not(row->used_at, row->expires_at, x->now);
    enum status s = why == R_NONE ? in_community(x, row->household_id) : refuse(x, why);

    s = s == OK ? no_more_homes(x) : s;
    s = s == OK ? room_for_one(x, row->household_id) : s;
    s = s == OK ? store_guardian_invitation_use(x->tx, row->id, x->member_id, x->now) : s;
    s = s == OK
            ? store_guardian_put(x->tx, row->household_id, x->member_id, row->invited_by, x->now)
            : s;
    return s == OK ? audit_note(x, row->household_id, "guardian.joined", x->member_id) : s;
}

/* Where the inviter has left meanwhile, the link is worth nothing any more. */
static enum status find(struct ctx *x, const char *token, struct guardian_invitation_row *row)
{
    const char *sha256 = token_hash(x, token);
    enum status s =
        sha256 != NULL ? store_guardian_invitation_by_token(x->tx, sha256, row) : E_NOT_FOUND;

    return s == OK ? store_guardian_is(x->tx, row->household_id, row->invited_by) : s;
}

enum status guardian_accept(struct ctx *x, void *arg)
{
    struct guardian_accepting *g = arg;
    struct guardian_invitation_row row;
    enum status s = find(x, g->token, &row);
    enum status is = s == OK ? store_guardian_is(x->tx, row.household_id, x->member_id) : s;

    if (s != OK || (is != OK && is != E_NOT_FOUND)) {
        return s != OK ? s : is;
    }
    if (is == OK && row.used_by != x->member_id) {
        return refuse(x, R_GUARDIAN_ALREADY);
    }
    s = is == OK ? OK : join(x, &row); /* a second tap of the same person */
    g->household.id = row.household_id;
    return s == OK ? household_show(x, &g->household) : s;
}

enum status guardian_leave(struct ctx *x, void *arg)
{
    const int64_t *household_id = arg;
    int64_t *ids;
    int n = 0;
    enum status s = store_guardian_is(x->tx, *household_id, x->member_id);

    s = s == OK ? store_guardians(x->tx, *household_id, &ids, &n) : s;
    if (s == OK && n < 2) {
        return refuse(x, R_GUARDIAN_LAST);
    }
    s = s == OK ? store_guardian_end(x->tx, *household_id, x->member_id, x->now) : s;
    return s == OK ? audit_note(x, *household_id, "guardian.left", x->member_id) : s;
}
