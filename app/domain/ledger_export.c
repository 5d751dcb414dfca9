/* ledger_export.c - see ledger_export.h. */
#include "app/domain/ledger_export.h"

#include "app/base/csv_write.h"
#include "app/base/zone.h"
#include "app/domain/ids.h"
#include "app/domain/ledger.h"
#include "db/store/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PAGE_LINES 400
#define PAGE_BYTES (256 * 1024)

static const char *path_of(const char *account)
{
#define LEDGER_PATH(name, text, path) {text, path},
    static const struct {
        const char *text, *path;
    } paths[] = {LEDGER_ACCOUNTS(LEDGER_PATH)};
#undef LEDGER_PATH

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (strcmp(paths[i].text, account) == 0) {
            return paths[i].path;
        }
    }
    return "unknown"; /* the schema's list has one more than ours: the balance still shows it */
}

static void id_or_empty(const char *prefix, int64_t id, char out[ID_TEXT_BYTES])
{
    out[0] = '\0';
    if (id != 0) {
        id_format(prefix, id, out);
    }
}

/* A journal begins: its date, what it is, and the booking. */
static enum status put_head(struct buf *b, const struct journal_row *j)
{
    char booking[ID_TEXT_BYTES];
    struct local_time local;
    enum status s = zone_local(LEDGER_ZONE, j->at, &local);

    if (s == OK) {
        id_or_empty(ID_BOOKING, j->booking_id, booking);
        buf_printf(b, "\n%04d-%02d-%02d (%s) %s\n", local.year, local.month, local.day, j->effect,
                   booking);
    }
    return s;
}

static void put_line(struct buf *b, const struct ledger_row *r)
{
    char owner[ID_TEXT_BYTES];

    id_or_empty(ID_MEMBER, r->entry.owner_id, owner);
    buf_printf(b, "    %s%s%s  %" PRId64 " %s\n", path_of(r->entry.account),
               owner[0] != '\0' ? ":" : "", owner, r->entry.amount_minor, r->journal.currency);
}

static enum status put_csv(struct buf *b, const struct ledger_row *r)
{
    char booking[ID_TEXT_BYTES], payment[ID_TEXT_BYTES], owner[ID_TEXT_BYTES], date[16];
    struct local_time local;
    enum status s = zone_local(LEDGER_ZONE, r->journal.at, &local);

    if (s != OK) {
        return s;
    }
    snprintf(date, sizeof date, "%04d-%02d-%02d", local.year, local.month, local.day);
    id_or_empty(ID_BOOKING, r->journal.booking_id, booking);
    id_or_empty(ID_PAYMENT, r->journal.payment_id, payment);
    id_or_empty(ID_MEMBER, r->entry.owner_id, owner);
    csv_write_text(b, date, false);
    csv_write_text(b, r->journal.effect, false);
    csv_write_text(b, booking, false);
    csv_write_text(b, payment, false);
    csv_write_text(b, path_of(r->entry.account), false);
    csv_write_text(b, owner, false);
    csv_write_i64(b, r->entry.amount_minor, false);
    csv_write_text(b, r->journal.currency, true);
    return OK;
}

struct page {
    const struct ledger_export *e;
    int64_t from_at, until_at, after_id;
    struct ledger_row *rows;
    int n;
};

static enum status read_page(struct ctx *x, void *arg)
{
    struct page *p = arg;

    return store_ledger_page(x->tx, p->from_at, p->until_at, p->after_id, PAGE_LINES, &p->rows,
                             &p->n);
}

/* Whole journals only: one that the page's end may have cut is left for the next. */
static int whole(const struct page *p)
{
    int n = p->n;

    while (p->n == PAGE_LINES && n > 0 &&
           p->rows[n - 1].journal.id == p->rows[p->n - 1].journal.id) {
        n--;
    }
    return n;
}

static enum status put_page(struct ctx *x, const struct page *p, int n)
{
    int64_t id = 0;
    enum status s = OK;
    const char *text;
    struct buf b;

    buf_init(&b, x->arena, PAGE_BYTES);
    for (int i = 0; s == OK && i < n; i++) {
        const struct ledger_row *r = &p->rows[i];

        if (p->e->format == LEDGER_CSV) {
            s = put_csv(&b, r);
            continue;
        }
        if (r->journal.id != id) {
            s = put_head(&b, &r->journal);
            id = r->journal.id;
        }
        put_line(&b, r);
    }
    text = buf_done(&b);
    return s == OK && (text == NULL || !p->e->put(p->e->arg, text)) ? E_BUSY : s;
}

static enum status day_start(int64_t day, int64_t *at)
{
    struct local_time local = {0};

    day_number_to_date(day, &local.year, &local.month, &local.day);
    return zone_instant(LEDGER_ZONE, &local, at);
}

enum status ledger_export(struct ctx *x, const struct ledger_export *e)
{
    static const char csv_head[] = "date,effect,booking,payment,account,owner,amount,currency\r\n";
    struct page p = {.e = e};
    enum status s = day_start(e->from_day, &p.from_at);

    if (s == OK) {
        s = day_start(e->until_day, &p.until_at);
    }
    if (s == OK && e->format == LEDGER_CSV && !e->put(e->arg, csv_head)) {
        return E_BUSY;
    }
    while (s == OK) {
        int n;

        arena_reset(x->arena);
        s = ctx_read(x, read_page, &p);
        n = s == OK ? whole(&p) : 0;
        if (n == 0) {
            break;
        }
        p.after_id = p.rows[n - 1].journal.id;
        s = put_page(x, &p, n);
    }
    return s;
}
