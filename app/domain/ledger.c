/* ledger.c - see ledger.h. */
#include "app/domain/ledger.h"

#include "app/base/limits.h"
#include "app/domain/task.h"
#include "db/store/ledger.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *ledger_account_text(enum ledger_account account)
{
#define LEDGER_TEXT(name, text, path) [ACCOUNT_##name] = text,
    static const char *const texts[ACCOUNT_COUNT] = {LEDGER_ACCOUNTS(LEDGER_TEXT)};
#undef LEDGER_TEXT

    assert(account >= 0 && account < ACCOUNT_COUNT);
    return texts[account];
}

bool ledger_has_currency(const char *code)
{
    return strcmp(code, "JPY") == 0;
}

/* ---- one journal ---- */

/* Those with an amount, in order. */
static int rows_of(int64_t journal_id, const struct ledger_line *lines, int n,
                   struct entry_row rows[ENTRIES_PER_JOURNAL_MAX])
{
    int k = 0;

    for (int i = 0; i < n; i++) {
        if (lines[i].amount_minor != 0) {
            assert(k < ENTRIES_PER_JOURNAL_MAX);
            rows[k] = (struct entry_row){journal_id, k + 1, ledger_account_text(lines[i].account),
                                         lines[i].owner_id, lines[i].amount_minor};
            k++;
        }
    }
    return k;
}

static bool is_same(const struct entry_row *a, int a_n, const struct entry_row *b, int b_n)
{
    bool same = a_n == b_n;

    for (int i = 0; same && i < a_n; i++) {
        same = strcmp(a[i].account, b[i].account) == 0 && a[i].owner_id == b[i].owner_id &&
               a[i].amount_minor == b[i].amount_minor;
    }
    return same;
}

/* Booked before. A second answer that tells another amount is for a person to look at: what stands
 * is never changed. */
static enum status compare(struct ctx *x, const struct ledger_effect *e, const char *effect,
                           const struct entry_row *rows, int n)
{
    struct journal_row j;
    struct entry_row *booked;
    int booked_n;
    enum status s = store_journal_by_effect(x->tx, effect, &j);

    if (s == OK) {
        s = store_entries_of(x->tx, j.id, &booked, &booked_n);
    }
    if (s != OK || is_same(rows, n, booked, booked_n)) {
        return s;
    }
    log_event(x->log, x->now, LOG_ERROR, "ledger.differs", LOG_TEXT("effect", effect), LOG_END);
    return e->payment != NULL ? task_open_for(x, "finance", "ledger.differs", e->payment->id) : OK;
}

static enum status seal(struct ctx *x, const struct ledger_effect *e, const struct journal_row *j,
                        const struct entry_row *rows, int n)
{
    enum status s = store_journal_seal(x->tx, j, rows, n);

    if (s == OK && e->balance_ref != NULL && e->balance_ref[0] != '\0') {
        s = store_balance_line_add(x->tx, e->provider, e->balance_ref, j->id);
    }
    return s;
}

enum status ledger_post(struct ctx *x, const struct ledger_effect *e,
                        const struct ledger_line *lines, int n)
{
    char *effect = arena_printf(x->arena, "%s:%s", e->verb, e->ref);
    struct journal_row j = {
        .id = new_id(x),
        .effect = effect,
        .at = x->now,
        .booking_id = e->payment != NULL ? e->payment->booking_id : 0,
        .payment_id = e->payment != NULL ? e->payment->id : 0,
        .currency = e->currency,
    };
    struct entry_row rows[ENTRIES_PER_JOURNAL_MAX];
    int rows_n = rows_of(j.id, lines, n, rows);
    enum status s;

    if (effect == NULL) {
        return E_BUSY;
    }
    s = store_journal_add(x->tx, &j);
    return s == E_NOT_FOUND ? compare(x, e, effect, rows, rows_n)
                            : (s == OK ? seal(x, e, &j, rows, rows_n) : s);
}

/* ---- the effects of a payment ---- */

static struct ledger_effect effect_of(const struct payment_row *p, const char *verb,
                                      const char *ref)
{
    return (struct ledger_effect){
        .verb = verb,
        .ref = ref,
        .payment = p,
        .currency = p->currency,
        .provider = p->provider,
    };
}

static enum status post_memo(struct ctx *x, const struct payment_row *p, const char *verb,
                             const char *ref, int64_t amount_minor)
{
    struct ledger_effect e = effect_of(p, verb, ref);
    struct ledger_line lines[] = {{ACCOUNT_MEMO_HOLD, p->payer_id, amount_minor},
                                  {ACCOUNT_MEMO_HOLD_CONTRA, p->payer_id, -amount_minor}};

    return ledger_post(x, &e, lines, 2);
}

enum status ledger_hold(struct ctx *x, const struct payment_row *p)
{
    return post_memo(x, p, "hold", p->intent_ref, p->held_minor);
}

enum status ledger_hold_over(struct ctx *x, const struct payment_row *p, const char *ref)
{
    const char *effect = arena_printf(x->arena, "hold:%s", ref);
    struct journal_row held;
    struct entry_row *lines;
    int n;
    enum status s = effect == NULL ? E_BUSY : store_journal_by_effect(x->tx, effect, &held);

    if (s == OK) {
        s = store_entries_of(x->tx, held.id, &lines, &n);
    }
    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    return post_memo(x, p, "over", ref, -lines[0].amount_minor);
}

enum status ledger_capture(struct ctx *x, const struct payment_row *p,
                           const struct ledger_capture *c)
{
    struct ledger_effect e = effect_of(p, "cap", c->ref);
    struct ledger_line lines[] = {
        {ACCOUNT_PROVIDER_PENDING, 0, c->captured_minor - c->fee_minor},
        {ACCOUNT_EXPENSE_PROCESSING_FEE, 0, c->fee_minor},
        {c->unwanted ? ACCOUNT_PAYABLE_PARENT : ACCOUNT_PAYABLE_SUPPORTER,
         c->unwanted ? p->payer_id : p->payee_id, -c->captured_minor},
    };
    enum status s;

    e.balance_ref = c->balance_ref;
    s = ledger_post(x, &e, lines, 3);
    return s == OK ? ledger_hold_over(x, p, c->ref) : s;
}

enum status ledger_cash(struct ctx *x, const struct payment_row *p)
{
    char ref[24];
    struct ledger_effect e = effect_of(p, "cash", ref);
    struct ledger_line lines[] = {{ACCOUNT_MEMO_CASH, p->payee_id, p->amount_minor},
                                  {ACCOUNT_MEMO_CASH_CONTRA, p->payer_id, -p->amount_minor}};

    snprintf(ref, sizeof ref, "%" PRId64, p->id);
    return ledger_post(x, &e, lines, 2);
}
