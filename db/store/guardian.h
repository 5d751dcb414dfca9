/* guardian.h - who acts for a household. */
#ifndef DB_STORE_GUARDIAN_H
#define DB_STORE_GUARDIAN_H

#include "app/base/limits.h"
#include "db/db.h"

/* OK for a guardian of the household; E_NOT_FOUND for anybody else. */
enum status store_guardian_is(struct tx *t, int64_t household_id, int64_t member_id) WARN_UNUSED;

/* The guardians' member ids, oldest first. */
enum status store_guardians(struct tx *t, int64_t household_id, int64_t **member_ids,
                            int *n) WARN_UNUSED;

/* What the guardians are called by their neighbours, oldest first. */
struct guardian_name {
    int64_t member_id;
    const char *display_name;
};
enum status store_guardian_names(struct tx *t, int64_t household_id, struct guardian_name **rows,
                                 int *n) WARN_UNUSED;

#endif
