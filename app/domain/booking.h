/* booking.h - 予定: carrying out the process table for bookings. A move checks state, actor and
 * guard, appends the event, then runs the row's effects, all in the caller's transaction. */
#ifndef APP_DOMAIN_BOOKING_H
#define APP_DOMAIN_BOOKING_H

#include "app/domain/ctx.h"
#include "app/domain/process.h"
#include "db/store/booking.h"

/* What x->member_id is to a booking: BY_GUARDIAN (of its household), BY_SUPPORTER, or 0 for nobody.
 * Staff are judged by the caller. */
enum status booking_party(struct ctx *x, const struct booking_row *b, unsigned *who) WARN_UNUSED;

/* Reads a booking for one who is party to it. E_NOT_FOUND for everybody else. */
enum status booking_for_party(struct ctx *x, int64_t id, struct booking_row *b,
                              unsigned *who) WARN_UNUSED;

/* Makes one move of the process table. b is as read in this transaction and is brought up to date.
 * `who` is one BY_* bit. E_CONFLICT booking.changed when the state is another by now, or the guard
 * does not hold (the caller's page is old); E_FORBIDDEN when the move is not that person's. */
enum status booking_move(struct ctx *x, struct booking_row *b, enum move move,
                         enum who_moves who) WARN_UNUSED;

/* The first step of life: the row and its history exist, effects run. Only app/domain/choose calls
 * it, after its own checks. */
enum status booking_agree(struct ctx *x, struct booking_row *b, enum who_moves who) WARN_UNUSED;

/* A fact that changes no state: late, note, ... detail is canonical JSON or "". */
enum status booking_fact(struct ctx *x, const struct booking_row *b, const char *name,
                         const char *detail) WARN_UNUSED;

/* Room for one more fact of that name: what people may say again and again has an end. E_RULE
 * booking.too_often. */
enum status booking_fact_room(struct ctx *x, int64_t booking_id, const char *name) WARN_UNUSED;

/* The money side moved: agreed becomes confirmed once secured, completed becomes settled once all
 * is paid. OK when nothing follows. For handlers and the worker, after each change of a payment. */
enum status booking_money_moved(struct ctx *x, int64_t booking_id) WARN_UNUSED;

#endif
