/* household.h - rows of household: a home with its guardians and children. */
#ifndef DB_STORE_HOUSEHOLD_H
#define DB_STORE_HOUSEHOLD_H

#include "db/db.h"

struct household_row {
    int64_t id, community_id;
    struct slice name_sealed; /* under the household's own key */
    int64_t created_at;
    int64_t protected_at; /* nobody may find it by asking; 0: it is not protected */
};

enum status store_household_insert(struct tx *t, const struct household_row *row) WARN_UNUSED;
enum status store_household_get(struct tx *t, int64_t id, struct household_row *row) WARN_UNUSED;
enum status store_household_set_name(struct tx *t, int64_t id, struct slice name) WARN_UNUSED;

/* protected_at 0: not any more. */
enum status store_household_protect(struct tx *t, int64_t id, int64_t protected_at) WARN_UNUSED;

/* Those of which the member is a guardian, by id, above after_id. */
enum status store_household_list(struct tx *t, int64_t member_id, int64_t after_id, int max,
                                 struct household_row **rows, int *n) WARN_UNUSED;
/* How many they are. */
enum status store_household_count(struct tx *t, int64_t member_id, int64_t *count) WARN_UNUSED;

#endif
