/* cancel.h - 予定を取り消す: what it would cost, and doing it. A guardian pays by the ladder that
 * was agreed to; a supporter never pays, and the ask opens again at once. */
#ifndef APP_DOMAIN_CANCEL_H
#define APP_DOMAIN_CANCEL_H

#include "app/domain/booking.h"
#include "app/domain/ladder.h"

struct cancel {
    int64_t booking_id;
    const char *cause; /* a word of CANCEL_CAUSES, "" for none */
    bool must_cost;    /* expect_minor counts: what the page showed before pressing */
    int64_t expect_minor;
    bool said_who_came;         /* supporter_came counts */
    bool supporter_came;        /* after the start: whether the supporter was there */
    struct cancel_fee fee;      /* out */
    bool asks_who_came;         /* out: it is after the start, and would cost something */
    struct booking_row booking; /* out */
};

/* Reads what cancelling now would cost (ctx_fn). E_NOT_FOUND for one who is not party to it. */
enum status cancel_preview(struct ctx *x, void *cancel) WARN_UNUSED;

/* Cancels (ctx_fn). After the start a guardian says whether the supporter was there (E_RULE
 * cancel.who_came while it is not said): one who was has come for nothing, and the ladder counts;
 * for one who was not it becomes a claim (domain.md 3: no_show) that the supporter may contest, the
 * booking stays confirmed, and nothing is paid unless the office says so. E_CONFLICT
 * cancel.costs_more when the fee rose over what was shown meanwhile, booking.changed when it began
 * or ended. Cancelled already by the same side: OK, once. */
enum status booking_cancel(struct ctx *x, void *cancel) WARN_UNUSED;

#endif
