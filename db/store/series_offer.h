/* series_offer.h - the offers of a series, over all its dates. */
#ifndef DB_STORE_SERIES_OFFER_H
#define DB_STORE_SERIES_OFFER_H

#include "db/db.h"

struct series_first {
    int64_t supporter_id, offer_id;
    const char *state; /* of the offer */
};

/* Everybody who was asked at that instant and has not answered, with the first date's offer. */
enum status store_series_firsts(struct tx *t, int64_t series_id, int64_t asked_at,
                                struct series_first **rows, int *n) WARN_UNUSED;

/* Those whom the guardian chose for the whole series, the earliest choice first, with their offer
 * of one ask: 0 and "" for who can't be asked for that date any more. */
enum status store_series_wanted(struct tx *t, int64_t series_id, int64_t request_id,
                                struct series_first **rows, int *n) WARN_UNUSED;

#endif
