/* passing.c - see passing.h. */
#include "payments/sandbox/passing.h"

#include "db/store/sandbox.h"
#include "payments/sandbox/object.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define DUE_MAX    50  /* objects changed in one transaction */
#define ROUNDS_MAX 200 /* a clock put forward by a month has no more to do */

static void one_due(struct call *c, json_t *o)
{
    const char *kind = text_at(o, "object");

    set_due(c, o, 0);
    if (strcmp(kind, "payment_intent") == 0) {
        intent_run_out(c, o);
    } else if (strcmp(kind, "checkout.session") == 0) {
        session_run_out(c, o);
    } else if (strcmp(kind, "balance_transaction") == 0) {
        set_text(c, o, "status", "available");
        object_save(c, o);
    } else {
        object_save(c, o);
    }
}

/* Up to a bound; true when more is left. */
static bool time_pass(struct call *c)
{
    struct sandbox_object_row *rows;
    int n = 0;

    if (!well(c, store_sandbox_due(c->t, c->now, DUE_MAX, &rows, &n))) {
        return false;
    }
    for (int i = 0; i < n && c->status == OK; i++) {
        json_t *o = own(c, json_loads(rows[i].body, JSON_REJECT_DUPLICATES, NULL));

        if (o != NULL) {
            one_due(c, o);
        }
    }
    return n == DUE_MAX && c->status == OK;
}

struct round {
    struct call call;
    bool more;
};

static enum status round_in(struct tx *t, void *arg)
{
    struct round *r = arg;
    enum status s = call_open(&r->call, t);

    if (s == OK) {
        r->more = time_pass(&r->call);
        s = r->call.status;
    }
    call_close(&r->call);
    return s;
}

struct look {
    int64_t now;
    bool due;
};

static enum status look_in(struct tx *t, void *arg)
{
    struct look *l = arg;
    struct sandbox_object_row *rows;
    int n = 0;
    enum status s = store_sandbox_due(t, l->now, 1, &rows, &n);

    l->due = n > 0;
    return s;
}

void time_passes(struct sandbox *sb, struct arena *a)
{
    struct look l = {sandbox_now(sb), false};

    if (db_read(sb->db, a, look_in, &l) != OK || !l.due) {
        return;
    }
    for (int i = 0; i < ROUNDS_MAX; i++) {
        struct round r = {.call = {.sb = sb, .arena = a, .key = "", .now = l.now}};

        if (db_tx(sb->db, a, round_in, &r) != OK || !r.more) {
            break;
        }
    }
}
