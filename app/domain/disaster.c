/* disaster.c - see disaster.h. */
#include "app/domain/disaster.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/notice.h"
#include "app/domain/phone.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/child.h"

#include <string.h>

#define SWITCHES  (STAFF_COORDINATOR | STAFF_SAFEGUARDING | STAFF_ADMIN)
#define READS     (SWITCHES | STAFF_AUDITOR)
#define TELL_PAGE 100

static enum status tell_one(struct ctx *x, const struct in_care_row *row, enum notice_kind kind)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, row->id, &b);

    if (s == OK) {
        s = booking_fact(x, &b, notice_kind_text(kind), "");
    }
    if (s == OK) {
        s = notice_put(x, b.supporter_id, kind, b.id);
    }
    return s == OK ? notice_put_guardians(x, b.household_id, 0, kind, b.id) : s;
}

/* Everybody with a child in care now, page by page. */
static enum status tell_all(struct ctx *x, struct disaster_switch *d, enum notice_kind kind)
{
    struct in_care_page page = {d->community_id, -1, 0, TELL_PAGE};
    struct in_care_row *rows;
    int n = TELL_PAGE;
    enum status s = OK;

    d->told = 0;
    while (s == OK && n == TELL_PAGE) {
        s = store_in_care(x->tx, &page, &rows, &n);
        for (int i = 0; s == OK && i < n; i++) {
            s = tell_one(x, &rows[i], kind);
            page.after_start = rows[i].start_at;
            page.after_id = rows[i].id;
            d->told += 1;
        }
    }
    return s;
}

enum status disaster_on(struct ctx *x, void *arg)
{
    struct disaster_switch *d = arg;
    bool on = false;
    enum status s = staff_has_role(x, d->community_id, SWITCHES);

    d->row = (struct disaster_row){.id = new_id(x),
                                   .community_id = d->community_id,
                                   .reason = d->reason,
                                   .on_by = x->member_id,
                                   .on_at = x->now};
    s = s == OK ? store_disaster_on(x->tx, &d->row, &on) : s;
    if (s == OK && !on) {
        return store_disaster_now(x->tx, d->community_id, &d->row);
    }
    s = s == OK ? audit_note(x, 0, "disaster.on", d->row.id) : s;
    return s == OK ? tell_all(x, d, NOTICE_DISASTER) : s;
}

enum status disaster_off(struct ctx *x, void *arg)
{
    struct disaster_switch *d = arg;
    enum status s = staff_has_role(x, d->community_id, SWITCHES);

    if (s != OK) {
        return s;
    }
    s = store_disaster_now(x->tx, d->community_id, &d->row);
    if (s == E_NOT_FOUND) {
        return refuse(x, R_DISASTER_OFF);
    }
    s = s == OK ? store_disaster_off(x->tx, d->row.id, x->member_id, d->reason, x->now) : s;
    s = s == OK ? audit_note(x, 0, "disaster.off", d->row.id) : s;
    s = s == OK ? tell_all(x, d, NOTICE_DISASTER_OVER) : s;
    return s == OK ? store_disaster_get(x->tx, d->row.id, &d->row) : s;
}

static enum status load_phone(struct ctx *x, int64_t member_id, const char *name,
                              struct disaster_phone *out)
{
    *out = (struct disaster_phone){member_id, name, NULL};
    return phone_of_member(x, member_id, &out->phone);
}

static enum status load_guardians(struct ctx *x, struct disaster_line *l)
{
    struct guardian_name *names;
    int n;
    enum status s = store_guardian_names(x->tx, l->booking->household_id, &names, &n);

    for (int i = 0; s == OK && i < n && i < GUARDIANS_MAX; i++) {
        s = load_phone(x, names[i].member_id, names[i].display_name, &l->guardians[i]);
        l->guardians_n = i + 1;
    }
    return s;
}

static bool is_there(const struct booking_child_row *c)
{
    return c->in_at != 0 && c->out_at == 0 && c->dropped_at == 0;
}

static enum status load_children(struct ctx *x, struct disaster_line *l)
{
    struct booking_child_row *rows;
    struct child_row child;
    int n;
    enum status s = store_booking_children(x->tx, l->booking->id, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (!is_there(&rows[i])) {
            continue;
        }
        s = store_child_get(x->tx, rows[i].child_id, &child);
        if (s == OK) {
            s = vault_unseal(x, child.id, "child", "call_name_sealed", child.id,
                             child.call_name_sealed, &l->call_names[l->children_n]);
        }
        l->child_ids[l->children_n++] = rows[i].child_id;
    }
    return s;
}

static enum status load_place(struct ctx *x, struct disaster_line *l)
{
    struct brief_stop *stops;
    int n;
    enum status s = brief_stops(x, l->booking->id, &stops, &n);
    int here = brief_here(stops, s == OK ? n : 0, x->now);

    if (s == OK && here >= 0) {
        l->place_kind = stops[here].kind;
        l->place_name = stops[here].name;
        l->place_address = stops[here].address;
    }
    return s;
}

static enum status load_line(struct ctx *x, const struct in_care_row *row, struct disaster_line *l)
{
    enum status s = audit_note(x, row->household_id, "saw.disaster_list", row->id);

    *l = (struct disaster_line){.booking = row};
    if (s == OK) {
        s = load_phone(x, row->supporter_id, row->supporter_name, &l->supporter);
    }
    if (s == OK) {
        s = load_guardians(x, l);
    }
    if (s == OK) {
        s = load_children(x, l);
    }
    return s == OK ? load_place(x, l) : s;
}

enum status disaster_list(struct ctx *x, void *arg)
{
    struct disaster_list *list = arg;
    struct in_care_row *rows = NULL;
    bool on = false;
    enum status s = staff_has_role(x, list->page.community_id, READS);

    s = s == OK ? store_disaster_is_on(x->tx, list->page.community_id, &on) : s;
    if (s == OK && on) {
        s = store_in_care(x->tx, &list->page, &rows, &list->n);
    }
    if (s != OK) {
        return s;
    }
    list->lines = arena_alloc(x->arena, (size_t)(list->n + 1) * sizeof *list->lines);
    for (int i = 0; list->lines != NULL && s == OK && i < list->n; i++) {
        s = load_line(x, &rows[i], &list->lines[i]);
    }
    return list->lines != NULL ? s : E_BUSY;
}
