/* series.h - rows of series and of their dates. */
#ifndef DB_STORE_SERIES_H
#define DB_STORE_SERIES_H

#include "db/db.h"

struct series_row {
    int64_t id, community_id, household_id, asked_by;
    const char *state; /* 'running', 'ended' */
    int64_t version;
    int64_t weekdays, every_weeks, from_day, until_day;
    int64_t created_at, changed_at;
};

enum status store_series_insert(struct tx *t, const struct series_row *r) WARN_UNUSED;
enum status store_series_get(struct tx *t, int64_t id, struct series_row *r) WARN_UNUSED;
/* Those of the member's households, newest first, below before_id. */
enum status store_series_list(struct tx *t, int64_t member_id, int64_t before_id, int max,
                              struct series_row **rows, int *n) WARN_UNUSED;
/* How many of a household are running. */
enum status store_series_running(struct tx *t, int64_t household_id, int64_t *n) WARN_UNUSED;
/* The next version, with state and asker as in *r, which is brought up to date. E_CONFLICT when it
 * is at another version than r->version by now. */
enum status store_series_next(struct tx *t, struct series_row *r, int64_t now) WARN_UNUSED;

struct series_date_row {
    int64_t id, series_id, day, plan_id;
    const char *state; /* 'planned', 'asked', 'left_out', 'stuck', 'ended' */
    const char *why;   /* a reason's string; NULL: none */
    int64_t later;     /* a skipped hour is taken later */
    int64_t start_at, end_at;
    int64_t price_minor; /* the most, as the guardian saw it; -1: not known yet */
    int64_t request_id;  /* 0: none yet */
};

enum status store_series_date_insert(struct tx *t, const struct series_date_row *d) WARN_UNUSED;
enum status store_series_date_get(struct tx *t, int64_t id, struct series_date_row *d) WARN_UNUSED;
/* All that may change: plan, state, why, later, times, price, request. E_CONFLICT when it is not in
 * state `from` (any more). */
enum status store_series_date_put(struct tx *t, const struct series_date_row *d,
                                  const char *from) WARN_UNUSED;

/* A date with what became of it. */
struct series_date_seen {
    struct series_date_row row;
    const char *request_state; /* NULL: not asked yet */
    int64_t booking_id;        /* 0: none that stands */
    const char *booking_state;
    int64_t booking_start_at, booking_end_at, booking_price_minor;
    int64_t supporter_id;
    const char *supporter_name;
    int64_t amendment_id; /* 0: none waits for its answer */
};
/* In order of the day. */
enum status store_series_dates(struct tx *t, int64_t series_id, struct series_date_seen **rows,
                               int *n) WARN_UNUSED;

/* The date whose newest request that is. E_NOT_FOUND for an ask of no series. */
enum status store_series_of_request(struct tx *t, int64_t request_id,
                                    int64_t *series_id) WARN_UNUSED;

#endif
