/* bordereau.c - see bordereau.h. */
#include "app/domain/bordereau.h"

#include "app/base/csv_write.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/community.h"
#include "app/domain/coverage.h"
#include "app/domain/staff.h"
#include "db/store/coverage_list.h"
#include "db/store/policy.h"

#include <string.h>

#define PAGE_LINES 100

static const char head[] = "number,policy,issued,agreed_start,agreed_end,actual_start,actual_end,"
                           "children,facts,digest\r\n";

/* What the pages have in common. */
struct run {
    const struct bordereau *b;
    struct community community;
    int64_t from_at, until_at;
    struct policy_row *policies; /* of the community; in the caller's arena */
    int policies_n;
    int64_t policy_id, after_number;    /* month */
    int64_t after_start, after_booking; /* day */
    char previous[65];                  /* digest of the record before; "" when not known */
    int n;                              /* lines of the last page */
    int64_t records, children;
};

static enum status start_of_day(const struct community *c, int64_t day, int64_t *at)
{
    struct local_time t = {.hour = 0};
    enum status s;

    day_number_to_date(day, &t.year, &t.month, &t.day);
    s = zone_instant(c->row.zone, &t, at);
    while (s == E_INVALID && t.hour < 3) { /* a zone that skips midnight */
        t.hour++;
        s = zone_instant(c->row.zone, &t, at);
    }
    return s;
}

static enum status begin(struct ctx *x, void *arg)
{
    struct run *r = arg;
    enum status s =
        staff_has_role(x, r->b->community_id, STAFF_ADMIN | STAFF_FINANCE | STAFF_AUDITOR);

    s = s == OK ? community_get(x, r->b->community_id, &r->community) : s;
    s = s == OK ? start_of_day(&r->community, r->b->from_day, &r->from_at) : s;
    s = s == OK ? start_of_day(&r->community, r->b->until_day, &r->until_at) : s;
    return s == OK ? store_policies(x->tx, r->b->community_id, &r->policies, &r->policies_n) : s;
}

static void write_time(struct run *r, int64_t at)
{
    struct local_time t;
    char text[LOCAL_TEXT_BYTES] = "";

    if (at != 0 && zone_local(r->community.row.zone, at, &t) == OK) {
        local_format(&t, text);
    }
    csv_write_text(r->b->out, text, false);
}

/* "amended amended began actual" */
static enum status write_facts(struct ctx *x, struct run *r, int64_t coverage_id)
{
    struct coverage_fact_row *facts;
    struct buf text;
    int n;
    enum status s = store_coverage_facts(x->tx, coverage_id, &facts, &n);

    buf_init(&text, x->arena, COVERAGE_FACTS_MAX * 20);
    for (int i = 0; s == OK && i < n; i++) {
        buf_printf(&text, "%s%s", i > 0 ? " " : "", facts[i].kind);
    }
    if (s == OK && buf_done(&text) == NULL) {
        return E_BUSY;
    }
    if (s == OK) {
        csv_write_text(r->b->out, buf_done(&text), false);
    }
    return s;
}

static enum status write_line(struct ctx *x, struct run *r, const struct coverage_line *l)
{
    struct buf *out = r->b->out;
    enum status s;

    if (l->c.number != 0) {
        csv_write_i64(out, l->c.number, false);
    } else {
        csv_write_text(out, NULL, false);
    }
    csv_write_text(out, l->policy_number, false);
    write_time(r, l->c.issued_at);
    write_time(r, l->agreed_start_at);
    write_time(r, l->agreed_end_at);
    write_time(r, l->actual_start_at);
    write_time(r, l->actual_end_at);
    csv_write_i64(out, l->children, false);
    s = write_facts(x, r, l->c.id);
    csv_write_text(out, l->c.sha256, true);
    r->records++;
    r->children += l->children;
    return s;
}

/* Does the seal's digest fit its record? */
static enum status digest_fits(struct ctx *x, const struct coverage_row *c, bool *fits)
{
    char sha256[65];
    enum status s = coverage_digest(x->arena, c->previous_sha256, c->number, c->snapshot, sha256);

    *fits = s == OK && strcmp(sha256, c->sha256) == 0;
    return s;
}

static enum status month_page(struct ctx *x, void *arg)
{
    struct run *r = arg;
    struct coverage_line *lines;
    bool fits = true;
    enum status s = store_coverage_month(x->tx, r->policy_id, r->from_at, r->until_at,
                                         r->after_number, PAGE_LINES, &lines, &r->n);

    for (int i = 0; s == OK && i < r->n; i++) {
        const struct coverage_row *c = &lines[i].c;
        bool follows = r->previous[0] == '\0' || (c->number == r->after_number + 1 &&
                                                  strcmp(c->previous_sha256, r->previous) == 0);

        s = digest_fits(x, c, &fits);
        if (s == OK && (!fits || !follows)) {
            return refuse(x, R_COVERAGE_CHAIN_BROKEN);
        }
        s = s == OK ? write_line(x, r, &lines[i]) : s;
        r->after_number = c->number;
        memcpy(r->previous, c->sha256, sizeof r->previous);
    }
    return s;
}

