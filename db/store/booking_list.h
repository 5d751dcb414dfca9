/* booking_list.h - the bookings of one person, in order of their start. */
#ifndef DB_STORE_BOOKING_LIST_H
#define DB_STORE_BOOKING_LIST_H

#include "db/db.h"

/* One line of the list. */
struct booking_line {
    int64_t id, request_id, household_id, supporter_id;
    const char *supporter_name; /* display names */
    const char *guardian_name;
    const char *kind;
    const char *state;
    int64_t start_at, end_at, price_minor;
    const char *currency;
    const char *pay_by;
    int64_t mine; /* 1: I am the supporter; 0: a guardian of the household */
};

/* Which ones: starting in [from_at, until_at), after the pair (after_start, after_id). */
struct booking_window {
    int64_t member_id;
    int64_t from_at, until_at;
    int64_t after_start, after_id;
    int max;
};

enum status store_bookings_of_supporter(struct tx *t, const struct booking_window *w,
                                        struct booking_line **rows, int *n) WARN_UNUSED;
/* Of every household that the member is a guardian of. */
enum status store_bookings_of_guardian(struct tx *t, const struct booking_window *w,
                                       struct booking_line **rows, int *n) WARN_UNUSED;

#endif
