/* retime.h - an ask that opens again after its booking was amended: it asks for the amended times,
 * at the price of those. */
#ifndef APP_DOMAIN_RETIME_H
#define APP_DOMAIN_RETIME_H

#include "app/domain/ctx.h"
#include "app/domain/process.h"
#include "db/store/booking.h"

/* Before ask_reopen, in its transaction: request, stops and every offer follow the booking's times,
 * each offer with its own price again. What was offered, or kept in reserve, for other times is no
 * yes to these: such a reserve is asked again. Nothing happens where the times are the ask's, nor
 * once the amended start has passed: *too_late, there is nothing left to ask for. */
enum status ask_retime(struct ctx *x, const struct booking_row *b, enum who_moves who,
                       bool *too_late) WARN_UNUSED;

#endif
