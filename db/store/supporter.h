/* supporter.h - rows of supporter: what a member who helps has said about it. */
#ifndef DB_STORE_SUPPORTER_H
#define DB_STORE_SUPPORTER_H

#include "db/db.h"

struct supporter_row {
    int64_t member_id;
    int64_t is_on;
    int64_t kinds;                        /* SUPPORTER_KINDS bits */
    int64_t care_at;                      /* SUPPORTER_CARE_AT bits */
    int64_t age_min, age_max;             /* years, both included */
    int64_t until_min;                    /* local minutes of the day; 1440: any */
    int64_t rate_wish_minor;              /* per hour; 0 thanks only, -1 the tariff's */
    int64_t cap_week_min;                 /* 0: none */
    int64_t quiet_from_min, quiet_to_min; /* equal: none; from above to: over midnight */
    const char *pets;
    int64_t smoking;
    const char *others_at_home;
    int64_t own_children_come;
    int64_t updated_at;
};

enum status store_supporter_get(struct tx *t, int64_t member_id,
                                struct supporter_row *row) WARN_UNUSED;
/* Makes it, or writes all of it anew. */
enum status store_supporter_put(struct tx *t, const struct supporter_row *row) WARN_UNUSED;

#endif
