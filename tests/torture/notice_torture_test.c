/* notice_torture_test.c - the n-th database call or allocation fails while something is sent, for
 * each n: it is late, never lost, and in the maildir once. */
#include "app/base/limits.h"
#include "app/base/mem.h"
#include "db/db_fault.h"
#include "tests/database.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/test.h"

/* A step that may fail. */
static enum status try_step(struct errand *e)
{
    struct ctx x = errand_ctx(e);
    int did;

    arena_reset(e->arena);
    return deliver_step(e->deliver, &x, &did);
}

/* Whatever was left behind is over: leases, pauses. */
static void check_one_more(struct errand *e, int letters)
{
    clock_advance(&e->clock, NOTICE_LEASE_MS + NOTICE_PAUSE_MS_MAX);
    while (errand_count(e, "pending") > 0) {
        CHECK(errand_step(e) > 0);
        clock_advance(&e->clock, NOTICE_PAUSE_MS_MAX);
    }
    CHECK_I64(errand_count(e, "sent"), letters);
    CHECK_I64(letter_count(e->maildir), letters);
}

/* How many letters were written until n was past the last call. */
static int fail_each(struct errand *e, enum db_fault_point point, enum db_fault_kind kind,
                     int letters)
{
    bool fired = true;

    for (int n = 1; fired; n++) {
        enum status s;

        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + ++letters);
        db_fault_order(e->db, point, kind, n);
        s = try_step(e);
        fired = db_fault_fired(e->db);
        db_fault_order(e->db, point, kind, 0);
        CHECK(s == OK || s == E_BUSY || s == E_INTERNAL);
        check_one_more(e, letters);
        CHECK(fired || n > 1);
    }
    return letters;
}

TEST_BOTH_IN("torture", a_database_call_that_fails_while_sending_loses_and_doubles_nothing)
{
    static const enum db_fault_kind kinds[] = {DB_FAULT_IO, DB_FAULT_FULL, DB_FAULT_BUSY,
                                               DB_FAULT_LOST, DB_FAULT_LOST_AFTER};
    struct errand *e = errand_open(engine);
    int letters = 0;

    CHECK_STATUS(deliver_open(&e->deliver, &e->options), OK);
    for (int k = 0; k < 5; k++) {
        if (kinds[k] != DB_FAULT_LOST_AFTER) {
            letters = fail_each(e, DB_FAULT_STATEMENT, kinds[k], letters);
        }
        letters = fail_each(e, DB_FAULT_COMMIT, kinds[k], letters);
    }
    database_check(e->db);
}

TEST_BOTH_IN("torture", an_allocation_that_fails_while_sending_loses_nothing)
{
    struct errand *e = errand_open(engine);
    bool failed = true;
    int letters = 0;

    CHECK_STATUS(deliver_open(&e->deliver, &e->options), OK);
    for (int n = 1; failed; n++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + ++letters);
        mem_fail_after(n);
        (void)!try_step(e);
        failed = mem_failed();
        mem_fail_after(0);
        check_one_more(e, letters);
    }
    CHECK(letters > 1);
}

TEST_IN("torture", a_postman_opened_with_too_little_memory_is_none)
{
    struct deliver_options o = {.public_url = "https://otagai.example.jp",
                                .mail.url = "smtp://127.0.0.1:1",
                                .sms.url = "http://127.0.0.1:1"};
    bool failed = true;

    for (int n = 1; failed; n++) {
        struct deliver *d;
        enum status s;

        mem_fail_after(n);
        s = deliver_open(&d, &o);
        failed = mem_failed();
        mem_fail_after(0);
        CHECK_STATUS(s, failed ? E_BUSY : OK);
        CHECK((d == NULL) == failed);
        deliver_close(d);
        CHECK(n < 10);
    }
}
