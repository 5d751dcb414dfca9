/* reopen.h - a booking fell through before its start: the same ask is open again in the same
 * transaction, first to those in reserve (domain.md 3). */
#ifndef APP_DOMAIN_REOPEN_H
#define APP_DOMAIN_REOPEN_H

#include "app/domain/ctx.h"
#include "app/domain/process.h"

/* The supporter who cancelled steps back, one whose guardian's card failed still offers. It is open
 * until rules.ask_closes_min before the start, or until the start when that is past or within three
 * hours: then it is urgent from now on. Whoever is in reserve and could take it now offers again,
 * in their order, and the guardians are told of the first: one tap chooses. Everyone released is
 * asked again. Who ended the tie, or blocked, hears nothing. Nothing happens after the start. */
enum status ask_reopen(struct ctx *x, int64_t request_id, int64_t fallen_offer_id,
                       enum who_moves who) WARN_UNUSED;

#endif
