/* amendment.h - rows of amendment: a change of a booking that both sides must accept. */
#ifndef DB_STORE_AMENDMENT_H
#define DB_STORE_AMENDMENT_H

#include "db/db.h"

#define AMENDMENTS_MAX 100 /* of one booking */

struct amendment_row {
    int64_t id, booking_id, proposed_by;
    int64_t version; /* the agreement's version that it changes */
    int64_t start_at, end_at, until_at;
    int64_t price_minor, top_up_minor;
    const char *state; /* 'proposed', 'accepted', 'declined', 'withdrawn', 'expired' */
    int64_t state_at, created_at;
};

/* In state 'proposed'. E_CONFLICT when the booking has an open one. */
enum status store_amendment_insert(struct tx *t, const struct amendment_row *a) WARN_UNUSED;
enum status store_amendment_get(struct tx *t, int64_t id, struct amendment_row *a) WARN_UNUSED;
/* In order. */
enum status store_amendments(struct tx *t, int64_t booking_id, struct amendment_row **rows,
                             int *n) WARN_UNUSED;

/* Up to max of them behind one (0: from the first), in order. */
enum status store_amendments_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                                   struct amendment_row **rows, int *n) WARN_UNUSED;

/* From 'proposed' to another state; E_CONFLICT when it is not open any more. */
enum status store_amendment_move(struct tx *t, int64_t id, const char *to, int64_t now) WARN_UNUSED;

#endif
