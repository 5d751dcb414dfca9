/* desk_link.h - rows of desk_link, and what a nursery's page of one day shows. */
#ifndef DB_STORE_DESK_LINK_H
#define DB_STORE_DESK_LINK_H

#include "db/db.h"

struct desk_link_row {
    int64_t id, community_id, place_id, day;
    int64_t household_id; /* 0: of the office, for everybody's jobs */
    int64_t made_by, created_at, expires_at;
    int64_t ended_at;       /* 0: not before expires_at */
    const char *place_name; /* not stored here */
};

enum status store_desk_link_insert(struct tx *t, const struct desk_link_row *row) WARN_UNUSED;
enum status store_desk_link_get(struct tx *t, int64_t id, struct desk_link_row *row) WARN_UNUSED;
/* The newest first, below before_id. */
enum status store_desk_link_list(struct tx *t, int64_t community_id, int64_t before_id, int max,
                                 struct desk_link_row **rows, int *n) WARN_UNUSED;
enum status store_desk_link_end(struct tx *t, int64_t id, int64_t by_id, int64_t now) WARN_UNUSED;

/* A public place in use of the community. E_NOT_FOUND. */
enum status store_desk_place(struct tx *t, int64_t community_id, int64_t place_id) WARN_UNUSED;

/* A child that is collected there. */
struct desk_line_row {
    int64_t booking_id, stop_id, child_id, household_id, supporter_id;
    const char *state; /* of the booking */
    int64_t at, until_at;
    int64_t dropped_at, handed_at; /* 0: not */
    int64_t call_first;            /* there is somebody they must not be given to */
    struct slice call_name_sealed, birth_day_sealed; /* under the child's key */
    struct slice supporter_name_sealed;              /* under the supporter's */
};
#define DESK_LINES_MAX 300 /* one nursery, one day */
enum status store_desk_lines(struct tx *t, int64_t place_id, int64_t household_id, int64_t from_at,
                             int64_t until_at, struct desk_line_row **rows, int *n) WARN_UNUSED;

#endif
