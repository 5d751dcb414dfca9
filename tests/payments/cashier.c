/* cashier.c - see cashier.h. */
#include "tests/payments/cashier.h"

#include "app/domain/booking.h"
#include "app/domain/payment_timers.h"
#include "app/domain/timer.h"
#include "tests/database.h"
#include "tests/test.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

static void insert_policy(struct errand *e)
{
    errand_sql(e,
               "INSERT INTO policy (id, community_id, insurer, number, valid_from_day,"
               " valid_to_day, age_min, age_below, liability_minor, bailee_minor,"
               " accident_supporter_minor, accident_own_child_minor, accident_child_minor,"
               " covers_vehicle, covers_sick, exclusions, report_within_days, currency, created_at,"
               " created_by) VALUES (1, %lld, 'みどり保険', 'P-1', 1, 90000, 1, 13, 1, 1, 1, 1, 1,"
               " 0, 0, '', 30, 'JPY', 1, 0)",
               (long long)e->community);
}

struct cashier *cashier_open(const char *engine, int64_t price_minor)
{
    struct cashier *c = calloc(1, sizeof *c);

    CHECK(c != NULL);
    test_cleanup(free, c);
    c->e = till_open(engine, "card", price_minor);
    insert_policy(c->e);
    errand_sql(c->e,
               "INSERT INTO customer (member_id, provider, ref, created_at)"
               " VALUES (%lld, 'stripe', 'cus_0', 1)",
               (long long)c->e->guardian);
    errand_at(c->e, till_booking(c->e).start_at - 4 * DAY_MS);
    fake_init(&c->fake, &c->e->clock);
    pay_engine_init(&c->engine, &c->fake.provider, "https://otagai.example.jp", &c->e->clock);
    pay_engine_init(&c->other, &c->fake.provider, "https://otagai.example.jp", &c->e->clock);
    return c;
}

struct cashier *cashier_held(const char *engine, int64_t price_minor)
{
    struct cashier *c = cashier_open(engine, price_minor);

    till_card(c->e, "pm_1");
    CHECK_STATUS(till_do(c->e, payment_open), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_TEXT(cashier_booking(c), "confirmed");
    return c;
}

int cashier_step_of(struct cashier *c, struct pay_engine *engine)
{
    struct ctx x = till_ctx(c->e);
    int did = 0;

    if (setjmp(c->fake.crash) == 0) {
        CHECK_STATUS(pay_engine_step(engine, &x, &did), OK);
    }
    return did;
}

int cashier_step(struct cashier *c)
{
    return cashier_step_of(c, &c->engine);
}

void cashier_timers(struct cashier *c)
{
    static const struct timer_kind kinds[] = {
        {"payment.authorize", payment_authorize_due, "finance"},
        {"payment.capture_watch", payment_capture_watch, "finance"},
        {"payment.debt", payment_debt_due, "finance"},
        {NULL, NULL, NULL},
    };
    struct ctx x = till_ctx(c->e);
    int ran;

    CHECK_STATUS(timer_step(&x, kinds, &ran), OK);
}

void cashier_advance(struct cashier *c, int64_t ms)
{
    clock_advance(&c->e->clock, ms);
}

static int64_t owed(struct cashier *c)
{
    return till_count(c->e, "SELECT COUNT(*) FROM pay_op WHERE state IN ('pending', 'inflight',"
                            " 'unknown') AND kind NOT IN ('hold_look', 'setup_result')"
                            " /* scan: a test's look */");
}

void cashier_run(struct cashier *c, int64_t ms_max)
{
    int64_t until = clock_now(&c->e->clock) + ms_max;

    while (owed(c) > 0 && clock_now(&c->e->clock) < until) {
        if (cashier_step(c) == 0) {
            cashier_advance(c, 20 * SECOND_MS);
        }
    }
}

void cashier_fault(struct cashier *c, enum fake_call call, enum fake_fault fault, int times)
{
    c->fake.fault[call] = fault;
    c->fake.fault_times[call] = times;
}

int64_t cashier_ops(struct cashier *c, const char *state)
{
    return till_count(c->e,
                      "SELECT COUNT(*) FROM pay_op WHERE state = '%s' AND kind <> 'hold_look'"
                      " /* scan: a test's look */",
                      state);
}

const char *cashier_booking(struct cashier *c)
{
    return till_booking(c->e).state;
}

void cashier_complete(struct cashier *c)
{
    errand_sql(c->e, "UPDATE booking SET state = 'completed'");
    CHECK_STATUS(till_do(c->e, payment_collect), OK);
}

void cashier_begin(struct cashier *c, const char *card)
{
    till_card(c->e, card);
    CHECK_STATUS(till_do(c->e, payment_open), OK);
}

int64_t cashier_notices(struct cashier *c, const char *kind)
{
    return till_count(
        c->e, "SELECT COUNT(*) FROM notice WHERE kind = '%s' /* scan: a test's look */", kind);
}
