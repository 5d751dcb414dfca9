/* handover.h - a child changes hands at a stop: what is planned, what was noted, the wrong codes
 * typed, the taps that phones named, and what was told too late to be noted. */
#ifndef DB_STORE_HANDOVER_H
#define DB_STORE_HANDOVER_H

#include "app/base/limits.h"
#include "db/db.h"

#define HANDOVERS_MAX (STOPS_PER_JOB_MAX * CHILDREN_PER_JOB_MAX) /* of one booking */

struct handover_row {
    int64_t id, booking_id, child_id, stop_id;
    const char *way;   /* 'in', 'out' */
    const char *proof; /* 'code', 'qr', 'nursery_page', ... */
    int64_t weak;
    int64_t by_id;
    int64_t pickup_person_id;           /* 0: none named */
    struct slice person_sealed;         /* empty: nobody written down */
    int64_t at, device_at, received_at; /* device_at 0: the phone was online */
};

/* E_CONFLICT when that child changed hands at that stop already. */
enum status store_handover_insert(struct tx *t, const struct handover_row *h) WARN_UNUSED;
/* In order. */
enum status store_handovers(struct tx *t, int64_t booking_id, struct handover_row **rows,
                            int *n) WARN_UNUSED;

/* One child at one stop of its way, with the hand-over where there was one. */
struct hand_row {
    int64_t child_id, stop_id, seq;
    const char *act; /* 'collect', 'bring' */
    int64_t stop_at;
    int64_t place_id;        /* 0: at the supporter's home */
    const char *place_kind;  /* NULL: at the supporter's home */
    int64_t place_household; /* 0: public */
    int64_t alone;           /* the child may come out by itself */
    int64_t dropped_at;      /* the child left the job; 0 */
    int64_t handed_at;       /* 0: not yet */
};
/* The whole plan of a booking: by child, each one's stops in order. */
enum status store_hands(struct tx *t, int64_t booking_id, struct hand_row **rows,
                        int *n) WARN_UNUSED;

/* How many wrong codes were typed at a stop; 0 when none. */
enum status store_handover_tries(struct tx *t, int64_t booking_id, int64_t stop_id,
                                 int64_t *tries) WARN_UNUSED;
/* Counts one more and says how many there are now. */
enum status store_handover_wrong(struct tx *t, int64_t booking_id, int64_t stop_id,
                                 int64_t *tries) WARN_UNUSED;

/* A tap that a phone named: (by_id, tap_id) is one tap for ever. */
struct tap_row {
    int64_t by_id, booking_id, received_at;
    const char *tap_id;
    const char *outcome; /* 'noted', or a reason's text */
};
enum status store_tap_get(struct tx *t, int64_t by_id, const char *tap_id,
                          struct tap_row *row) WARN_UNUSED;
enum status store_tap_put(struct tx *t, const struct tap_row *row) WARN_UNUSED;

/* What was told and did not fit. The same again is OK, once: *fresh says whether it was new. */
struct told_row {
    int64_t id, booking_id, child_id, stop_id; /* stop_id 0: not known which */
    const char *way, *proof;
    int64_t by_id, pickup_person_id;
    struct slice person_sealed;
    int64_t device_at, received_at;
    const char *why;
};
enum status store_told_put(struct tx *t, const struct told_row *row, bool *fresh) WARN_UNUSED;
/* Of one booking, in order. */
enum status store_told(struct tx *t, int64_t booking_id, struct told_row **rows,
                       int *n) WARN_UNUSED;
#define TOLD_MAX 64 /* of one booking: children, ways, people and reasons */

#endif
