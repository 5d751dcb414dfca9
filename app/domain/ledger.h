/* ledger.h - money in double entry, append-only: what each effect at the provider, and each payment
 * in cash, means for whom (payments.md 6). An effect is booked once, however often it is seen. */
#ifndef APP_DOMAIN_LEDGER_H
#define APP_DOMAIN_LEDGER_H

#include "app/domain/ctx.h"
#include "db/store/payment.h"

/* Debit is above zero. There is no account for revenue: no fee is kept. name, stored text, the path
 * in the exported journal. */
/* clang-format off */
#define LEDGER_ACCOUNTS(X) \
    X(PROVIDER_PENDING,       "provider_pending",       "assets:provider:pending")     /* taken, not settled yet */ \
    X(PROVIDER_AVAILABLE,     "provider_available",     "assets:provider:available") \
    X(BANK,                   "bank",                   "assets:bank") \
    X(RECEIVABLE_SUBSIDY,     "receivable_subsidy",     "assets:receivable:subsidy")   /* owner: the funder */ \
    X(RECEIVABLE_DISPUTE,     "receivable_dispute",     "assets:receivable:dispute") \
    X(RECEIVABLE_SUPPORTER,   "receivable_supporter",   "assets:receivable:supporter") /* owner: the member */ \
    X(PAYABLE_SUPPORTER,      "payable_supporter",      "liabilities:supporter")       /* owner: the member */ \
    X(PAYABLE_PARENT,         "payable_parent",         "liabilities:parent")          /* owner: the member */ \
    X(EXPENSE_PROCESSING_FEE, "expense_processing_fee", "expenses:processing fee") \
    X(EXPENSE_COUPON,         "expense_coupon",         "expenses:coupon") \
    X(EXPENSE_DISPUTE_FEE,    "expense_dispute_fee",    "expenses:dispute fee") \
    X(EXPENSE_DISPUTE_LOSS,   "expense_dispute_loss",   "expenses:dispute loss") \
    X(EXPENSE_CONNECT_FEE,    "expense_connect_fee",    "expenses:connect fee") \
    X(SUSPENSE,               "suspense",               "assets:suspense")             /* not explained yet */ \
    X(MEMO_HOLD,              "memo_hold",              "memo:hold")                   /* owner: the payer */ \
    X(MEMO_HOLD_CONTRA,       "memo_hold_contra",       "memo:hold contra") \
    X(MEMO_CASH,              "memo_cash",              "memo:cash")                   /* owner: the payee */ \
    X(MEMO_CASH_CONTRA,       "memo_cash_contra",       "memo:cash contra")            /* owner: the payer */
/* clang-format on */

#define LEDGER_ENUM(name, text, path) ACCOUNT_##name,
enum ledger_account { LEDGER_ACCOUNTS(LEDGER_ENUM) ACCOUNT_COUNT };
#undef LEDGER_ENUM

const char *ledger_account_text(enum ledger_account account);

/* Whether a community may keep its money in it: what the schema lets into a journal. */
bool ledger_has_currency(const char *code);

/* A line of a journal. One without an amount is left out. */
struct ledger_line {
    enum ledger_account account;
    int64_t owner_id; /* 0: the operator's own */
    int64_t amount_minor;
};

/* What happened, as the provider names it: verb "cap", "hold", "re", ... and the object's ref. */
struct ledger_effect {
    const char *verb, *ref;
    const struct payment_row *payment; /* what it is about; NULL: no single one */
    const char *currency;
    const char *provider, *balance_ref; /* the balance transaction it explains; NULL: none yet */
};

/* Books it, in an open transaction. Seen before: nothing is written, and finance is told where the
 * lines differ from those booked then. E_CONFLICT: the lines do not balance, mix memo with money,
 * or the currency is not enabled. */
enum status ledger_post(struct ctx *x, const struct ledger_effect *e,
                        const struct ledger_line *lines, int n) WARN_UNUSED;

/* ---- the effects of a payment ---- */

/* A card is held: a memo, taken back when the hold is over. */
enum status ledger_hold(struct ctx *x, const struct payment_row *p) WARN_UNUSED;
/* Captured, let go or run out. OK also when that hold was never booked. */
enum status ledger_hold_over(struct ctx *x, const struct payment_row *p,
                             const char *ref) WARN_UNUSED;

/* Captured: p->captured_minor of the hold `ref`. fee_minor 0 while the provider has not said. */
struct ledger_capture {
    const char *ref, *balance_ref;
    int64_t captured_minor, fee_minor;
    bool unwanted; /* nobody is owed it but the payer: it is to be given back */
};
enum status ledger_capture(struct ctx *x, const struct payment_row *p,
                           const struct ledger_capture *c) WARN_UNUSED;

/* Both said that the cash changed hands: a memo, so that hours and amounts stay accounted for. */
enum status ledger_cash(struct ctx *x, const struct payment_row *p) WARN_UNUSED;

#endif
