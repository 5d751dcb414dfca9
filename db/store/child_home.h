/* child_home.h - where a child lives: one home or two, and the invitation to be the second. */
#ifndef DB_STORE_CHILD_HOME_H
#define DB_STORE_CHILD_HOME_H

#include "db/db.h"

/* The homes a child lives in now: one or two, oldest first. */
#define CHILD_HOMES_MAX 2
enum status store_child_homes(struct tx *t, int64_t child_id, int64_t **household_ids,
                              int *n) WARN_UNUSED;

/* The home of the child for which the member acts. E_NOT_FOUND when there is none. */
enum status store_child_home_of(struct tx *t, int64_t child_id, int64_t member_id,
                                int64_t *household_id) WARN_UNUSED;

/* Lives there, or there again. */
enum status store_child_home_put(struct tx *t, int64_t child_id, int64_t household_id,
                                 int64_t now) WARN_UNUSED;
/* E_NOT_FOUND when the child does not live there. */
enum status store_child_home_end(struct tx *t, int64_t child_id, int64_t household_id,
                                 int64_t now) WARN_UNUSED;

/* Live bookings of the household with the child. */
#define CHILD_HOME_JOBS_MAX 100
enum status store_child_home_jobs(struct tx *t, int64_t child_id, int64_t household_id,
                                  int64_t **booking_ids, int *n) WARN_UNUSED;

struct home_invitation_row {
    int64_t id, child_id, household_id; /* the home that invites */
    int64_t invited_by;
    const char *token_sha256;
    int64_t created_at, expires_at;
    int64_t used_by, used_at; /* the household that said yes; 0: not yet */
};
enum status store_home_invitation_insert(struct tx *t,
                                         const struct home_invitation_row *row) WARN_UNUSED;
enum status store_home_invitation_by_token(struct tx *t, const char *token_sha256,
                                           struct home_invitation_row *row) WARN_UNUSED;
/* E_NOT_FOUND when it was used meanwhile. */
enum status store_home_invitation_use(struct tx *t, int64_t id, int64_t household_id,
                                      int64_t now) WARN_UNUSED;

/* When the child is taken care of through homes for which the member does not act: times alone. */
struct busy_row {
    int64_t start_at, end_at;
};
enum status store_child_busy(struct tx *t, int64_t child_id, int64_t member_id, int64_t from_at,
                             int64_t until_at, int max, struct busy_row **rows, int *n) WARN_UNUSED;

#endif
