/* booking_desk.h - bookings as a community's office looks at them: in order of their start, without
 * anything personal but display names; and whom a member's hold touches. */
#ifndef DB_STORE_BOOKING_DESK_H
#define DB_STORE_BOOKING_DESK_H

#include "db/db.h"

/* One line, and what a policy wants to know about it. */
struct desk_booking {
    int64_t id, supporter_id, guardian_id;
    const char *supporter_name; /* display names */
    const char *guardian_name;
    const char *kind;
    const char *state;
    int64_t state_at, start_at, end_at, version, sick;
    int64_t youngest_years,
        oldest_years; /* of the children not dropped, when they were asked for */
};

/* Of a community in one state, starting in [from_at, until_at), after (after_start, after_id). */
struct desk_window {
    int64_t community_id;
    const char *state;
    int64_t from_at, until_at;
    int64_t after_start, after_id;
    int max;
};

enum status store_desk_bookings(struct tx *t, const struct desk_window *w,
                                struct desk_booking **rows, int *n) WARN_UNUSED;

struct desk_live {
    int64_t id;
    int64_t community_id;
};
/* A supporter's live bookings that have not ended. */
enum status store_desk_live(struct tx *t, int64_t supporter_id, struct desk_live **rows,
                            int *n) WARN_UNUSED;

/* incident_hold. *changed false: it was so already. */
enum status store_desk_hold(struct tx *t, int64_t member_id, int64_t now,
                            bool *changed) WARN_UNUSED;
enum status store_desk_lift(struct tx *t, int64_t member_id, bool *changed) WARN_UNUSED;

#endif
