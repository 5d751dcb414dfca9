/* ledger_test.c - double entry: each effect once, nothing changed afterwards, nothing that does not
 * balance; and what an accountant's program makes of the export. */
#include "app/domain/ledger.h"

#include "app/domain/ledger_export.h"
#include "db/store/ledger.h"
#include "tests/folder.h"
#include "tests/test.h"
#include "tests/till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One posting in a transaction of its own. */
struct posting {
    struct ledger_effect effect;
    const struct ledger_line *lines;
    int n;
};

static enum status post_tx(struct ctx *x, void *arg)
{
    struct posting *p = arg;

    return ledger_post(x, &p->effect, p->lines, p->n);
}

static enum status post(struct errand *e, const char *ref, const struct ledger_line *lines, int n)
{
    struct ctx x = till_ctx(e);
    struct payment_row about = till_payment(e, "main");
    struct posting p = {
        {.verb = "test", .ref = ref, .payment = &about, .currency = "JPY"}, lines, n};

    return ctx_tx(&x, post_tx, &p);
}

static int64_t sum(struct errand *e, const char *account)
{
    return till_count(e,
                      "SELECT COALESCE(CAST(SUM(amount_minor) AS BIGINT), 0) FROM entry"
                      " WHERE account = '%s'",
                      account);
}

static int64_t journals(struct errand *e)
{
    return till_count(e, "SELECT COUNT(*) FROM journal /* scan: a test's look */");
}

static struct errand *open_ledger(const char *engine)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    return e;
}

TEST_BOTH(an_effect_seen_twice_is_booked_once)
{
    static const struct ledger_line lines[] = {{ACCOUNT_BANK, 0, -500},
                                               {ACCOUNT_PROVIDER_AVAILABLE, 0, 500}};
    struct errand *e = open_ledger(engine);

    CHECK_STATUS(post(e, "1", lines, 2), OK);
    CHECK_STATUS(post(e, "1", lines, 2), OK);
    CHECK_I64(journals(e), 1);
    CHECK_I64(sum(e, "bank"), -500);
    CHECK_I64(errand_tasks(e, "ledger.differs"), 0);
    CHECK_STATUS(post(e, "2", lines, 2), OK);
    CHECK_I64(sum(e, "provider_available"), 1000);
}

TEST_BOTH(the_same_effect_with_another_amount_changes_nothing_and_is_told)
{
    static const struct ledger_line first[] = {{ACCOUNT_BANK, 0, -500},
                                               {ACCOUNT_PROVIDER_AVAILABLE, 0, 500}};
    static const struct ledger_line other[] = {{ACCOUNT_BANK, 0, -501},
                                               {ACCOUNT_PROVIDER_AVAILABLE, 0, 501}};
    struct errand *e = open_ledger(engine);

    CHECK_STATUS(post(e, "1", first, 2), OK);
    CHECK_STATUS(post(e, "1", other, 2), OK);
    CHECK_I64(sum(e, "bank"), -500);
    CHECK_I64(errand_tasks(e, "ledger.differs"), 1);
}

TEST_BOTH(what_does_not_balance_is_not_booked)
{
    static const struct ledger_line lame[] = {{ACCOUNT_BANK, 0, -500},
                                              {ACCOUNT_PROVIDER_AVAILABLE, 0, 499}};
    static const struct ledger_line mixed[] = {{ACCOUNT_BANK, 0, -500},
                                               {ACCOUNT_MEMO_CASH, 0, 500}};
    static const struct ledger_line empty[] = {{ACCOUNT_BANK, 0, 0}, {ACCOUNT_SUSPENSE, 0, 0}};
    struct errand *e = open_ledger(engine);

    CHECK_STATUS(post(e, "1", lame, 2), E_CONFLICT);
    CHECK_STATUS(post(e, "1", mixed, 2), E_CONFLICT);
    CHECK_STATUS(post(e, "1", empty, 2), E_CONFLICT);
    CHECK_I64(journals(e), 0);
}

/* ---- the second walls, by hand ---- */

static enum status script_tx(struct ctx *x, void *arg)
{
    return db_script(x->tx, arg);
}

static enum status by_hand(struct errand *e, const char *sql)
{
    struct ctx x = till_ctx(e);

    return ctx_tx(&x, script_tx, (void *)(uintptr_t)sql);
}

