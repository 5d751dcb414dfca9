/* membership.c - see membership.h. */
#include "app/domain/membership.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/group.h"
#include "app/domain/vault.h"
#include "db/store/member.h"
#include "db/store/membership.h"

enum status community_list(struct ctx *x, void *arg)
{
    struct community_listing *l = arg;

    return store_community_list(x->tx, l->after_id, l->max, &l->rows, &l->n);
}

enum status community_show(struct ctx *x, void *arg)
{
    struct community_showing *c = arg;
    enum status s = community_get(x, c->id, &c->community);

    return s == OK ? store_community_words(x->tx, c->id, &c->words, &c->words_n) : s;
}

static enum status old_enough(struct ctx *x, const struct community *c)
{
    struct member m;
    const char *text = NULL;
    int64_t birth_day = 0, today = 0;
    enum status s = store_member_get(x->tx, x->member_id, &m);

    s = s == OK
            ? vault_unseal(x, m.id, "member", "birth_day_sealed", m.id, m.birth_day_sealed, &text)
            : s;
    s = s == OK ? community_day(c, x->now, &today) : s;
    if (s != OK || int64_parse(text, &birth_day) != OK) {
        return s != OK ? s : E_INTERNAL;
    }
    return age_on(birth_day, today) < c->rules.member_age_years ? refuse(x, R_ACCOUNT_TOO_YOUNG)
                                                                : OK;
}

static enum status room_for_one(struct ctx *x)
{
    struct membership *rows;
    int n = 0;
    enum status s = store_membership_list(x->tx, x->member_id, MEMBERSHIPS_MAX, &rows, &n);

    return s == OK && n >= MEMBERSHIPS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status membership_join(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    struct community c;
    enum status s = store_membership_live(x->tx, x->member_id, *id);

    if (s != E_NOT_FOUND) {
        return s;
    }
    s = community_get(x, *id, &c);
    s = s == OK ? old_enough(x, &c) : s;
    s = s == OK ? room_for_one(x) : s;
    return s == OK ? store_membership_join(x->tx, x->member_id, *id, x->now) : s;
}

enum status membership_leave(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    int64_t jobs = 0, roles = 0;
    enum status s = store_membership_live(x->tx, x->member_id, *id);

    s = s == OK ? store_membership_bonds(x->tx, x->member_id, *id, &jobs, &roles) : s;
    if (s == OK && jobs > 0) {
        return refuse(x, R_MEMBERSHIP_JOB_OPEN);
    }
    if (s == OK && roles > 0) {
        return refuse(x, R_MEMBERSHIP_STAFF);
    }
    s = s == OK ? group_leave_all(x, *id) : s;
    return s == OK ? store_membership_leave(x->tx, x->member_id, *id, x->now) : s;
}
