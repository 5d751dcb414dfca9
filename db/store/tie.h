/* tie.h - rows of the tie table: who knows whom. */
#ifndef DB_STORE_TIE_H
#define DB_STORE_TIE_H

#include "db/db.h"

struct tie_row {
    int64_t id, community_id, low_id, high_id;
    const char *how;
    int64_t met_at;
    int64_t premet_until_at; /* 0: never met for it */
    int64_t trials_done, jobs_done;
    int64_t ended_at, ended_by; /* 0: live */
};

/* A tie as one of its two sides sees it. */
struct tie_line {
    int64_t id, other_id;
    const char *other_name; /* display name */
    const char *how;
    int64_t met_at, premet_until_at, trials_done, jobs_done;
    int64_t other_photo_id; /* 0: none */
    int64_t other_helps;    /* the other switched "I can help" on */
};

/* E_CONFLICT when the two have a live one. */
enum status store_tie_insert(struct tx *t, const struct tie_row *row) WARN_UNUSED;
enum status store_tie_get(struct tx *t, int64_t id, struct tie_row *row) WARN_UNUSED;
/* The live one of the two, in either order. E_NOT_FOUND. */
enum status store_tie_of(struct tx *t, int64_t a, int64_t b, struct tie_row *row) WARN_UNUSED;
/* E_CONFLICT when it has ended already. */
enum status store_tie_end(struct tx *t, int64_t id, int64_t by_id, int64_t at) WARN_UNUSED;
enum status store_tie_premet(struct tx *t, int64_t id, int64_t until_at) WARN_UNUSED;

/* Live ones whose two sides are active and have not blocked each other, by id; one when only_id is
 * not 0. */
enum status store_ties_of(struct tx *t, int64_t member_id, int64_t only_id, int64_t after_id,
                          int max, struct tie_line **rows, int *n) WARN_UNUSED;

/* A job along the tie is completed: counts it, and the trial when it was one. */
enum status store_tie_job_done(struct tx *t, int64_t tie_id, bool trial) WARN_UNUSED;

#endif
