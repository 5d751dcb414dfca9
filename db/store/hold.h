/* hold.h - rows of incident_hold: 確認のためお休み中, on a booking or on a person. */
#ifndef DB_STORE_HOLD_H
#define DB_STORE_HOLD_H

#include "db/db.h"

struct hold_row {
    int64_t id, community_id, member_id;
    int64_t booking_id; /* 0: the person alone */
    int64_t put_by, put_at;
};

/* Also sets member.held_at. *put false: the same one stands already. */
enum status store_hold_put(struct tx *t, const struct hold_row *r, bool *put) WARN_UNUSED;
/* The hold on a booking (booking_id), or on a person in that community (booking_id 0); the member
 * is free again when no other one stands. *lifted false: there was none. */
enum status store_hold_lift(struct tx *t, const struct hold_row *r, int64_t by_id, int64_t at,
                            bool *lifted) WARN_UNUSED;
/* Whether one stands on the booking, or on its supporter or guardian as a person. */
enum status store_hold_stands(struct tx *t, int64_t booking_id, bool *stands) WARN_UNUSED;

#endif
