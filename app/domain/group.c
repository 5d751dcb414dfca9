/* group.c - see group.h: founding, entering, leaving. What moderators and staff do is in
 * group_desk.c. */
#include "app/domain/group.h"

#include "app/base/limits.h"
#include "app/domain/attempt.h"
#include "app/domain/session.h"
#include "db/store/membership.h"

#include <stdio.h>

#define ROUND 5 /* counts are told in fives: one person more or less is nobody's business */

int64_t group_about(int64_t members)
{
    return members / ROUND * ROUND;
}

enum status group_list(struct ctx *x, void *arg)
{
    struct group_listing *l = arg;

    return store_groups_of(x->tx, x->member_id, 0, x->now - GROUP_ASK_MS, GROUPS_MAX, &l->rows,
                           &l->n);
}

static enum status room_for_one(struct ctx *x)
{
    struct group_listing mine;
    enum status s = group_list(x, &mine);

    return s == OK && mine.n >= GROUPS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status group_make(struct ctx *x, void *arg)
{
    struct group_making *m = arg;
    struct group_row row = {new_id(x), m->community_id, m->name, x->member_id, x->now};
    int64_t founded = 0;
    enum status s = store_membership_live(x->tx, x->member_id, m->community_id);

    s = s == OK ? store_group_founded(x->tx, x->member_id, &founded) : s;
    if (s == OK && founded >= GROUPS_FOUNDED_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    m->id = row.id;
    s = s == OK ? room_for_one(x) : s;
    s = s == OK ? store_group_insert(x->tx, &row) : s;
    return s == OK ? store_group_member_found(x->tx, row.id, x->member_id, x->now) : s;
}

enum status group_join_try(struct ctx *x)
{
    char me[24];

    snprintf(me, sizeof me, "%lld", (long long)x->member_id);
    return attempt_count(x, "group_join", me, DAY_MS, GROUP_JOIN_TRIES_MAX);
}

static enum status find_poster(struct ctx *x, const char *token, struct group_row *g)
{
    const char *hash = token_hash(x, token);

    return hash != NULL ? store_group_by_poster(x->tx, hash, g) : E_NOT_FOUND;
}

/* A first time, again after leaving, or after nobody answered. */
static enum status ask(struct ctx *x, int64_t group_id, int64_t declined_at)
{
    struct group_counts now = {0};
    bool quiet = declined_at > x->now - GROUP_ASK_MS;
    enum status s = room_for_one(x);

    s = s == OK ? store_group_counts(x->tx, group_id, x->now - GROUP_ASK_MS, &now) : s;
    if (s == OK && now.waiting >= GROUP_WAITING_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    return s == OK ? store_group_member_ask(x->tx, group_id, x->member_id, x->now,
                                            quiet ? declined_at : 0)
                   : s;
}

enum status group_join(struct ctx *x, void *arg)
{
    struct group_joining *j = arg;
    struct group_row g = {0};
    struct group_member_row me = {0};
    enum status s = find_poster(x, j->token, &g);

    s = s == OK ? store_membership_live(x->tx, x->member_id, g.community_id) : s;
    if (s != OK) {
        return s == E_NOT_FOUND ? refuse(x, R_GROUP_POSTER_EXPIRED) : s;
    }
    j->group_id = g.id;
    j->name = g.name;
    s = store_group_member_get(x->tx, g.id, x->member_id, &me);
    j->accepted = s == OK && me.left_at == 0 && me.accepted_at != 0;
    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    if (j->accepted || (s == OK && me.left_at == 0 && me.asked_at > x->now - GROUP_ASK_MS)) {
        return OK;
    }
    return ask(x, g.id, me.declined_at);
}

enum status group_show_name(struct ctx *x, void *arg)
{
    const struct group_name *n = arg;

    return store_group_member_show(x->tx, n->group_id, x->member_id, n->shown);
}

/* Others are in it, and nobody could let anybody in. */
static enum status last_one_leaves(struct ctx *x, int64_t group_id)
{
    struct group_counts now;
    enum status s = store_group_counts(x->tx, group_id, x->now - GROUP_ASK_MS, &now);

    if (s != OK || now.moderators > 1) {
        return s == OK ? store_group_member_leave(x->tx, group_id, x->member_id, x->now, false) : s;
    }
    return now.members > 1 ? refuse(x, R_GROUP_LAST_MODERATOR)
                           : store_group_close(x->tx, group_id, x->member_id, x->now);
}

enum status group_leave(struct ctx *x, void *arg)
{
    const int64_t *group_id = arg;
    struct group_member_row me;
    enum status s = store_group_member_get(x->tx, *group_id, x->member_id, &me);

    if (s == OK && me.moderator_at != 0) {
        return last_one_leaves(x, *group_id);
    }
    return s == OK ? store_group_member_leave(x->tx, *group_id, x->member_id, x->now, false) : s;
}

enum status group_leave_all(struct ctx *x, int64_t community_id)
{
    struct group_line *rows;
    int n = 0;
    enum status s =
        store_groups_of(x->tx, x->member_id, community_id, 0, GROUPS_EVER_MAX, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = group_leave(x, &rows[i].id);
    }
    return s;
}

enum status group_poster_show(struct ctx *x, void *arg)
{
    struct group_notice *n = arg;
    struct group_row g = {0};
    enum status s = find_poster(x, n->token, &g);

    n->name = g.name;
    return s;
}
