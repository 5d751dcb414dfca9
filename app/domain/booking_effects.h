/* booking_effects.h - how the guards, effects and timers of the process table are carried out. */
#ifndef APP_DOMAIN_BOOKING_EFFECTS_H
#define APP_DOMAIN_BOOKING_EFFECTS_H

#include "app/domain/ctx.h"
#include "app/domain/process.h"
#include "db/store/booking.h"

/* E_CONFLICT booking.changed when it does not hold: nobody is offered a move before it may be made,
 * so that whoever tries it has an old page. */
enum status booking_guard(struct ctx *x, const struct booking_row *b, enum guard guard) WARN_UNUSED;

/* GUARD_ALL_BACK alone, for asking before moving. */
enum status booking_all_back(struct ctx *x, const struct booking_row *b, bool *all) WARN_UNUSED;

/* Runs the row's effects in the order of enum effect; b is in its new state. */
enum status booking_effects(struct ctx *x, struct booking_row *b, const struct transition *row,
                            enum who_moves who) WARN_UNUSED;

/* Ends the booking's timers and starts the row's. */
enum status booking_timers(struct ctx *x, const struct booking_row *b,
                           const struct transition *row) WARN_UNUSED;

#endif
