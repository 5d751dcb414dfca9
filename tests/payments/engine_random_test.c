/* engine_random_test.c - many small worlds in which everything goes wrong at random: answers lost,
 * cut, late or wrong, our process dying, two workers, holds running out, cards refused, prices that
 * rise; and in the end the money is where the booking says, once. Source: payments.md 8. */
#include "app/base/limits.h"
#include "app/domain/payment_act.h"
#include "tests/database.h"
#include "tests/payments/cashier.h"
#include "tests/test.h"

#include <string.h>

#define TURNS 60

static int chance(int percent)
{
    return (int)(test_random() % 100) < percent;
}

/* A third of the calls goes wrong, now and then in the worst way. */
static void trouble(struct cashier *c)
{
    enum fake_call call = (enum fake_call)(test_random() % FAKE_CALL_COUNT);
    enum fake_fault fault = (enum fake_fault)(test_random() % FAKE_FAULT_COUNT);

    if (fault != FAKE_401 || chance(20)) {
        cashier_fault(c, call, fault, 1 + (int)(test_random() % 2));
    }
}

enum ending { OPEN, RELEASED, COMPLETED };

/* What the people do meanwhile. */
static void live_on(struct cashier *c, enum ending *ending)
{
    const char *state = till_state(c->e, "main");
    bool confirmed = strcmp(cashier_booking(c), "confirmed") == 0;

    if (*ending == OPEN && confirmed && chance(15)) {
        errand_sql(c->e, "UPDATE booking SET price_minor = price_minor + 100");
        CHECK_STATUS(till_do(c->e, payment_reprice), OK);
    } else if (*ending == OPEN && confirmed && chance(15)) {
        cashier_complete(c);
        *ending = COMPLETED;
    } else if (*ending == OPEN && chance(6)) {
        errand_sql(c->e, "UPDATE booking SET state = 'cancelled'");
        CHECK_STATUS(till_do_id(c->e, payment_release), OK);
        *ending = RELEASED;
    } else if (strcmp(state, "auth_failed") == 0 && chance(50)) {
        (void)till_act(c->e, payment_retry, c->e->guardian, "main", till_card(c->e, "pm_2"), NULL);
    } else if (chance(10)) {
        cashier_timers(c);
    }
}

static void some_hold_runs_out(struct cashier *c)
{
    for (int i = 0; i < c->fake.holds_n; i++) {
        if (c->fake.holds[i].state == PST_HELD && chance(50)) {
            fake_expire(&c->fake, c->fake.holds[i].ref);
            return;
        }
    }
}

static void turn(struct cashier *c, enum ending *ending)
{
    if (chance(35)) {
        trouble(c);
    }
    if (chance(3)) {
        some_hold_runs_out(c);
    }
    if (chance(70)) {
        (void)cashier_step_of(c, chance(50) ? &c->engine : &c->other);
    } else {
        cashier_advance(c, (int64_t)(test_random() % (10 * MINUTE_MS)));
    }
    if (chance(40)) {
        live_on(c, ending);
    }
}

/* Nothing fails any more; whoever owes pays with a good card. */
static void come_to_rest(struct cashier *c, enum ending *ending)
{
    static const char *const parts[] = {"main", "rest"};

    memset(c->fake.fault, 0, sizeof c->fake.fault);
    for (int round = 0; round < 8; round++) {
        cashier_run(c, 4 * HOUR_MS);
        if (*ending == OPEN) {
            *ending = strcmp(cashier_booking(c), "confirmed") == 0 ? COMPLETED : RELEASED;
            if (*ending == COMPLETED) {
                cashier_complete(c);
            } else {
                errand_sql(c->e, "UPDATE booking SET state = 'cancelled'");
                CHECK_STATUS(till_do_id(c->e, payment_release), OK);
            }
        }
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            const char *state = till_state(c->e, parts[i]);

            if (strcmp(state, "auth_failed") == 0 || strcmp(state, "uncollected") == 0) {
                (void)till_act(c->e, payment_retry, c->e->guardian, parts[i],
                               till_card(c->e, "pm_2"), NULL);
            }
        }
        cashier_advance(c, HOUR_MS);
    }
}

/* Every hold that was made there is one that we know of: none was asked for twice. */
static void check_no_hold_too_many(struct cashier *c)
{
    CHECK_I64(c->fake.executed[FAKE_CREATE],
              till_count(c->e, "SELECT COUNT(*) FROM pay_op WHERE kind = 'hold_create'"
                               " AND state = 'done' /* scan: a test's look */"));
}

static void check_money(struct cashier *c, enum ending ending)
{
    int64_t price = till_booking(c->e).price_minor;
    int64_t captured =
        till_payment(c->e, "main").captured_minor + till_payment(c->e, "rest").captured_minor;

    CHECK_TEXT(till_state(c->e, "main"), ending == COMPLETED ? "captured" : "voided");
    CHECK_I64(fake_captured_minor(&c->fake), captured);
    CHECK_I64(captured, ending == COMPLETED ? price : 0);
    CHECK_I64(fake_held_minor(&c->fake), 0);
    CHECK_I64(cashier_ops(c, "unknown"), 0);
    CHECK_I64(cashier_ops(c, "inflight"), 0);
    CHECK_I64(cashier_ops(c, "pending"), 0);
    CHECK_I64(cashier_ops(c, "manual"), 0);
    CHECK_TEXT(cashier_booking(c), ending == COMPLETED ? "settled" : "cancelled");
    CHECK_I64(errand_tasks(c->e, "payments.paused"), 0);
    CHECK_I64(errand_tasks(c->e, "payment.unknown"), 0);
}

static void one_world(const char *engine)
{
    struct cashier *c = cashier_open(engine, 1200);
    enum ending ending = OPEN;

    cashier_begin(c, chance(20) ? "pm_no" : "pm_1");
    for (int i = 0; i < TURNS; i++) {
        turn(c, &ending);
    }
    come_to_rest(c, &ending);
    check_money(c, ending);
    if (ending == COMPLETED) { /* what was let go may have been made unseen, and holds nothing */
        check_no_hold_too_many(c);
    }
    database_close(c->e->db);
    database_close(c->e->keys.keystore);
}

TEST_BOTH_IN("torture", in_every_world_of_trouble_the_money_is_where_the_booking_says)
{
    int worlds = strcmp(engine, "sqlite") == 0 ? 24 : 6;

    for (int i = 0; i < worlds; i++) {
        one_world(engine);
    }
}
