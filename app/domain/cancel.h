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
    struct cancel_fee fee;      /* out */
    struct booking_row booking; /* out */
};

/* Reads what cancelling now would cost (ctx_fn). E_NOT_FOUND for one who is not party to it. */
enum status cancel_preview(struct ctx *x, void *cancel) WARN_UNUSED;

/* Cancels (ctx_fn). E_CONFLICT cancel.costs_more when the fee rose over what was shown meanwhile,
 * booking.changed when it began or ended. Cancelled already by the same side: OK, once. */
enum status booking_cancel(struct ctx *x, void *cancel) WARN_UNUSED;

#endif
