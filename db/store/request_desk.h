/* request_desk.h - the asks that nobody has taken, as a community's office sees them: no child, no
 * place. */
#ifndef DB_STORE_REQUEST_DESK_H
#define DB_STORE_REQUEST_DESK_H

#include "db/db.h"

struct desk_request {
    int64_t id;
    const char *kind, *state; /* open or unfilled */
    int64_t start_at, end_at, closes_at, urgent, created_at;
    int64_t asked_by;
    const char *asker_name;
    int64_t children_n;
    int64_t asked_n;       /* who was asked, whatever they said */
    int64_t offered_n;     /* answers that wait to be chosen, reserves too */
    int64_t next_alarm_at; /* 0: none to come */
};

/* Those whose start is after `now` and after a row (start, id), the nearest start first. */
enum status store_desk_requests(struct tx *t, int64_t community_id, int64_t now,
                                int64_t after_start, int64_t after_id, int max,
                                struct desk_request **rows, int *n) WARN_UNUSED;

#endif
