/* booking.h - rows of booking and booking_child, and the search for overlaps. */
#ifndef DB_STORE_BOOKING_H
#define DB_STORE_BOOKING_H

#include "db/db.h"

struct booking_row {
    int64_t id, community_id, request_id, offer_id, household_id, guardian_id, supporter_id, tie_id;
    const char *kind;
    const char *state;
    int64_t state_at, version;
    int64_t start_at, end_at, until_at;
    int64_t first_place_id, last_place_id; /* 0: at the supporter's home */
    const char *fee_mode;
    int64_t rate_minor, waived_pct, price_minor, top_up_minor;
    const char *currency;
    const char *pay_by;
    int64_t tariff_id;
    int64_t sick, certificate, licence; /* what the price was reckoned with */
    int64_t trial;                      /* said to be one when it was asked for */
    int64_t policy_id;
    const char *agreement;
    const char *agreement_sha256;
    int64_t began_at, ended_at;             /* 0: not yet */
    int64_t actual_start_at, actual_end_at; /* 0: not known yet */
    int64_t cancelled_by;                   /* 0: nobody */
    const char *cancel_why;                 /* NULL: not cancelled */
    int64_t created_at;
};

struct booking_child_row {
    int64_t child_id;
    int64_t in_at, out_at, dropped_at; /* 0: not (yet) */
};

/* In state 'agreed', version 1. E_CONFLICT when a second wall found an overlap. */
enum status store_booking_insert(struct tx *t, const struct booking_row *b) WARN_UNUSED;
enum status store_booking_child_insert(struct tx *t, const struct booking_row *b,
                                       int64_t child_id) WARN_UNUSED;
enum status store_booking_get(struct tx *t, int64_t id, struct booking_row *b) WARN_UNUSED;
/* The booking made of a request that is not given up. E_NOT_FOUND. */
enum status store_booking_of_request(struct tx *t, int64_t request_id,
                                     struct booking_row *b) WARN_UNUSED;
enum status store_booking_children(struct tx *t, int64_t booking_id,
                                   struct booking_child_row **rows, int *n) WARN_UNUSED;

/* The only statement that changes a state. `live` is what booking_child repeats. E_CONFLICT when
 * the booking is not in `from` (any more). */
enum status store_booking_move(struct tx *t, int64_t id, const char *from, const char *to,
                               bool live, int64_t now) WARN_UNUSED;

/* Facts that moves bring along; each sets its columns of one booking. */
enum status store_booking_began(struct tx *t, int64_t id, int64_t at) WARN_UNUSED;
/* A collecting that happened earlier became known. */
enum status store_booking_began_earlier(struct tx *t, int64_t id, int64_t at) WARN_UNUSED;
enum status store_booking_ended(struct tx *t, int64_t id, int64_t at) WARN_UNUSED;
enum status store_booking_actual(struct tx *t, int64_t id, int64_t start_at,
                                 int64_t end_at) WARN_UNUSED;
enum status store_booking_cancelled(struct tx *t, int64_t id, int64_t by_id,
                                    const char *why) WARN_UNUSED;
/* A new version of the agreement: times, price, document. Writes the children's times too.
 * E_CONFLICT when b->version is not the next one, or a second wall found an overlap. */
enum status store_booking_amend(struct tx *t, const struct booking_row *b) WARN_UNUSED;

/* What the hand-overs of a child come to: first collected, back at last; 0 for not yet. */
enum status store_booking_child_hands(struct tx *t, int64_t booking_id, int64_t child_id,
                                      int64_t in_at, int64_t out_at) WARN_UNUSED;
/* A child leaves the job; out_at 0 for one who never came. E_CONFLICT when it did already. */
enum status store_booking_child_drop(struct tx *t, int64_t booking_id, int64_t child_id,
                                     int64_t out_at, int64_t at) WARN_UNUSED;

/* A trial along the tie that stands or is done, but this one; *found 0 for none. */
enum status store_booking_trial(struct tx *t, int64_t tie_id, int64_t but_booking_id,
                                int64_t *found) WARN_UNUSED;

/* Whoever books this supporter comes one after the other: on PostgreSQL two who insert at once
 * would wait for each other's exclusion constraint until its deadlock time-out. SQLite has one
 * writer. */
enum status store_booking_queue(struct tx *t, int64_t supporter_id) WARN_UNUSED;

/* Live bookings of the supporter for another household whose interval, widened by buffer_ms where
 * places differ, meets b's; b->id itself is left out. *found is the first one's id, 0 for none. */
enum status store_booking_overlap(struct tx *t, const struct booking_row *b, int64_t buffer_ms,
                                  int64_t *found) WARN_UNUSED;
/* The same for one child, whatever the household; no buffer. */
enum status store_booking_child_overlap(struct tx *t, int64_t child_id, int64_t but_booking_id,
                                        int64_t start_at, int64_t end_at,
                                        int64_t *found) WARN_UNUSED;
/* How many children of the same household the supporter already has in that interval. */
enum status store_booking_children_with(struct tx *t, const struct booking_row *b,
                                        int64_t *children) WARN_UNUSED;

#endif
