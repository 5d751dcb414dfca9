/* disaster.h - rows of disaster: 災害モード of a community, from when to when. */
#ifndef DB_STORE_DISASTER_H
#define DB_STORE_DISASTER_H

#include "db/db.h"

struct disaster_row {
    int64_t id, community_id;
    const char *reason;
    int64_t on_by, on_at;
    const char *off_reason; /* NULL: it is on */
    int64_t off_by, off_at; /* 0: it is on */
};

/* *on false: there is one already. */
enum status store_disaster_on(struct tx *t, const struct disaster_row *r, bool *on) WARN_UNUSED;
/* E_CONFLICT when it is over already. */
enum status store_disaster_off(struct tx *t, int64_t id, int64_t by_id, const char *reason,
                               int64_t at) WARN_UNUSED;
/* The one that is on; E_NOT_FOUND. */
enum status store_disaster_now(struct tx *t, int64_t community_id,
                               struct disaster_row *r) WARN_UNUSED;
enum status store_disaster_get(struct tx *t, int64_t id, struct disaster_row *r) WARN_UNUSED;
/* Whether one is on. */
enum status store_disaster_is_on(struct tx *t, int64_t community_id, bool *on) WARN_UNUSED;
/* Whether any was on at some instant of [from_at, until_at]. */
enum status store_disaster_touches(struct tx *t, int64_t community_id, int64_t from_at,
                                   int64_t until_at, bool *touches) WARN_UNUSED;

/* Who is with whom: the bookings in care of a community after (after_start, after_id). */
struct in_care_row {
    int64_t id, household_id, supporter_id, guardian_id, start_at, end_at, until_at, began_at;
    const char *supporter_name, *guardian_name; /* display names */
};
struct in_care_page {
    int64_t community_id, after_start, after_id;
    int max;
};
enum status store_in_care(struct tx *t, const struct in_care_page *page, struct in_care_row **rows,
                          int *n) WARN_UNUSED;

#endif
