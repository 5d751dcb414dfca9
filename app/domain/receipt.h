/* receipt.h - 領収書: one per settled booking, numbered without gaps within its community. */
#ifndef APP_DOMAIN_RECEIPT_H
#define APP_DOMAIN_RECEIPT_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"

/* Gives the booking's receipt its number, in the caller's transaction. OK when there is one. */
enum status receipt_issue(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

#endif
