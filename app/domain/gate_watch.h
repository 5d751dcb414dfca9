/* gate_watch.h - what held when a supporter was chosen may fail later (domain.md 3, "Never"): that
 * is a task for staff, never a bar. */
#ifndef APP_DOMAIN_GATE_WATCH_H
#define APP_DOMAIN_GATE_WATCH_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"

/* Judges the gates of a booking again; opens the coordinator's task gate.lost when one fails. In an
 * open transaction. */
enum status gate_recheck(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

/* The same for everything that a supporter has before them in a community. */
enum status gate_recheck_supporter(struct ctx *x, int64_t community_id,
                                   int64_t supporter_id) WARN_UNUSED;

#endif
