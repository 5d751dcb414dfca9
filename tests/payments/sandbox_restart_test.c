/* sandbox_restart_test.c - what the sandbox said stays said: after a restart, and after kill -9. */
#include "tests/folder.h"
#include "tests/payments/bank.h"
#include "tests/program.h"
#include "tests/test.h"

#include "payments/stripe.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

TEST(holds_keys_clock_and_orders_survive_a_restart)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);
    int64_t before_at = b->made.capture_before_at;

    bank_advance(b, 3600);
    bank_fault(b,
               "{'path':'/v1/payment_intents/*/capture','count':2,'mode':'status','status':503}");
    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_UNKNOWN);
    bank_restart(b);
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
    CHECK_I64(b->made.capture_before_at, before_at);
    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_UNKNOWN); /* the second ordered failure */
    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    bank_restart(b);
    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    CHECK(b->err.replayed);
    CHECK_I64(bank_count(b, "/v1/balance_transactions"), 1);
    bank_advance(b, 30 * 86400 - 3600 + 60);
    CHECK_I64(client_get(b->client, "/v1/balance_transactions"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.status"), "available");
}

/* The sandbox as a process, which can be killed. */
struct place {
    const char *environment[8];
    char text[4][320];
    char url[64];
    struct program *program;
    struct pay_provider pay;
};

static const char secret[] = "sk_test_killed";

static void start(struct place *p)
{
    static const char *const arguments[] = {"sandbox", NULL};
    struct stripe_options o = {.base_url = p->url, .secret_key = secret, .total_ms = 20000};
    const char *at;

    p->program = program_start(p->environment, arguments);
    program_wait_for(p->program, "sandbox at http://127.0.0.1:");
    program_wait_for(p->program, "\n");
    at = strstr(p->program->said, "http://127.0.0.1:");
    snprintf(p->url, sizeof p->url, "%.*s", (int)strcspn(at, "\n"), at);
    if (p->pay.close != NULL) {
        p->pay.close(p->pay.self);
    }
    CHECK_STATUS(stripe_open(&p->pay, &o), OK);
}

static void close_pay(void *arg)
{
    struct place *p = arg;

    if (p->pay.close != NULL) {
        p->pay.close(p->pay.self);
    }
}

static void new_place(struct place *p, const char *key)
{
    const char *dir = test_folder();

    memset(p, 0, sizeof *p);
    snprintf(p->text[0], sizeof p->text[0], "OTAGAI_STATE_DIR=%s", dir);
    snprintf(p->text[1], sizeof p->text[1], "OTAGAI_SANDBOX_LISTEN=127.0.0.1:0");
    p->environment[0] = p->text[0];
    p->environment[1] = p->text[1];
    test_file(test_path(dir, "pay.key"), key, 0600);
    test_file(test_path(dir, "webhook.secret"), "whsec_killed\n", 0600);
    test_cleanup(close_pay, p);
}

static enum pay_rc create(struct place *p, const char *op, const char *customer, int64_t yen,
                          struct pay_object *out, struct pay_error *err)
{
    char key[PAY_KEY_BYTES];
    struct pay_ctx x = {.op_id = op, .key = key};
    struct pay_hold ask = {customer, yen, "JPY", NULL, NULL};

    CHECK_STATUS(pay_key(op, 1, key), OK);
    return p->pay.hold_create(p->pay.self, &x, &ask, out, err);
}

struct killer {
    struct program *program;
    int64_t after_us;
};

static void *kill_later(void *arg)
{
    const struct killer *k = arg;
    struct timespec t = {0, k->after_us * 1000};

    nanosleep(&t, NULL);
    kill(k->program->pid, SIGKILL);
    return NULL;
}

#define HOLDS_MAX 400

/* Creates until the sandbox is gone; how many were answered. */
static int until_killed(struct place *p, const char *customer, int round)
{
    struct killer k = {p->program, (int64_t)(20000 + test_random() % 150000)};
    struct pay_object out;
    struct pay_error err;
    pthread_t thread;
    char op[32];
    int n = 0;

    CHECK(pthread_create(&thread, NULL, kill_later, &k) == 0);
    do {
        snprintf(op, sizeof op, "op_%d_%d", round, n);
    } while (create(p, op, customer, 100 + n, &out, &err) == PAY_OK && ++n < HOLDS_MAX);
    pthread_join(thread, NULL);
    CHECK_I64(program_end(p->program), -SIGKILL);
    return n;
}

/* Each answered one is there; the one under way is there once or not at all, and the same key says
 * the same. */
TEST_IN("kill", a_killed_sandbox_has_done_all_it_said_and_each_key_once)
{
    static struct place p; /* too large for a stack frame that longjmp leaves */
    struct pay_ctx x = {.op_id = "op_c", .key = "op_c-1"};
    struct pay_object out, found, customer;
    struct pay_error err;
    char op[32];
    int answered = 0;

    new_place(&p, "sk_test_killed\n");
    start(&p);
    CHECK_I64(p.pay.customer_upsert(p.pay.self, &x, "mb_1", "k@example.jp", &customer, &err),
              PAY_OK);
    for (int round = 0; round < (test_soak() ? 100 : 5); round++) {
        int n = until_killed(&p, customer.ref, round);

        answered += n;
        start(&p);
        for (int i = 0; i <= n; i++) {
            snprintf(op, sizeof op, "op_%d_%d", round, i);
            CHECK_I64(p.pay.find(p.pay.self, PAY_KIND_HOLD, customer.ref, op, &found, &err),
                      PAY_OK);
            CHECK(i == n || found.ref[0] != '\0');
            if (i == n && n < HOLDS_MAX) {
                CHECK_I64(create(&p, op, customer.ref, 100 + i, &out, &err), PAY_OK);
                CHECK(found.ref[0] == '\0' || strcmp(found.ref, out.ref) == 0);
            }
        }
    }
    CHECK(answered > 0);
}

TEST(a_key_in_flight_when_the_sandbox_was_killed_runs_anew)
{
    static struct place p;
    static const char fault[] =
        "{\"path\":\"/v1/payment_intents\",\"mode\":\"delay\",\"ms\":60000}";
    struct stripe_options hasty = {.secret_key = secret, .total_ms = 500};
    struct pay_ctx x = {.op_id = "op_c", .key = "op_c-1"};
    struct pay_object out, customer;
    struct pay_error err;
    struct client *c;

    new_place(&p, "sk_test_killed\n");
    start(&p);
    CHECK_I64(p.pay.customer_upsert(p.pay.self, &x, "mb_1", "k@example.jp", &customer, &err),
              PAY_OK);
    c = client_open(p.url);
    CHECK_I64(client_post(c, "/_sandbox/faults", json_loads(fault, 0, NULL)), 204);
    client_close(c);
    p.pay.close(p.pay.self);
    hasty.base_url = p.url;
    CHECK_STATUS(stripe_open(&p.pay, &hasty), OK);
    CHECK_I64(create(&p, "op_1", customer.ref, 3000, &out, &err), PAY_UNKNOWN);
    CHECK_I64(create(&p, "op_1", customer.ref, 3000, &out, &err), PAY_LATER);
    program_signal(p.program, SIGKILL);
    CHECK_I64(program_end(p.program), -SIGKILL);
    start(&p);
    CHECK_I64(create(&p, "op_1", customer.ref, 3000, &out, &err), PAY_OK);
    CHECK(!err.replayed);
}

TEST(what_keeps_the_sandbox_from_starting_is_one_line_with_its_setting)
{
    static struct place p;
    static const char *const arguments[] = {"sandbox", NULL};
    const char *said;

    new_place(&p, "two words\n");
    CHECK_I64(program_run(p.environment, arguments, &said), 78);
    CHECK(strstr(said, "otagai: OTAGAI_PAY_KEY_FILE: ") == said);
    CHECK(strstr(said, "two words") == NULL && strchr(said, '\n') == strrchr(said, '\n'));
}

TEST(the_sandbox_command_ends_on_a_signal_and_refuses_a_live_key)
{
    static struct place p, live;
    static const char *const arguments[] = {"sandbox", NULL};
    const char *said;

    new_place(&p, "sk_test_killed\n");
    start(&p);
    program_signal(p.program, SIGTERM);
    CHECK_I64(program_end(p.program), 0);
    new_place(&live, "sk_live_real\n");
    CHECK_I64(program_run(live.environment, arguments, &said), 78);
    CHECK(strstr(said, "OTAGAI_PAY_KEY_FILE: the sandbox never takes a live key") != NULL);
    CHECK(strstr(said, "sk_live_real") == NULL);
}
