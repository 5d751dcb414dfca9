/* desk_link.c - see desk_link.h. */
#include "app/domain/desk_link.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/audit.h"
#include "app/domain/child_age.h"
#include "app/domain/community.h"
#include "app/domain/ids.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/child.h"
#include "db/store/guardian.h"
#include "db/store/household.h"

#include <stdio.h>
#include <string.h>

#define OFFICE      (STAFF_COORDINATOR | STAFF_SAFEGUARDING | STAFF_ADMIN)
#define ID_CHARS    13
#define BLIND_CHARS 64
#define TOKEN_BYTES (ID_CHARS + BLIND_CHARS)
#define TAP_BYTES   (3 * ID_CHARS + BLIND_CHARS)

/* ---- tokens ---- */

/* The id as the API writes it, without the prefix. */
static void put_id(int64_t id, char out[ID_CHARS + 1])
{
    char text[ID_TEXT_BYTES];

    id_format("dl", id, text);
    memcpy(out, text + strlen("dl_"), ID_CHARS + 1);
}

static enum status read_id(const char *text, int64_t *id)
{
    char whole[ID_TEXT_BYTES];

    snprintf(whole, sizeof whole, "dl_%.*s", ID_CHARS, text);
    return id_parse("dl", whole, id);
}

static const char *link_blind(struct ctx *x, const struct desk_link_row *l)
{
    const char *text = arena_printf(x->arena, "desk:%lld:%lld:%lld:%lld:%lld", (long long)l->id,
                                    (long long)l->place_id, (long long)l->day,
                                    (long long)l->household_id, (long long)l->expires_at);

    return text != NULL ? vault_blind(x, text) : NULL;
}

static const char *tap_blind(struct ctx *x, const struct desk_link_row *l, int64_t booking_id,
                             int64_t child_id, int64_t stop_id)
{
    const char *text = arena_printf(x->arena, "desk-tap:%lld:%lld:%lld:%lld", (long long)l->id,
                                    (long long)booking_id, (long long)child_id, (long long)stop_id);

    return text != NULL ? vault_blind(x, text) : NULL;
}

static enum status same_blind(const char *want, const char *got)
{
    if (want == NULL) {
        return E_BUSY;
    }
    return bytes_equal(want, got, BLIND_CHARS) ? OK : E_NOT_FOUND;
}

static enum status make_token(struct ctx *x, const struct desk_link_row *l, const char **token)
{
    const char *blind = link_blind(x, l);
    char id[ID_CHARS + 1];

    put_id(l->id, id);
    *token = blind != NULL ? arena_printf(x->arena, "%s%s", id, blind) : NULL;
    return *token != NULL ? OK : E_BUSY;
}

static enum status make_tap(struct ctx *x, const struct desk_link_row *l, struct desk_line *line)
{
    const struct desk_line_row *r = &line->row;
    const char *blind = tap_blind(x, l, r->booking_id, r->child_id, r->stop_id);
    char booking[ID_CHARS + 1], child[ID_CHARS + 1], stop[ID_CHARS + 1];

    put_id(r->booking_id, booking);
    put_id(r->child_id, child);
    put_id(r->stop_id, stop);
    line->tap =
        blind != NULL ? arena_printf(x->arena, "%s%s%s%s", booking, child, stop, blind) : NULL;
    return line->tap != NULL ? OK : E_BUSY;
}

/* Whose link it is; a guardian's counts as long as he is one. */
static enum status open_link(struct ctx *x, const char *token, struct desk_link_row *l)
{
    int64_t id;
    enum status s = strlen(token) == TOKEN_BYTES ? read_id(token, &id) : E_NOT_FOUND;

    s = s == OK ? store_desk_link_get(x->tx, id, l) : E_NOT_FOUND;
    s = s == OK ? same_blind(link_blind(x, l), token + ID_CHARS) : s;
    if (s == OK && l->ended_at != 0) {
        return E_NOT_FOUND;
    }
    s = s == OK && l->household_id != 0 ? store_guardian_is(x->tx, l->household_id, l->made_by) : s;
    return s == OK && l->expires_at <= x->now ? refuse(x, R_LINK_EXPIRED) : s;
}

/* ---- making ---- */

/* A local day begins with its midnight; where that is skipped, an hour later. */
static enum status day_begins(const char *zone, int64_t day, int64_t *at)
{
    struct local_time t = {0};
    enum status s;

    day_number_to_date(day, &t.year, &t.month, &t.day);
    s = zone_instant(zone, &t, at);
    if (s == E_INVALID) {
        t.hour = 1;
        s = zone_instant(zone, &t, at);
    }
    return s;
}

static enum status may_make(struct ctx *x, const struct desk_link_making *m)
{
    struct household_row home;
    enum status s;

    if (m->household_id == 0) {
        return staff_has_role(x, m->community_id, OFFICE);
    }
    s = store_guardian_is(x->tx, m->household_id, x->member_id);
    s = s == OK ? store_household_get(x->tx, m->household_id, &home) : s;
    return s == OK && home.community_id != m->community_id ? E_NOT_FOUND : s;
}

static enum status insert(struct ctx *x, struct desk_link_making *m, const char *zone)
{
    struct desk_link_row *l = &m->made;
    enum status s;

    *l = (struct desk_link_row){.id = new_id(x),
                                .community_id = m->community_id,
                                .place_id = m->place_id,
                                .day = m->day,
                                .household_id = m->household_id,
                                .made_by = x->member_id,
                                .created_at = x->now};
    s = day_begins(zone, m->day + 1, &l->expires_at);
    s = s == OK ? store_desk_link_insert(x->tx, l) : s;
    s = s == OK ? audit_note(x, m->household_id, "desk_link.made", m->place_id) : s;
    s = s == OK ? store_desk_link_get(x->tx, l->id, l) : s;
    return s == OK ? make_token(x, l, &m->token) : s;
}

