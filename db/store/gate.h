/* gate.h - one look at everything that decides whether a supporter may help a guardian. */
#ifndef DB_STORE_GATE_H
#define DB_STORE_GATE_H

#include "db/db.h"

/* A supporter as seen along a tie; *_until_at is the latest expiry of a row that is not revoked, 0
 * when there is none. */
struct gate_row {
    int64_t supporter_id;
    const char *display_name;
    int64_t active; /* the account */
    int64_t is_on;  /* "I can help" */
    int64_t held_at;
    int64_t blocked;     /* either blocked the other */
    int64_t relative;    /* guardians of one household, or of the two homes of one child */
    int64_t member_here; /* of the community */
    int64_t identity_until_at, lesson_until_at, certificate_until_at, licence_until_at;
    int64_t tie_id;
    const char *tie_how;
    int64_t premet_until_at, trials_done, jobs_done;
    int64_t kinds, care_at, age_min, age_max, until_min, cap_week_min;
    int64_t cell_x, cell_y, has_cell; /* none of a protected household */
};

/* Along the live tie of the two. E_NOT_FOUND when there is none, or the other is no supporter. */
enum status store_gate_pair(struct tx *t, int64_t community_id, int64_t guardian_id,
                            int64_t supporter_id, struct gate_row *row) WARN_UNUSED;

/* Along every live tie of the guardian to a supporter who is on, up to max, by tie id. */
enum status store_gate_ties(struct tx *t, int64_t community_id, int64_t guardian_id, int max,
                            struct gate_row **rows, int *n) WARN_UNUSED;

#endif