TEST_BOTH(not_even_by_hand_is_the_ledger_changed)
{
    static const char *const attacks[] = {
        "UPDATE entry SET amount_minor = 1",
        "DELETE FROM entry",
        "UPDATE journal SET at = 1",
        "DELETE FROM journal_seal",
        "UPDATE balance_line SET ref = 'x'",
        "INSERT INTO entry (journal_id, seq, account, owner_id, amount_minor)"
        " SELECT id, 9, 'bank', 0, 5 FROM journal",
        "INSERT INTO journal (id, effect, at, currency) VALUES (9, 'x:9', 1, 'JPY');"
        "INSERT INTO journal_seal (journal_id, sealed_at) VALUES (9, 1)",
        "INSERT INTO journal (id, effect, at, currency) VALUES (9, 'x:9', 1, 'USD')",
        "INSERT INTO journal (id, effect, at, currency) VALUES (9, 'x:9', 1, 'JPY');"
        "INSERT INTO entry (journal_id, seq, account, owner_id, amount_minor)"
        " VALUES (9, 1, 'revenue', 0, 5)",
        "INSERT INTO journal (id, effect, at, currency) VALUES (9, 'x:9', 1, 'JPY');"
        "INSERT INTO entry (journal_id, seq, account, owner_id, amount_minor)"
        " VALUES (9, 1, 'bank', 0, 0)",
    };
    static const struct ledger_line lines[] = {{ACCOUNT_BANK, 0, -500},
                                               {ACCOUNT_PROVIDER_AVAILABLE, 0, 500}};
    struct errand *e = open_ledger(engine);

    CHECK_STATUS(post(e, "1", lines, 2), OK);
    errand_sql(e, "INSERT INTO balance_line (provider, ref, journal_id)"
                  " SELECT 'stripe', 'txn_1', id FROM journal");
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        if (by_hand(e, attacks[i]) == OK) {
            test_fail(__FILE__, __LINE__, "went through: %s", attacks[i]);
        }
    }
    CHECK_I64(sum(e, "bank"), -500);
}

TEST_BOTH(half_a_yen_is_no_amount)
{
    struct errand *e = open_ledger(engine);

    /* SQLite refuses it; PostgreSQL's column makes a whole number of it. */
    (void)by_hand(e, "INSERT INTO journal (id, effect, at, currency) VALUES (9, 'x:9', 1, 'JPY');"
                     "INSERT INTO entry (journal_id, seq, account, owner_id, amount_minor)"
                     " VALUES (9, 1, 'bank', 0, 10.5), (9, 2, 'suspense', 0, -11);"
                     "INSERT INTO journal_seal (journal_id, sealed_at) VALUES (9, 1)");
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM entry /* scan: a test's look */"
                            " WHERE CAST(amount_minor AS TEXT) LIKE '%%.%%'"),
              0);
}

/* ---- a payment's life ---- */

static enum status hold_tx(struct ctx *x, void *arg)
{
    return ledger_hold(x, arg);
}

static enum status over_tx(struct ctx *x, void *arg)
{
    const struct payment_row *p = arg;

    return ledger_hold_over(x, p, p->intent_ref);
}

static enum status capture_tx(struct ctx *x, void *arg)
{
    const struct payment_row *p = arg;
    struct ledger_capture c = {.ref = p->intent_ref,
                               .balance_ref = "txn_1",
                               .captured_minor = p->captured_minor,
                               .fee_minor = 22,
                               .unwanted = p->due_minor < 0};

    return ledger_capture(x, p, &c);
}

static void once(struct errand *e, ctx_fn fn, struct payment_row *p)
{
    struct ctx x = till_ctx(e);

    CHECK_STATUS(ctx_tx(&x, fn, p), OK);
}

TEST_BOTH(a_hold_is_a_memo_until_a_part_of_it_is_captured_and_the_rest_goes_back)
{
    struct errand *e = open_ledger(engine);
    struct payment_row p = till_payment(e, "main");

    once(e, hold_tx, &p);
    CHECK_I64(sum(e, "memo_hold"), 1200);
    p.captured_minor = 600;
    once(e, capture_tx, &p);
    once(e, capture_tx, &p);
    once(e, over_tx, &p);
    CHECK_I64(sum(e, "memo_hold"), 0);
    CHECK_I64(sum(e, "memo_hold_contra"), 0);
    CHECK_I64(sum(e, "provider_pending"), 578);
    CHECK_I64(sum(e, "expense_processing_fee"), 22);
    CHECK_I64(sum(e, "payable_supporter"), -600);
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM balance_line /* scan: a test's look */"), 1);
}

TEST_BOTH(what_was_taken_though_nobody_wanted_it_is_owed_to_who_paid_it)
{
    struct errand *e = open_ledger(engine);
    struct payment_row p = till_payment(e, "main");

    p.captured_minor = 1200;
    p.due_minor = -1;
    once(e, capture_tx, &p);
    CHECK_I64(sum(e, "payable_parent"), -1200);
    CHECK_I64(sum(e, "payable_supporter"), 0);
}

static enum status cash_tx(struct ctx *x, void *arg)
{
    return ledger_cash(x, arg);
}

TEST_BOTH(cash_between_two_people_is_a_memo_and_no_money_of_ours)
{
    struct errand *e = till_open(engine, "cash", 1200);
    struct payment_row p;

    CHECK_STATUS(till_do(e, payment_open), OK);
    p = till_payment(e, "main");
    once(e, cash_tx, &p);
    once(e, cash_tx, &p);
    CHECK_I64(journals(e), 1);
    CHECK_I64(sum(e, "memo_cash"), 1200);
    CHECK_I64(sum(e, "memo_cash_contra"), -1200);
    CHECK_I64(sum(e, "provider_pending"), 0);
}

