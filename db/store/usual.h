/* usual.h - what a household has booked lately, for the jobs it asks for again and again. */
#ifndef DB_STORE_USUAL_H
#define DB_STORE_USUAL_H

#include "db/db.h"

/* One child of one booking; the rows of a booking lie together. */
struct usual_row {
    int64_t booking_id, child_id;
    const char *kind;
    int64_t start_at, end_at;
    int64_t first_place_id, last_place_id; /* 0: at the supporter's */
    int64_t supporter_id;
    const char *display_name; /* the supporter's */
    int64_t price_minor;
    const char *currency;
};

/* Bookings that start after an instant and did not fall through, the latest first. */
enum status store_usual(struct tx *t, int64_t household_id, int64_t after_at, int max,
                        struct usual_row **rows, int *n) WARN_UNUSED;

#endif
