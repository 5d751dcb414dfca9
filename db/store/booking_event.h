/* booking_event.h - the history of a booking: every change of state and every fact. Insert-only. */
#ifndef DB_STORE_BOOKING_EVENT_H
#define DB_STORE_BOOKING_EVENT_H

#include "db/db.h"

#define BOOKING_EVENTS_MAX 500 /* of one booking: notes and taps of a long day */

struct booking_event_row {
    int64_t id, booking_id, at;
    int64_t actor_id;     /* 0: the worker */
    int64_t on_behalf_of; /* 0: for nobody else */
    const char *name;
    const char *from_state;
    const char *to_state;
    const char *detail; /* canonical JSON, or "" */
};

enum status store_booking_event_put(struct tx *t, const struct booking_event_row *e) WARN_UNUSED;
/* How many of that name since then, since_at included. */
enum status store_booking_event_count(struct tx *t, int64_t booking_id, const char *name,
                                      int64_t since_at, int64_t *n) WARN_UNUSED;
/* In order. */
enum status store_booking_events(struct tx *t, int64_t booking_id, struct booking_event_row **rows,
                                 int *n) WARN_UNUSED;

/* Up to max of them behind one (0: from the first), in order. */
enum status store_booking_events_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                                       struct booking_event_row **rows, int *n) WARN_UNUSED;

#endif
