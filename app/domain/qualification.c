/* qualification.c - see qualification.h. */
#include "app/domain/qualification.h"

#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/audit.h"
#include "app/domain/gate_watch.h"
#include "app/domain/staff.h"
#include "app/domain/texts.h"
#include "db/store/member.h"
#include "db/store/membership.h"

#include <string.h>

static const char *const kinds[] = {"identity", "safety_lesson", "certificate",
                                    "licence",  "concierge",     NULL};

const char *const *qualification_kinds(void)
{
    return kinds;
}

static enum status note(struct ctx *x, const char *action, const struct qualification_row *q)
{
    const char *detail = arena_printf(x->arena, "{\"kind\":\"%s\"}", q->kind);

    return detail != NULL ? audit_note_detail(x, 0, action, q->member_id, detail) : E_BUSY;
}

static const char *wrong(const struct ctx *x, const struct qualification_giving *g)
{
    bool numbered = strcmp(g->kind, "certificate") == 0 || strcmp(g->kind, "licence") == 0;

    if (numbered && g->number == NULL) {
        return "number";
    }
    if (g->issued_at > x->now) {
        return "issued_at";
    }
    return g->expires_at <= x->now || g->expires_at <= g->issued_at ? "expires_at" : NULL;
}

enum status qualification_give(struct ctx *x, void *arg)
{
    struct qualification_giving *g = arg;
    struct qualification_row row = {
        .id = new_id(x),
        .community_id = g->community_id,
        .member_id = g->member_id,
        .kind = g->kind,
        .number = g->number,
        .issued_at = g->issued_at,
        .expires_at = g->expires_at,
        .given_by = x->member_id,
        .created_at = x->now,
    };
    const char *field = wrong(x, g);
    enum status s = staff_has_role(x, g->community_id, STAFF_TRAINER | STAFF_ADMIN);

    s = s == OK ? store_membership_live(x->tx, g->member_id, g->community_id) : s;
    if (s == OK && field != NULL) {
        return invalid(x, field);
    }
    s = s == OK ? store_qualification_insert(x->tx, &row) : s;
    s = s == OK ? note(x, "qualification.given", &row) : s;
    return s == OK ? store_qualification_get(x->tx, g->community_id, row.id, &g->made) : s;
}

static enum status take_away(struct ctx *x, const struct qualification_revoking *r)
{
    enum status s = store_qualification_revoke(x->tx, r->id, x->member_id, x->now, r->why);

    s = s == OK ? note(x, "qualification.revoked", &r->row) : s;
    return s == OK ? gate_recheck_supporter(x, r->community_id, r->row.member_id) : s;
}

enum status qualification_revoke(struct ctx *x, void *arg)
{
    struct qualification_revoking *r = arg;
    enum status s = staff_has_role(x, r->community_id, STAFF_TRAINER | STAFF_ADMIN);

    s = s == OK ? store_qualification_get(x->tx, r->community_id, r->id, &r->row) : s;
    if (s != OK || r->row.revoked_at != 0) {
        return s;
    }
    s = take_away(x, r);
    return s == OK ? store_qualification_get(x->tx, r->community_id, r->id, &r->row) : s;
}

enum status qualification_list(struct ctx *x, void *arg)
{
    struct qualification_listing *l = arg;
    enum status s = staff_has_role(x, l->community_id,
                                   STAFF_TRAINER | STAFF_COORDINATOR | STAFF_ADMIN | STAFF_AUDITOR);

    return s == OK ? store_qualifications(x->tx, l->community_id, l->member_id, l->after_id, l->max,
                                          &l->rows, &l->n)
                   : s;
}

static int64_t until(const struct ctx *x, const struct qualifications_mine *m, int64_t community_id,
                     const char *kind)
{
    int64_t at = 0;

    for (int i = 0; i < m->n; i++) {
        const struct qualification_row *q = &m->rows[i];

        if (q->community_id == community_id && q->revoked_at == 0 && q->expires_at > x->now &&
            strcmp(q->kind, kind) == 0 && q->expires_at > at) {
            at = q->expires_at;
        }
    }
    return at;
}

/* "counts until 31 March", by the last local day on which it still does. */
static const char *words(struct ctx *x, const char *locale, const char *zone,
                         const struct qualification_standing *st)
{
    struct local_time last;
    char day[LOCAL_TEXT_BYTES];
    const struct text_pair pairs[] = {{"date", day}, {NULL, NULL}};
    const char *key = arena_printf(x->arena, "qualification.%s.%s", st->kind,
                                   st->until_at != 0 ? "until" : "missing");

    if (key == NULL || text_of(locale, key) == NULL) {
        return NULL;
    }
    if (st->until_at == 0) {
        return text_of(locale, key);
    }
    if (zone_local(zone, st->until_at - 1, &last) != OK) {
        return NULL;
    }
    date_format(last.day_number, day);
    return text_fill(x->arena, text_of(locale, key), pairs);
}

static enum status stand(struct ctx *x, struct qualifications_mine *m, const char *locale,
                         const struct membership *memberships, int n)
{
    static const char *const gates[] = {"identity", "safety_lesson", "certificate"};

    m->standing = arena_alloc(x->arena, (size_t)(3 * n + 1) * sizeof *m->standing);
    m->standing_n = 0;
    for (int i = 0; m->standing != NULL && i < 3 * n; i++) {
        const struct membership *in = &memberships[i / 3];
        struct qualification_standing *st = &m->standing[m->standing_n++];

        *st =
            (struct qualification_standing){.community_id = in->community_id, .kind = gates[i % 3]};
        st->until_at = until(x, m, in->community_id, st->kind);
        st->words = words(x, locale, in->zone, st);
        if (st->words == NULL) {
            return E_INTERNAL;
        }
    }
    return m->standing != NULL ? OK : E_BUSY;
}

enum status qualifications_mine(struct ctx *x, void *arg)
{
    struct qualifications_mine *m = arg;
    struct member me;
    struct membership *memberships;
    int n = 0;
    enum status s = store_member_get(x->tx, x->member_id, &me);

    s = s == OK ? store_membership_list(x->tx, x->member_id, MEMBERSHIPS_MAX, &memberships, &n) : s;
    s = s == OK ? store_qualifications_of(x->tx, x->member_id, &m->rows, &m->n) : s;
    return s == OK ? stand(x, m, me.locale, memberships, n) : s;
}