/* ---- whatever comes, in whatever order ---- */

#define EFFECTS 40
#define SENDS   200

static enum status one_effect_tx(struct ctx *x, void *arg)
{
    int i = *(int *)arg;
    struct payment_row p = {.id = 0, .payer_id = 5, .payee_id = 6, .currency = "JPY"};
    struct ledger_effect e = {.verb = "any", .currency = "JPY"};
    struct ledger_line lines[] = {{ACCOUNT_PROVIDER_PENDING, 0, 100 + i},
                                  {ACCOUNT_PAYABLE_SUPPORTER, p.payee_id, -100 - i}};
    char ref[16];

    snprintf(ref, sizeof ref, "%d", i);
    e.ref = ref;
    return ledger_post(x, &e, lines, 2);
}

TEST_BOTH(effects_in_any_order_and_number_add_up_to_each_of_them_once)
{
    struct errand *e = open_ledger(engine);
    bool seen[EFFECTS] = {false};
    int64_t want = 0;

    for (int n = 0; n < SENDS; n++) {
        int i = (int)(test_random() % EFFECTS);
        struct ctx x = till_ctx(e);

        CHECK_STATUS(ctx_tx(&x, one_effect_tx, &i), OK);
        want += seen[i] ? 0 : 100 + i;
        seen[i] = true;
    }
    CHECK_I64(sum(e, "provider_pending"), want);
    CHECK_I64(sum(e, "payable_supporter"), -want);
}

/* ---- the export ---- */

static bool to_file(void *arg, const char *text)
{
    return fputs(text, arg) >= 0;
}

static const char *export(struct errand *e, enum ledger_format format, int64_t from, int64_t until)
{
    static char path[512];
    struct ctx x = till_ctx(e);
    struct ledger_export out = {format, from, until, to_file, NULL};
    FILE *f;

    snprintf(path, sizeof path, "%s/ledger", test_folder());
    f = fopen(path, "w");
    CHECK(f != NULL);
    out.arg = f;
    x.arena = arena_open(4 * 1024 * 1024);
    CHECK(x.arena != NULL);
    CHECK_STATUS(ledger_export(&x, &out), OK);
    arena_close(x.arena);
    CHECK(fclose(f) == 0);
    return path;
}

/* The command's output in one text. */
static const char *said_by(const char *fmt, const char *path)
{
    static char said[8192];
    char command[700];
    FILE *p;
    size_t n;

    snprintf(command, sizeof command, fmt, path);
    p = popen(command, "r");
    CHECK(p != NULL);
    n = fread(said, 1, sizeof said - 1, p);
    said[n] = '\0';
    if (pclose(p) != 0) {
        test_fail(__FILE__, __LINE__, "%s: %s", command, said);
    }
    return said;
}

static void fill(struct errand *e)
{
    struct payment_row p = till_payment(e, "main");
    struct ctx x = till_ctx(e);

    once(e, hold_tx, &p);
    p.captured_minor = 1200;
    once(e, capture_tx, &p);
    for (int i = 0; i < 500; i++) { /* more than one page */
        CHECK_STATUS(ctx_tx(&x, one_effect_tx, &i), OK);
    }
}

TEST_BOTH(hledger_reads_the_export_and_it_balances)
{
    struct errand *e = open_ledger(engine);
    const char *path;

    fill(e);
    path = export(e, LEDGER_HLEDGER, 0, 1000000);
    CHECK_TEXT(said_by("hledger -f %s check 2>&1", path), "");
    CHECK(strstr(said_by("hledger -f %s balance -N --flat assets:provider:pending 2>&1", path),
                 "175928 JPY") != NULL); /* 1178, and 100 to 599 */
    CHECK(strstr(said_by("hledger -f %s balance --flat 2>&1 | tail -n 1", path), " 0") != NULL);
    CHECK(strstr(said_by("hledger -f %s stats 2>&1 | grep Transactions", path), "503") != NULL);
}

TEST_BOTH(the_export_of_some_days_has_these_days_alone)
{
    struct errand *e = open_ledger(engine);
    int64_t today = 20777; /* 2026-11-20, the errand's day in Tokyo */

    fill(e);
    CHECK(strstr(said_by("wc -l < %s", export(e, LEDGER_CSV, today, today + 1)), "1008") != NULL);
    CHECK(strstr(said_by("wc -l < %s", export(e, LEDGER_CSV, today + 1, today + 9)), "1") != NULL);
    CHECK(strstr(said_by("sed -n 2p %s", export(e, LEDGER_CSV, today, today + 1)),
                 "2026-11-20,hold:pi_1,bk_") != NULL);
    CHECK(said_by("cat %s", export(e, LEDGER_HLEDGER, 0, today))[0] == '\0');
}