enum status desk_link_make(struct ctx *x, void *arg)
{
    struct desk_link_making *m = arg;
    struct community c;
    int64_t today = 0;
    enum status s = may_make(x, m);

    s = s == OK ? store_desk_place(x->tx, m->community_id, m->place_id) : s;
    s = s == OK ? community_get(x, m->community_id, &c) : s;
    s = s == OK ? community_day(&c, x->now, &today) : s;
    if (s == OK && (m->day < today || m->day > today + DESK_LINK_DAYS_MAX)) {
        return invalid(x, "day");
    }
    return s == OK ? insert(x, m, c.row.zone) : s;
}

enum status desk_link_end(struct ctx *x, void *arg)
{
    const struct desk_link_ref *ref = arg;
    struct desk_link_row l;
    enum status s = store_desk_link_get(x->tx, ref->id, &l);

    if (s == OK && l.community_id != ref->community_id) {
        return E_NOT_FOUND;
    }
    if (s == OK && l.made_by != x->member_id) {
        s = staff_has_role(x, ref->community_id, OFFICE);
    }
    if (s != OK || l.ended_at != 0) {
        return s;
    }
    s = store_desk_link_end(x->tx, l.id, x->member_id, x->now);
    return s == OK ? audit_note(x, l.household_id, "desk_link.ended", l.place_id) : s;
}

enum status desk_link_list(struct ctx *x, void *arg)
{
    struct desk_link_listing *l = arg;
    enum status s = staff_has_role(x, l->community_id, OFFICE | STAFF_AUDITOR);

    return s == OK
               ? store_desk_link_list(x->tx, l->community_id, l->before_id, l->max, &l->rows, &l->n)
               : s;
}

/* ---- the page ---- */

static const char *state_of(const struct desk_line_row *r)
{
    if (r->handed_at != 0) {
        return "handed";
    }
    return r->dropped_at != 0 || strcmp(r->state, "cancelled") == 0 ||
                   strcmp(r->state, "no_show") == 0
               ? "gone"
               : "waiting";
}

static enum status open_line(struct ctx *x, const struct desk_page *p, struct desk_line *line)
{
    const struct desk_line_row *r = &line->row;
    struct child_row child = {.id = r->child_id, .birth_day_sealed = r->birth_day_sealed};
    int64_t birth_day = 0;
    enum status s = vault_unseal(x, r->child_id, "child", "call_name_sealed", r->child_id,
                                 r->call_name_sealed, &line->call_name);

    s = s == OK ? child_birth_day(x, &child, &birth_day) : s;
    s = s == OK ? vault_unseal(x, r->supporter_id, "member", "name_sealed", r->supporter_id,
                               r->supporter_name_sealed, &line->supporter_name)
                : s;
    line->age_years = age_on(birth_day, p->link.day);
    line->state = state_of(r);
    return s == OK && strcmp(line->state, "waiting") == 0 ? make_tap(x, &p->link, line) : s;
}

static enum status open_lines(struct ctx *x, struct desk_page *p)
{
    struct desk_line_row *rows;
    int64_t from_at = 0;
    enum status s = day_begins(p->zone, p->link.day, &from_at);

    s = s == OK ? store_desk_lines(x->tx, p->link.place_id, p->link.household_id, from_at,
                                   p->link.expires_at, &rows, &p->n)
                : s;
    if (s != OK) {
        return s;
    }
    p->lines = arena_alloc(x->arena, ((size_t)p->n + 1) * sizeof *p->lines);
    s = p->lines != NULL ? OK : E_BUSY;
    for (int i = 0; s == OK && i < p->n; i++) {
        p->lines[i] = (struct desk_line){.row = rows[i]};
        s = open_line(x, p, &p->lines[i]);
    }
    return s;
}

enum status desk_page_show(struct ctx *x, void *arg)
{
    struct desk_page *p = arg;
    struct community c;
    enum status s = open_link(x, p->token, &p->link);

    s = s == OK ? community_get(x, p->link.community_id, &c) : s;
    p->zone = s == OK ? c.row.zone : NULL;
    return s == OK ? open_lines(x, p) : s;
}

static enum status read_tap(struct ctx *x, const struct desk_link_row *l, const char *text,
                            int64_t ids[3])
{
    enum status s = strlen(text) == TAP_BYTES ? OK : E_NOT_FOUND;

    for (int i = 0; s == OK && i < 3; i++) {
        s = read_id(text + (ptrdiff_t)i * ID_CHARS, &ids[i]);
    }
    return s == OK ? same_blind(tap_blind(x, l, ids[0], ids[1], ids[2]), text + 3 * ID_CHARS)
                   : E_NOT_FOUND;
}

enum status desk_tap_open(struct ctx *x, void *arg)
{
    struct desk_tap *t = arg;
    struct desk_link_row l;
    struct community c;
    int64_t ids[3], today = 0, *child;
    enum status s = open_link(x, t->token, &l);

    s = s == OK ? read_tap(x, &l, t->tap, ids) : s;
    s = s == OK ? community_get(x, l.community_id, &c) : s;
    s = s == OK ? community_day(&c, x->now, &today) : s;
    if (s != OK || today != l.day) {
        return s != OK ? s : refuse(x, R_DESK_NOT_TODAY);
    }
    child = arena_alloc(x->arena, sizeof *child);
    if (child == NULL) {
        return E_BUSY;
    }
    *child = ids[1];
    t->handover = (struct handover){.booking_id = ids[0],
                                    .way = "in",
                                    .stop_id = ids[2],
                                    .proof = "nursery_page",
                                    .child_ids = child,
                                    .children_n = 1,
                                    .place_id = l.place_id};
    return OK;
}
