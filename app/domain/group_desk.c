/* group_desk.c - see group.h: what moderators and staff do. */
#include "app/base/limits.h"
#include "app/domain/group.h"
#include "app/domain/session.h"
#include "app/domain/staff.h"
#include "db/store/tie_member.h"

#define CLOSES (STAFF_COORDINATOR | STAFF_SAFEGUARDING | STAFF_ADMIN)
#define READS  (CLOSES | STAFF_AUDITOR)

static enum status moderates(struct ctx *x, int64_t group_id)
{
    struct group_member_row me;
    enum status s = store_group_member_get(x->tx, group_id, x->member_id, &me);

    return s == OK && (me.moderator_at == 0 || me.left_at != 0) ? E_NOT_FOUND : s;
}

/* The caller moderates, and the other one is somebody he may see there. */
static enum status find(struct ctx *x, const struct group_act *a, struct group_member_row *row)
{
    struct tie_member_row other;
    enum status s = moderates(x, a->group_id);

    s = s == OK ? store_group_member_get(x->tx, a->group_id, a->member_id, row) : s;
    s = s == OK ? store_tie_member(x->tx, x->member_id, a->member_id, &other) : s;
    return s == OK && (row->left_at != 0 || other.blocked) ? E_NOT_FOUND : s;
}

enum status group_accept(struct ctx *x, void *arg)
{
    const struct group_act *a = arg;
    int64_t since = x->now - GROUP_ASK_MS;
    struct group_member_row row;
    struct group_counts now = {0};
    enum status s = find(x, a, &row);

    if (s != OK || row.accepted_at != 0) {
        return s;
    }
    s = store_group_counts(x->tx, a->group_id, since, &now);
    if (s == OK && now.members >= GROUP_MEMBERS_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    s = s == OK ? store_group_member_accept(x->tx, a->group_id, a->member_id, since, x->now) : s;
    return s == E_NOT_FOUND ? lost(x, R_GROUP_ASK_CHANGED) : s;
}

enum status group_decline(struct ctx *x, void *arg)
{
    const struct group_act *a = arg;
    struct group_member_row row;
    enum status s = find(x, a, &row);

    if (s != OK || (row.accepted_at == 0 && row.declined_at != 0)) {
        return s;
    }
    s = store_group_member_decline(x->tx, a->group_id, a->member_id, x->now - GROUP_ASK_MS, x->now);
    return s == E_NOT_FOUND ? lost(x, R_GROUP_ASK_CHANGED) : s;
}

enum status group_remove(struct ctx *x, void *arg)
{
    const struct group_act *a = arg;
    struct group_member_row row;
    enum status s = find(x, a, &row);

    if (s == OK && row.accepted_at == 0) {
        return E_NOT_FOUND;
    }
    if (s == OK && row.moderator_at != 0) {
        return refuse(x, R_GROUP_MODERATOR_STAYS);
    }
    return s == OK ? store_group_member_leave(x->tx, a->group_id, a->member_id, x->now, true) : s;
}

enum status group_appoint(struct ctx *x, void *arg)
{
    const struct group_act *a = arg;
    struct group_member_row row;
    enum status s = find(x, a, &row);

    return s == OK ? store_group_member_moderate(x->tx, a->group_id, a->member_id, x->now) : s;
}

enum status group_asks(struct ctx *x, void *arg)
{
    struct group_page *p = arg;
    enum status s = moderates(x, p->group_id);

    return s == OK ? store_group_asks(x->tx, p->group_id, x->member_id, x->now - GROUP_ASK_MS,
                                      p->after_id, p->max, &p->rows, &p->n)
                   : s;
}

enum status group_people(struct ctx *x, void *arg)
{
    struct group_page *p = arg;
    struct group_member_row me;
    enum status s = store_group_member_get(x->tx, p->group_id, x->member_id, &me);

    if (s == OK && (me.accepted_at == 0 || me.left_at != 0)) {
        return E_NOT_FOUND;
    }
    p->n = 0;
    return s == OK && (me.name_shown != 0 || me.moderator_at != 0)
               ? store_group_people(x->tx, p->group_id, x->member_id, me.moderator_at != 0,
                                    p->after_id, p->max, &p->rows, &p->n)
               : s;
}

enum status group_poster_make(struct ctx *x, void *arg)
{
    struct group_poster *p = arg;
    struct group_poster_row row = {new_id(x), p->group_id, NULL, x->member_id, x->now};
    enum status s = moderates(x, p->group_id);

    s = s == OK ? token_make(x, &p->token, &row.token_sha256) : s;
    return s == OK ? store_group_poster_put(x->tx, &row) : s;
}

enum status group_poster_end(struct ctx *x, void *arg)
{
    const int64_t *group_id = arg;
    enum status s = moderates(x, *group_id);

    return s == OK ? store_group_poster_end(x->tx, *group_id, x->now) : s;
}

enum status group_desk(struct ctx *x, void *arg)
{
    struct group_desk *d = arg;
    enum status s = staff_has_role(x, d->community_id, READS);

    return s == OK ? store_group_desk(x->tx, d->community_id, d->after_id, d->max, &d->rows, &d->n)
                   : s;
}

enum status group_close(struct ctx *x, void *arg)
{
    const struct group_desk *d = arg;
    enum status s = staff_has_role(x, d->community_id, CLOSES);

    s = s == OK ? store_group_in(x->tx, d->group_id, d->community_id) : s;
    if (s != OK) {
        return s;
    }
    s = store_group_close(x->tx, d->group_id, x->member_id, x->now);
    return s == E_NOT_FOUND ? OK : s; /* closed before */
}
