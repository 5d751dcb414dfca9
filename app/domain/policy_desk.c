/* policy_desk.c - see policy_desk.h. */
#include "app/domain/policy_desk.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/community.h"
#include "app/domain/staff.h"

#include <string.h>

static const char *wrong(const struct policy_row *p)
{
    if (p->valid_to_day < p->valid_from_day) {
        return "valid_to";
    }
    return p->age_below <= p->age_min ? "age_below" : NULL;
}

static enum status why_not_add(struct ctx *x, const struct policy_row *p)
{
    struct policy_row *rows;
    int n;
    enum status s = store_policies(x->tx, p->community_id, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (strcmp(rows[i].number, p->number) == 0) {
            return refuse_field(x, R_POLICY_NUMBER_TAKEN, "number");
        }
    }
    return s == OK && n == POLICIES_MAX ? refuse(x, R_POLICY_TOO_MANY) : s;
}

enum status policy_add(struct ctx *x, void *arg)
{
    struct policy_row *p = &((struct policy_adding *)arg)->row;
    struct community c;
    enum status s = staff_has_role(x, p->community_id, STAFF_ADMIN);

    if (s == OK && wrong(p) != NULL) {
        return invalid(x, wrong(p));
    }
    s = s == OK ? community_get(x, p->community_id, &c) : s;
    s = s == OK ? why_not_add(x, p) : s;
    if (s != OK) {
        return s;
    }
    p->id = new_id(x);
    p->currency = c.row.currency;
    p->created_at = x->now;
    p->created_by = x->member_id;
    s = store_policy_insert(x->tx, p);
    return s == OK ? audit_note(x, 0, "policy.added", p->id) : s;
}

enum status policy_end(struct ctx *x, void *arg)
{
    struct policy_ending *e = arg;
    enum status s = staff_has_role(x, e->community_id, STAFF_ADMIN);

    s = s == OK ? store_policy_get(x->tx, e->id, &e->row) : s;
    if (s == OK && e->row.community_id != e->community_id) {
        return E_NOT_FOUND;
    }
    if (s != OK || e->row.ended_at != 0) {
        return s;
    }
    s = store_policy_end(x->tx, e->id, x->now);
    e->row.ended_at = x->now;
    return s == OK ? audit_note(x, 0, "policy.ended", e->id) : s;
}

enum status policy_list(struct ctx *x, void *arg)
{
    struct policy_listing *l = arg;
    enum status s = staff_has_role(x, l->community_id, STAFF_ANY);

    return s == OK ? store_policies(x->tx, l->community_id, &l->rows, &l->n) : s;
}

struct scan {
    struct uncovered_page *page;
    struct community community;
};

/* As policy_find judges it at the choice. */
static enum status judge(struct ctx *x, struct scan *scan, const struct desk_booking *b)
{
    struct uncovered_page *p = scan->page;
    struct policy_job job = {
        .community_id = p->community_id,
        .youngest_years = (int)b->youngest_years,
        .oldest_years = (int)b->oldest_years,
        .sick = b->sick != 0,
    };
    struct policy_row found;
    enum status s = community_day(&scan->community, b->start_at, &job.start_day);

    s = s == OK ? community_day(&scan->community, b->end_at - 1, &job.end_day) : s;
    s = s == OK ? policy_find(x, &job, &found) : s;
    if (s == E_RULE) {
        p->rows[p->n++] = (struct uncovered){*b, x->reason};
        x->reason = R_NONE;
        return OK;
    }
    return s;
}

static bool before(const struct desk_booking *a, const struct desk_booking *b)
{
    return a->start_at < b->start_at || (a->start_at == b->start_at && a->id < b->id);
}

struct pair {
    struct desk_booking *rows[2];
    int n[2];
    bool more;
};

/* Two states, walked side by side: one page of each, as far as both were read. */
static enum status read_pair(struct ctx *x, const struct desk_window *w, struct pair *p)
{
    static const char *const states[2] = {"agreed", "confirmed"};
    enum status s = OK;

    p->more = false;
    for (int i = 0; s == OK && i < 2; i++) {
        struct desk_window one = *w;

        one.state = states[i];
        s = store_desk_bookings(x->tx, &one, &p->rows[i], &p->n[i]);
        p->more = p->more || p->n[i] == w->max;
    }
    return s;
}

/* Takes them in order; where one list ends because its page was full, the next round goes on. */
static enum status walk_pair(struct ctx *x, struct scan *scan, struct desk_window *w,
                             const struct pair *p)
{
    int at[2] = {0, 0};
    enum status s = OK;

    while (s == OK && scan->page->n < scan->page->max) {
        const struct desk_booking *a = at[0] < p->n[0] ? &p->rows[0][at[0]] : NULL;
        const struct desk_booking *b = at[1] < p->n[1] ? &p->rows[1][at[1]] : NULL;
        bool first = b == NULL || (a != NULL && before(a, b));
        const struct desk_booking *next = first ? a : b;

        if (next == NULL || (a == NULL && p->n[0] == w->max) || (b == NULL && p->n[1] == w->max)) {
            break;
        }
        s = judge(x, scan, next);
        w->after_start = next->start_at;
        w->after_id = next->id;
        at[first ? 0 : 1]++;
    }
    return s;
}

enum status policy_uncovered(struct ctx *x, void *arg)
{
    struct uncovered_page *page = arg;
    struct scan scan = {.page = page};
    struct desk_window w = {.community_id = page->community_id,
                            .from_at = x->now,
                            .until_at = x->now + UNCOVERED_DAYS * DAY_MS,
                            .after_start = page->after_start,
                            .after_id = page->after_id,
                            .max = PAGE_ROWS_MAX};
    struct pair p = {.more = true};
    enum status s = staff_has_role(x, page->community_id,
                                   STAFF_ADMIN | STAFF_COORDINATOR | STAFF_FINANCE | STAFF_AUDITOR);

    page->n = 0;
    page->rows = arena_alloc(x->arena, (size_t)page->max * sizeof *page->rows);
    s = s == OK && page->rows == NULL ? E_BUSY : s;
    s = s == OK ? community_get(x, page->community_id, &scan.community) : s;
    while (s == OK && p.more && page->n < page->max) {
        s = read_pair(x, &w, &p);
        s = s == OK ? walk_pair(x, &scan, &w, &p) : s;
    }
    return s;
}
