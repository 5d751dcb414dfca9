/* again_people.c - again_people() of again.h: the same people, who did it first. */
#include "app/base/limits.h"
#include "app/domain/again.h"
#include "db/store/group.h"
#include "db/store/offer.h"

#include <string.h>

/* R_NONE: could be asked by whoever looks. */
static enum status why_not(struct ctx *x, const struct again *a, int64_t member_id,
                           enum reason *why)
{
    const struct draft *d = &a->draft;
    struct gate_job job = {d->kind,          d->care_at,     d->start_at, d->end_at,
                           a->ages.youngest, a->ages.oldest, false};
    struct gate_row who;
    enum status s = store_gate_pair(x->tx, a->community.row.id, x->member_id, member_id, &who);

    *why = s == OK ? gate_why_not_ask(&a->community.rules, &who, &job) : R_GATE_NOT_AVAILABLE;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status see_person(struct ctx *x, struct again *a, int64_t member_id)
{
    struct draft *d = &a->draft;
    enum reason why;
    enum status s = why_not(x, a, member_id, &why);

    if (s == OK && why != R_NONE) {
        again_note(a, AGAIN_SUPPORTER_GONE, member_id, why);
    } else if (s == OK && d->members_n < AUDIENCE_MAX) {
        d->member_ids[d->members_n++] = member_id;
    }
    return s;
}

static enum status see_named(struct ctx *x, const struct booking_row *b, struct again *a)
{
    struct offer_row *offers;
    int n = 0;
    enum status s = store_offers_of_request(x->tx, b->request_id, &offers, &n);

    s = s == OK ? see_person(x, a, b->supporter_id) : s;
    for (int i = 0; s == OK && i < n; i++) {
        s = offers[i].supporter_id != b->supporter_id ? see_person(x, a, offers[i].supporter_id)
                                                      : OK;
    }
    return s;
}

static enum status see_group(struct ctx *x, const struct request_row *r, struct again *a)
{
    enum status s = store_group_of(x->tx, r->group_id, a->community.row.id, x->member_id);

    if (s == E_NOT_FOUND) {
        again_note(a, AGAIN_GROUP_LEFT, r->group_id, R_NONE);
        return OK;
    }
    a->draft.group_id = r->group_id;
    return s;
}

enum status again_people(struct ctx *x, const struct booking_row *b, const struct request_row *r,
                         struct again *a)
{
    struct draft *d = &a->draft;
    bool named = strcmp(r->audience, "named") == 0;
    enum status s = OK;

    if (named) {
        s = see_named(x, b, a);
    } else { /* they are many; of those only who did it is missed */
        s = see_person(x, a, b->supporter_id);
        d->members_n = 0;
    }
    if (s == OK && strcmp(r->audience, "group") == 0) {
        s = see_group(x, r, a);
    }
    d->to_all = d->members_n == 0 && d->group_id == 0;
    return s;
}
