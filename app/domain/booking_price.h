/* booking_price.h - a booking's money reckoned again from what was frozen: tariff version, ages,
 * the supporter's qualifications, fee mode and waiver. */
#ifndef APP_DOMAIN_BOOKING_PRICE_H
#define APP_DOMAIN_BOOKING_PRICE_H

#include "app/domain/ctx.h"
#include "app/domain/ladder.h"
#include "app/domain/tariff.h"
#include "db/store/booking.h"
#include "db/store/request.h"

/* The price of the booking's own terms for another interval: an amendment. Statuses of quote_job.
 */
enum status booking_reprice(struct ctx *x, const struct booking_row *b, int64_t start_at,
                            int64_t end_at, struct price *out) WARN_UNUSED;

/* The price of the agreed interval without one of its children. */
enum status booking_reprice_without(struct ctx *x, const struct booking_row *b, int64_t child_id,
                                    struct price *out) WARN_UNUSED;

/* The same before the booking is stored, with the ask's own children. */
enum status booking_reprice_fresh(struct ctx *x, const struct booking_row *b,
                                  const struct request_child_row *children, int n,
                                  struct price *out) WARN_UNUSED;

/* What the real end costs beyond the agreed price; all zero when it was not longer. */
enum status booking_overtime(struct ctx *x, const struct booking_row *b, int64_t actual_end_at,
                             struct overtime *out) WARN_UNUSED;

/* What cancelling would cost the guardian at an instant, for a cause; 0 for the supporter's own
 * cancellation, which is never money. */
enum status booking_cancel_fee(struct ctx *x, const struct booking_row *b, int64_t at,
                               enum cancel_cause cause, bool by_supporter,
                               struct cancel_fee *out) WARN_UNUSED;

#endif
