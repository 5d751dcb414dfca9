/* card.h - saving a card on the provider's own page, and the cards that a member saved. No card
 * number is ever seen here: brand, last four digits, expiry and the provider's reference. */
#ifndef APP_DOMAIN_CARD_H
#define APP_DOMAIN_CARD_H

#include "app/domain/ctx.h"
#include "db/store/card.h"

/* ctx_fn. arg: struct card_setup_row *, filled. Begins a visit to the provider's page; the worker
 * asks for the page's address. E_RULE payments.not_configured, card.too_many. */
enum status card_setup_begin(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn, reads: one's own visit, by row->id. E_NOT_FOUND. */
enum status card_setup_get(struct ctx *x, void *arg) WARN_UNUSED;
/* Outside of a transaction: a visit that is open is looked at soon, since somebody waits for it. */
enum status card_setup_hurry(struct ctx *x, const struct card_setup_row *setup) WARN_UNUSED;

/* ctx_fn, reads: one's own cards. */
struct card_listing {
    struct card_row *cards; /* out */
    int n;
};
enum status card_list(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn. arg: int64_t *id. E_NOT_FOUND; E_RULE card.in_use while a payment counts on it. */
enum status card_remove(struct ctx *x, void *arg) WARN_UNUSED;

/* What the provider answered; in the caller's transaction. */
/* The member is known there: visits that waited for that go on. */
enum status card_customer_known(struct ctx *x, int64_t member_id, const char *ref) WARN_UNUSED;
/* The member can't be made known there. */
enum status card_customer_refused(struct ctx *x, int64_t member_id) WARN_UNUSED;
/* The page is there. */
enum status card_setup_opened(struct ctx *x, struct card_setup_row *setup, const char *ref,
                              const char *url) WARN_UNUSED;
/* A card was saved: payments that wait for one go on. */
enum status card_setup_done(struct ctx *x, struct card_setup_row *setup,
                            const struct card_row *card) WARN_UNUSED;
/* The page ran out, or could not be made. */
enum status card_setup_failed(struct ctx *x, struct card_setup_row *setup) WARN_UNUSED;

#endif
