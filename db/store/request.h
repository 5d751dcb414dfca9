/* request.h - rows of request, its children and its stops. */
#ifndef DB_STORE_REQUEST_H
#define DB_STORE_REQUEST_H

#include "db/db.h"

struct request_row {
    int64_t id, community_id, household_id, asked_by, acted_by;
    const char *kind;
    const char *care_at; /* NULL unless kind is care */
    int64_t start_at, end_at, until_at, closes_at;
    int64_t urgent, first_trusted_yes, already_agreed, sick, meal, trial;
    int64_t doctor_seen_at; /* callout: as the guardian states it; 0 */
    struct slice needs_sealed;
    const char *audience;
    int64_t group_id; /* 0: none */
    int64_t tariff_id;
    const char *fee_mode;
    int64_t rate_minor; /* flat_per_hour only */
    const char *pay_by;
    int64_t price_minor;
    const char *currency;
    const char *state;
    int64_t state_at, created_at;
};

/* A stop with the children collected or brought there (stop_child). */
struct stop_row {
    int64_t id;
    int64_t seq;
    int64_t place_id; /* 0: at the supporter's home */
    int64_t at;
    const char *act; /* 'collect' or 'bring' */
    int64_t alone;   /* the child may come out by itself */
};

enum status store_request_insert(struct tx *t, const struct request_row *r) WARN_UNUSED;
enum status store_request_get(struct tx *t, int64_t id, struct request_row *r) WARN_UNUSED;

/* The asks of a member's households, the latest start first, behind a row (start, id). household_id
 * 0: of all of them; state NULL: in any. */
struct request_list {
    int64_t member_id, household_id;
    const char *state;
    int64_t before_start_at, before_id; /* INT64_MAX: from the first */
};
enum status store_request_list(struct tx *t, const struct request_list *l, int max,
                               struct request_row **rows, int *n) WARN_UNUSED;

/* Takes the request before anything of it is changed: on PostgreSQL, many who change an offer each
 * and then the request would wait for one another. */
enum status store_request_claim(struct tx *t, int64_t id) WARN_UNUSED;
/* E_CONFLICT when it is not in `from` (any more). */
enum status store_request_move(struct tx *t, int64_t id, const char *from, const char *to,
                               int64_t now) WARN_UNUSED;
/* The times and the price of *r; its stops get the times that the booking's have. */
enum status store_request_retime(struct tx *t, const struct request_row *r,
                                 int64_t booking_id) WARN_UNUSED;
/* A reopened ask is open until closes_at, and may be urgent by now. */
enum status store_request_clock(struct tx *t, int64_t id, int64_t closes_at,
                                bool urgent) WARN_UNUSED;

/* More people were asked: audience, group and price_minor of the row. */
enum status store_request_audience(struct tx *t, const struct request_row *r) WARN_UNUSED;

struct request_child_row {
    int64_t child_id;
    int64_t age_years; /* on the local date of the start */
};
enum status store_request_child_insert(struct tx *t, int64_t request_id,
                                       const struct request_child_row *child) WARN_UNUSED;
/* By id; at most CHILDREN_PER_JOB_MAX. */
enum status store_request_children(struct tx *t, int64_t request_id,
                                   struct request_child_row **children, int *n) WARN_UNUSED;

/* booking_id 0: the ask's own stops; else the booking's copy. */
enum status store_stop_insert(struct tx *t, int64_t request_id, int64_t booking_id,
                              const struct stop_row *stop) WARN_UNUSED;
enum status store_stop_child_insert(struct tx *t, int64_t stop_id, int64_t child_id) WARN_UNUSED;
enum status store_stops_of_request(struct tx *t, int64_t request_id, struct stop_row **stops,
                                   int *n) WARN_UNUSED;
enum status store_stops_of_booking(struct tx *t, int64_t booking_id, struct stop_row **stops,
                                   int *n) WARN_UNUSED;
enum status store_stop_children(struct tx *t, int64_t stop_id, int64_t **child_ids,
                                int *n) WARN_UNUSED;
/* An amendment's new times: every stop of a booking moves with the start; one at the old end, or
 * beyond the new one, to the new end. */
struct stops_shift {
    int64_t by_ms, old_end_at, new_end_at;
};
enum status store_stops_shift(struct tx *t, int64_t booking_id,
                              const struct stops_shift *shift) WARN_UNUSED;

#endif
