/* premeeting.h - rows of premeeting: the sheet that both sides confirm. A renewal is a new row. */
#ifndef DB_STORE_PREMEETING_H
#define DB_STORE_PREMEETING_H

#include "db/db.h"

struct premeeting_row {
    int64_t id, tie_id, household_id;
    int64_t renewal_of; /* 0: met in person */
    int64_t child_met, place_seen, emergency_plan_read, insurance_read;
    int64_t low_confirmed_at, high_confirmed_at; /* 0: not yet */
    int64_t created_at, created_by;
};

enum status store_premeeting_insert(struct tx *t, const struct premeeting_row *row) WARN_UNUSED;
enum status store_premeeting_get(struct tx *t, int64_t id, struct premeeting_row *row) WARN_UNUSED;
/* The newest of a tie that both confirmed. E_NOT_FOUND. */
enum status store_premeeting_last(struct tx *t, int64_t tie_id,
                                  struct premeeting_row *row) WARN_UNUSED;
/* By id; newest last. */
enum status store_premeetings(struct tx *t, int64_t tie_id, int64_t after_id, int max,
                              struct premeeting_row **rows, int *n) WARN_UNUSED;
/* One side confirms; `low` says which. E_CONFLICT when it did already. */
enum status store_premeeting_confirm(struct tx *t, int64_t id, bool low, int64_t at) WARN_UNUSED;

/* When something last changed that a pre-meeting is about: a child's health, a child or a place
 * that came to the household. 0 when nothing is there. */
enum status store_premeeting_changed(struct tx *t, int64_t household_id, int64_t *at) WARN_UNUSED;

#endif
