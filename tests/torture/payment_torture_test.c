/* payment_torture_test.c - the provider's answer is adopted while the n-th statement, commit or
 * piece of memory fails: money, booking and coverage record are there together or not at all. */
#include "app/domain/payment.h"
#include "app/domain/payment_result.h"
#include "db/db_fault.h"
#include "tests/payments/cashier.h"
#include "tests/test.h"

#include <string.h>

#define TRIES_AT  200 /* more than it has statements */
#define ARENA_MAX (1 << 20)

/* What the engine does with an answer: the payment as it is, and the booking that follows. */
static enum status adopt(struct ctx *x, void *arg)
{
    struct errand *e = arg;
    const struct hold_seen seen = {.ref = "pi_1",
                                   .charge_ref = "ch_1",
                                   .action_url = "",
                                   .failure = "",
                                   .state = HOLD_HELD,
                                   .held_minor = 750,
                                   .capture_before_at = x->now + 6 * DAY_MS,
                                   .answer = true};
    struct payment_row p;
    enum status s = store_payment_part(x->tx, e->booking, "main", &p);

    if (s == OK) {
        s = payment_made(x, &p, "pi_1");
    }
    return s == OK ? payment_seen(x, &p, &seen) : s;
}

static struct errand *asked(const char *engine)
{
    struct errand *e = cashier_open(engine, 750)->e;

    (void)till_card(e, "pm_1");
    CHECK_STATUS(till_do(e, payment_open), OK);
    return e;
}

/* Held and confirmed, with its record; or nothing of it. */
static void check_adopted(struct errand *e, bool whole)
{
    CHECK_TEXT(till_booking(e).state, whole ? "confirmed" : "agreed");
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM coverage /* scan: a test's */"), whole ? 1 : 0);
    CHECK(whole == (strcmp(till_state(e, "main"), "authorized") == 0));
}

static int adopt_failing(const char *engine, enum db_fault_point point, enum db_fault_kind kind)
{
    struct errand *e = asked(engine);
    bool fired = true;
    int points = 0;

    for (int n = 1; fired; n++) {
        struct ctx x = till_ctx(e);
        enum status s;

        CHECK(n < TRIES_AT);
        db_fault_order(e->db, point, kind, n);
        s = ctx_tx(&x, adopt, e);
        fired = db_fault_fired(e->db);
        db_fault_order(e->db, point, kind, 0);
        CHECK(s == OK || s == E_BUSY || (s == E_INTERNAL && kind == DB_FAULT_IO));
        check_adopted(e, s == OK);
        points++;
        if (s == OK && fired) {
            database_check(e->db);
            database_close(e->db);
            database_close(e->keys.keystore);
            e = asked(engine);
        }
    }
    database_check(e->db);
    return points;
}

TEST_BOTH_IN("torture", a_provider_s_answer_is_adopted_whole_or_not_at_all)
{
    int points =
        adopt_failing(engine, DB_FAULT_STATEMENT, test_soak() ? DB_FAULT_IO : DB_FAULT_FULL);

    points += adopt_failing(engine, DB_FAULT_COMMIT, DB_FAULT_FULL);
    points += adopt_failing(engine, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER);
    CHECK(test_soak() || points <= 200);
}

TEST_BOTH_IN("torture", a_provider_s_answer_without_memory_comes_again)
{
    struct errand *e = asked(engine);
    size_t bytes = 16;
    enum status s;

    do {
        struct ctx x = till_ctx(e);

        x.arena = arena_open(bytes);
        CHECK(x.arena != NULL);
        s = ctx_tx(&x, adopt, e);
        arena_close(x.arena);
        CHECK(s == OK || s == E_BUSY);
        check_adopted(e, s == OK);
        bytes += test_soak() ? 16 : 512;
        CHECK(bytes < ARENA_MAX);
    } while (s != OK);
    database_check(e->db);
}
