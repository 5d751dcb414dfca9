/* handover.h - rows of handover and of the wrong codes typed. */
#ifndef DB_STORE_HANDOVER_H
#define DB_STORE_HANDOVER_H

#include "db/db.h"

#define HANDOVERS_MAX 16 /* of one booking: in and out of each child */

struct handover_row {
    int64_t id, booking_id, child_id;
    const char *way;   /* 'in', 'out' */
    const char *proof; /* 'code', 'qr', 'nursery_page', ... */
    int64_t weak;
    int64_t by_id;
    int64_t pickup_person_id;           /* 0: none named */
    int64_t at, device_at, received_at; /* device_at 0: the phone was online */
};

/* E_CONFLICT when that child changed hands that way already. */
enum status store_handover_insert(struct tx *t, const struct handover_row *h) WARN_UNUSED;
/* In order. */
enum status store_handovers(struct tx *t, int64_t booking_id, struct handover_row **rows,
                            int *n) WARN_UNUSED;

/* How many wrong codes were typed; 0 when none. */
enum status store_handover_tries(struct tx *t, int64_t booking_id, const char *way,
                                 int64_t *tries) WARN_UNUSED;
/* Counts one more and says how many there are now. */
enum status store_handover_wrong(struct tx *t, int64_t booking_id, const char *way,
                                 int64_t *tries) WARN_UNUSED;

#endif
