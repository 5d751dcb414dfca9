/* till.c - see till.h. */
#include "tests/till.h"

#include "app/domain/payment_act.h"
#include "db/store/card.h"
#include "tests/test.h"

#include <stdarg.h>
#include <string.h>

struct errand *till_open(const char *engine, const char *pay_by, int64_t price_minor)
{
    struct errand *e = errand_open(engine);

    errand_book(e);
    errand_sql(e, "UPDATE booking SET pay_by = '%s', price_minor = %lld", pay_by,
               (long long)price_minor);
    return e;
}

struct ctx till_ctx(struct errand *e)
{
    struct ctx x = errand_ctx(e);

    x.pay_provider = "stripe";
    return x;
}

static enum status get_booking(struct ctx *x, void *arg)
{
    struct booking_row *b = arg;

    return store_booking_get(x->tx, b->id, b);
}

struct booking_row till_booking(struct errand *e)
{
    struct ctx x = till_ctx(e);
    struct booking_row b = {.id = e->booking};

    CHECK_STATUS(ctx_read(&x, get_booking, &b), OK);
    return b;
}

struct deed {
    enum status (*fn)(struct ctx *, const struct booking_row *);
    enum status (*fn_id)(struct ctx *, int64_t);
    enum status (*fn_amount)(struct ctx *, const struct booking_row *, int64_t);
    enum status (*ask)(struct ctx *, int64_t, bool *);
    int64_t id, amount_minor;
    bool yes;
};

static enum status run(struct ctx *x, void *arg)
{
    struct deed *d = arg;
    struct booking_row b;
    enum status s = store_booking_get(x->tx, d->id, &b);

    if (s == OK && d->fn != NULL) {
        s = d->fn(x, &b);
    }
    if (s == OK && d->fn_id != NULL) {
        s = d->fn_id(x, b.id);
    }
    if (s == OK && d->fn_amount != NULL) {
        s = d->fn_amount(x, &b, d->amount_minor);
    }
    return s == OK && d->ask != NULL ? d->ask(x, b.id, &d->yes) : s;
}

static enum status deed(struct errand *e, struct deed *d)
{
    struct ctx x = till_ctx(e);

    d->id = e->booking;
    return ctx_tx(&x, run, d);
}

enum status till_do(struct errand *e, enum status (*fn)(struct ctx *, const struct booking_row *))
{
    struct deed d = {.fn = fn};

    return deed(e, &d);
}

enum status till_do_id(struct errand *e, enum status (*fn)(struct ctx *, int64_t))
{
    struct deed d = {.fn_id = fn};

    return deed(e, &d);
}

enum status till_do_amount(struct errand *e,
                           enum status (*fn)(struct ctx *, const struct booking_row *, int64_t),
                           int64_t amount_minor)
{
    struct deed d = {.fn_amount = fn, .amount_minor = amount_minor};

    return deed(e, &d);
}

enum reason till_refusal(struct errand *e, struct ctx *x,
                         enum status (*fn)(struct ctx *, const struct booking_row *))
{
    struct deed d = {.fn = fn, .id = e->booking};

    CHECK_STATUS(ctx_tx(x, run, &d), E_RULE);
    return x->reason;
}

bool till_ask(struct errand *e, enum status (*fn)(struct ctx *, int64_t, bool *))
{
    struct deed d = {.ask = fn};

    CHECK_STATUS(deed(e, &d), OK);
    return d.yes;
}

static enum status put_card(struct ctx *x, void *arg)
{
    struct card_row *c = arg;

    return store_card_put(x->tx, c, &c->id);
}

int64_t till_card(struct errand *e, const char *ref)
{
    struct ctx x = till_ctx(e);
    struct card_row c = {.id = new_id(&x),
                         .member_id = e->guardian,
                         .provider = "stripe",
                         .ref = ref,
                         .brand = "visa",
                         .last4 = "4242",
                         .exp_month = 12,
                         .exp_year = 2030,
                         .created_at = x.now};

    CHECK_STATUS(ctx_tx(&x, put_card, &c), OK);
    return c.id;
}

void till_hold(struct errand *e, int64_t held_minor)
{
    till_card(e, "pm_1");
    CHECK_STATUS(till_do(e, payment_open), OK);
    errand_sql(e,
               "UPDATE payment SET state = 'authorized', intent_ref = 'pi_1', held_minor = %lld;"
               "UPDATE pay_op SET state = 'done'",
               (long long)held_minor);
}

struct look {
    int64_t booking;
    const char *part;
    struct payment_row p;
};

static enum status get_part(struct ctx *x, void *arg)
{
    struct look *l = arg;
    enum status s = store_payment_part(x->tx, l->booking, l->part, &l->p);

    return s == E_NOT_FOUND ? OK : s;
}

struct payment_row till_payment(struct errand *e, const char *part)
{
    struct ctx x = till_ctx(e);
    struct look l = {e->booking, part, {.state = ""}};

    CHECK_STATUS(ctx_read(&x, get_part, &l), OK);
    return l.p;
}

const char *till_state(struct errand *e, const char *part)
{
    return till_payment(e, part).state;
}

struct number {
    const char *sql;
    int64_t n;
};

static enum status count(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {COL_I64(struct number, n), COL_END};
    struct number *q = arg;
    struct db_in in[] = {IN_END};
    enum status s = db_one(x->tx, q->sql, in, cols, q);

    return s == E_NOT_FOUND ? OK : s;
}

int64_t till_count(struct errand *e, const char *fmt, ...)
{
    struct ctx x = till_ctx(e);
    struct number q = {NULL, 0};
    va_list args;

    va_start(args, fmt);
    q.sql = arena_vprintf(e->arena, fmt, args);
    va_end(args);
    CHECK(q.sql != NULL);
    CHECK_STATUS(ctx_read(&x, count, &q), OK);
    return q.n;
}

enum status till_act(struct errand *e, enum status (*fn)(struct ctx *, void *), int64_t member_id,
                     const char *part, int64_t card_id, enum reason *why)
{
    struct ctx x = till_ctx(e);
    struct payment_act a = {.payment_id = till_payment(e, part).id, .card_id = card_id};
    enum status s;

    x.member_id = member_id;
    s = ctx_tx(&x, fn, &a);
    if (why != NULL) {
        *why = x.reason;
    }
    return s;
}
