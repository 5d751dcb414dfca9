/* ask.h - carrying out the process table for requests and offers: single moves, and what happens to
 * all offers of a request at once. Who may act was decided by the caller; the table is asked again.
 */
#ifndef APP_DOMAIN_ASK_H
#define APP_DOMAIN_ASK_H

#include "app/domain/ctx.h"
#include "app/domain/process.h"
#include "db/store/offer.h"
#include "db/store/request.h"

/* The first step of life: the request stands as it is in *r, open, with its timer; the same for one
 * asked supporter, who is told. */
enum status ask_open(struct ctx *x, const struct request_row *r) WARN_UNUSED;
enum status ask_person(struct ctx *x, const struct request_row *r,
                       const struct offer_row *o) WARN_UNUSED;
/* Tells that supporter of the ask: by SMS too when it is urgent. */
enum status ask_tell(struct ctx *x, const struct request_row *r,
                     const struct offer_row *o) WARN_UNUSED;

/* From when on the family may ring those it asked (call.h), and the coordinator is told; 0: never,
 * the ask not being urgent. */
enum status ask_call_from(struct ctx *x, const struct request_row *r, int64_t *at) WARN_UNUSED;

/* One move; the row is brought up to date. E_CONFLICT request.changed or offer.changed when the
 * state is another by now, E_FORBIDDEN when the move is not that person's. */
enum status request_move(struct ctx *x, struct request_row *r, enum move move,
                         enum who_moves who) WARN_UNUSED;
enum status offer_move(struct ctx *x, struct offer_row *o, enum move move,
                       enum who_moves who) WARN_UNUSED;

/* Somebody was chosen: everyone else who was asked or had offered is released, in this transaction;
 * who had offered is told. Reserves stay. */
enum status ask_release_others(struct ctx *x, int64_t request_id, int64_t chosen_offer_id,
                               enum who_moves who) WARN_UNUSED;

/* The ask is over without a choice: what is open expires. */
enum status ask_close_offers(struct ctx *x, int64_t request_id, enum who_moves who) WARN_UNUSED;

#endif
