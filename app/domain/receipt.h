/* receipt.h - 領収書: one per settled booking (or cancellation with a fee), numbered without gaps
 * within its community; and what it says (payments.md 12). */
#ifndef APP_DOMAIN_RECEIPT_H
#define APP_DOMAIN_RECEIPT_H

#include "app/domain/community.h"
#include "app/domain/ctx.h"
#include "db/store/booking.h"
#include "db/store/payment.h"
#include "db/store/receipt.h"

/* Gives the booking's receipt its number, in the caller's transaction. OK when there is one. */
enum status receipt_issue(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

/* What was paid, from whom to whom, for what. Real names are unsealed for the two sides alone. */
struct receipt {
    int64_t booking_id;
    struct receipt_row row; /* out, and all that follows */
    struct booking_row booking;
    struct community community;
    const char *payer_name;     /* the guardian's real name */
    const char *supporter_name; /* as neighbours read it */
    struct payment_row *parts;  /* what was paid: captured, or cash */
    int n;
    int64_t paid_minor;
};
/* ctx_fn, reads. E_NOT_FOUND for whoever is no side of the booking, and before there is one. */
enum status receipt_show(struct ctx *x, void *arg) WARN_UNUSED;

/* What a part brought in: captured or given in cash. */
int64_t receipt_part_minor(const struct payment_row *p);

#endif
