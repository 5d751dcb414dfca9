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
};

enum status store_child_get(struct tx *t, int64_t id, struct child_row *row) WARN_UNUSED;

#endif
