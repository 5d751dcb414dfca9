/* offer_tie.h - what is asked or offered along a tie right now. */
#ifndef DB_STORE_OFFER_TIE_H
#define DB_STORE_OFFER_TIE_H

#include "db/store/offer.h"

/* In 'asked', 'offered' or 'reserve', by id. Of each row only id, request, supporter, tie and state
 * are read.
 */
enum status store_offers_open_along(struct tx *t, int64_t tie_id, int max, struct offer_row **rows,
                                    int *n) WARN_UNUSED;

#endif
