/* child.h - rows of child, sealed under the child's own key (owner = child id). */
#ifndef DB_STORE_CHILD_H
#define DB_STORE_CHILD_H

#include "db/db.h"

struct child_row {
    int64_t id;
    struct slice name_sealed, call_name_sealed;
    struct slice birth_day_sealed;                                      /* the day number as text */
    struct slice allergies_sealed, medicines_sealed, conditions_sealed; /* empty: none */
    struct slice flags_sealed; /* the CHILD_FLAG_* bits as text */
    int64_t health_changed_at, created_at;
    int64_t version; /* each change adds one: of two at once the later is told */
};

enum status store_child_get(struct tx *t, int64_t id, struct child_row *row) WARN_UNUSED;
enum status store_child_insert(struct tx *t, const struct child_row *row) WARN_UNUSED;
/* Writes all that can change, where row->version still is the stored one; the stored one becomes
 * one more. E_NOT_FOUND when somebody was faster. */
enum status store_child_update(struct tx *t, const struct child_row *row) WARN_UNUSED;

/* The children living in a household, by id, above after_id; and how many they are. */
enum status store_child_list(struct tx *t, int64_t household_id, int64_t after_id, int max,
                             struct child_row **rows, int *n) WARN_UNUSED;
enum status store_child_count(struct tx *t, int64_t household_id, int64_t *count) WARN_UNUSED;

#endif
