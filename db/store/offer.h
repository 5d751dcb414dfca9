/* offer.h - rows of the offer table: one per asked supporter. */
#ifndef DB_STORE_OFFER_H
#define DB_STORE_OFFER_H

#include "db/db.h"

struct offer_row {
    int64_t id, request_id, supporter_id, tie_id;
    const char *state;
    int64_t state_at, asked_at;
    int64_t start_at, end_at; /* as asked, or shifted */
    const char *fee_mode;
    int64_t rate_minor;
    int64_t waived_pct;
    int64_t price_minor;
    struct slice note_sealed;
    int64_t reserve_rank; /* 0: none */
};

enum status store_offer_insert(struct tx *t, const struct offer_row *o) WARN_UNUSED;
enum status store_offer_get(struct tx *t, int64_t id, struct offer_row *o) WARN_UNUSED;

/* By id; at most AUDIENCE_MAX. */
enum status store_offers_of_request(struct tx *t, int64_t request_id, struct offer_row **offers,
                                    int *n) WARN_UNUSED;

/* E_CONFLICT when it is not in `from` (any more). */
enum status store_offer_move(struct tx *t, int64_t id, const char *from, const char *to,
                             int64_t now) WARN_UNUSED;

/* What the supporter says with a yes: time, fee, note. */
enum status store_offer_terms(struct tx *t, const struct offer_row *o) WARN_UNUSED;
enum status store_offer_rank(struct tx *t, int64_t id, int64_t rank) WARN_UNUSED;

/* Moves all others of the request that are in `from` to `to`; how many. */
enum status store_offer_move_others(struct tx *t, int64_t request_id, int64_t but_id,
                                    const char *from, const char *to, int64_t now,
                                    int64_t *changed) WARN_UNUSED;

#endif
