/* engine_torture_test.c - the n-th statement or commit of our own database fails while a payment
 * lives, n = 1, 2, 3 ...: what the provider did is found again, and nothing happens twice. */
#include "db/db_fault.h"

#include "app/base/limits.h"
#include "app/domain/timer.h"
#include "tests/database.h"
#include "tests/payments/cashier.h"
#include "tests/test.h"

#include <string.h>

/* A step that may fail in every way but leaves the rest to the next one. */
static void step_anyhow(struct cashier *c)
{
    struct ctx x = till_ctx(c->e);
    int did = 0;

    if (pay_engine_step(&c->engine, &x, &did) != OK || did == 0) {
        cashier_advance(c, 20 * SECOND_MS);
    }
}

/* Whether the ordered failure happened within the life of a payment. */
static bool live_with(const char *engine, enum db_fault_point point, enum db_fault_kind kind, int n)
{
    struct cashier *c = cashier_open(engine, 1200);
    bool fired;

    cashier_begin(c, "pm_1");
    db_fault_order(c->e->db, point, kind, n);
    for (int i = 0; i < 12; i++) {
        step_anyhow(c);
    }
    fired = db_fault_fired(c->e->db);
    db_fault_order(c->e->db, point, kind, 0);
    cashier_run(c, 2 * HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "confirmed");
    cashier_complete(c);
    cashier_run(c, 2 * HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "settled");
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_I64(c->fake.executed[FAKE_CONFIRM], 1);
    CHECK_I64(c->fake.executed[FAKE_CAPTURE], 1);
    CHECK_I64(fake_captured_minor(&c->fake), 1200);
    CHECK_I64(cashier_ops(c, "manual"), 0);
    database_close(c->e->db);
    database_close(c->e->keys.keystore);
    return fired;
}

static void every(const char *engine, enum db_fault_point point, enum db_fault_kind kind, int most)
{
    bool slow = strcmp(engine, "postgresql") == 0 && !test_soak();
    int stride = slow && point == DB_FAULT_STATEMENT ? 5 : 1, points = 0;

    for (int n = 1; live_with(engine, point, kind, n); n += stride) {
        CHECK(n <= most);
        points++;
    }
    CHECK(points >= 3); /* it did fail a few times */
}

TEST_BOTH_IN("torture", a_payment_outlives_every_commit_that_fails)
{
    every(engine, DB_FAULT_COMMIT, DB_FAULT_IO, 60);
}

TEST_BOTH_IN("torture", a_payment_outlives_every_commit_whose_answer_is_lost)
{
    every(engine, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER, 60);
}

TEST_BOTH_IN("torture", a_payment_outlives_every_statement_that_fails)
{
    every(engine, DB_FAULT_STATEMENT, DB_FAULT_IO, 200);
}