static enum status day_page(struct ctx *x, void *arg)
{
    struct run *r = arg;
    struct coverage_day d = {r->b->community_id, r->from_at,       r->until_at,
                             r->after_start,     r->after_booking, PAGE_LINES};
    struct coverage_line *lines;
    bool fits = true;
    enum status s = store_coverage_day(x->tx, &d, &lines, &r->n);

    for (int i = 0; s == OK && i < r->n; i++) {
        s = lines[i].c.number != 0 ? digest_fits(x, &lines[i].c, &fits) : OK;
        if (s == OK && !fits) {
            return refuse(x, R_COVERAGE_CHAIN_BROKEN);
        }
        s = s == OK ? write_line(x, r, &lines[i]) : s;
        r->after_start = lines[i].agreed_start_at;
        r->after_booking = lines[i].c.booking_id;
    }
    return s;
}

/* One page, begun anew by each try: nothing is written or counted twice. */
struct attempt {
    struct run *r;
    struct run before;
    size_t len;
    ctx_fn page;
};

static enum status page_tx(struct ctx *x, void *arg)
{
    struct attempt *a = arg;

    *a->r = a->before;
    a->r->b->out->len = a->len;
    return a->page(x, a->r);
}

static enum status once(struct ctx *x, ctx_fn page, struct run *r)
{
    struct attempt a = {r, *r, r->b->out->len, page};
    struct ctx own = *x;
    enum status s;

    own.arena = arena_open(ARENA_JOB_BYTES_MAX);
    if (own.arena == NULL) {
        return E_BUSY;
    }
    s = ctx_read(&own, page_tx, &a);
    x->reason = own.reason;
    arena_close(own.arena);
    return s;
}

static enum status all_pages(struct ctx *x, ctx_fn page, struct run *r)
{
    enum status s;

    do {
        s = once(x, page, r);
    } while (s == OK && r->n == PAGE_LINES);
    return s;
}

static enum status finish(struct run *r, enum status s)
{
    struct buf *out = r->b->out;

    if (s != OK) {
        return s;
    }
    csv_write_text(out, "total", false);
    csv_write_i64(out, r->records, false);
    for (int i = 0; i < 5; i++) {
        csv_write_text(out, NULL, false);
    }
    csv_write_i64(out, r->children, false);
    csv_write_text(out, NULL, false);
    csv_write_text(out, NULL, true);
    return buf_done(out) != NULL ? OK : E_TOO_LARGE;
}

static enum status open_run(struct ctx *x, struct run *r)
{
    csv_write_bom(r->b->out);
    buf_text(r->b->out, head);
    return ctx_read(x, begin, r);
}

enum status bordereau_month(struct ctx *x, const struct bordereau *m)
{
    struct run r = {.b = m};
    enum status s = open_run(x, &r);

    for (int i = 0; s == OK && i < r.policies_n; i++) {
        r.policy_id = r.policies[i].id;
        r.after_number = 0;
        r.previous[0] = '\0';
        s = all_pages(x, month_page, &r);
    }
    return finish(&r, s);
}

enum status bordereau_day(struct ctx *x, const struct bordereau *d)
{
    struct run r = {.b = d};
    enum status s = open_run(x, &r);

    s = s == OK ? all_pages(x, day_page, &r) : s;
    return finish(&r, s);
}

struct chain {
    chain_finding tell;
    void *arg;
    int64_t policy_id, number;
    char sha256[65];
    int n, broken;
};

static enum status check_page(struct ctx *x, void *arg)
{
    struct chain *c = arg;
    struct coverage_line *lines;
    enum status s = store_coverage_chain(x->tx, c->policy_id, c->number, PAGE_LINES, &lines, &c->n);

    for (int i = 0; s == OK && i < c->n; i++) {
        const struct coverage_row *row = &lines[i].c;
        bool first = row->policy_id != c->policy_id, fits = true;

        s = digest_fits(x, row, &fits);
        fits = fits && row->number == (first ? 1 : c->number + 1) &&
               strcmp(row->previous_sha256, first ? "" : c->sha256) == 0;
        if (s == OK && !fits) {
            c->tell(c->arg, row->policy_id, row->number);
            c->broken++;
        }
        c->policy_id = row->policy_id;
        c->number = row->number;
        memcpy(c->sha256, row->sha256, sizeof c->sha256);
    }
    return s;
}

enum status coverage_check_chain(struct ctx *x, chain_finding tell, void *arg, int *broken)
{
    struct chain c = {.tell = tell, .arg = arg};
    struct ctx page = *x;
    enum status s;

    page.arena = arena_open(ARENA_JOB_BYTES_MAX);
    if (page.arena == NULL) {
        return E_BUSY;
    }
    do {
        arena_reset(page.arena);
        s = ctx_read(&page, check_page, &c);
    } while (s == OK && c.n == PAGE_LINES);
    arena_close(page.arena);
    *broken = c.broken;
    return s;
}
