/* guardian.h - who acts for a household, and invitations to be one of them. */
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
    int64_t since_at;
};
enum status store_guardian_names(struct tx *t, int64_t household_id, struct guardian_name **rows,
                                 int *n) WARN_UNUSED;

/* Is one, or is one again. invited_by 0: made the household. */
enum status store_guardian_put(struct tx *t, int64_t household_id, int64_t member_id,
                               int64_t invited_by, int64_t now) WARN_UNUSED;
/* E_NOT_FOUND for somebody who is none. */
enum status store_guardian_end(struct tx *t, int64_t household_id, int64_t member_id,
                               int64_t now) WARN_UNUSED;

struct guardian_invitation_row {
    int64_t id, household_id, invited_by;
    const char *token_sha256;
    int64_t created_at, expires_at;
    int64_t used_by, used_at; /* 0: not yet */
};
enum status store_guardian_invitation_insert(struct tx *t,
                                             const struct guardian_invitation_row *row) WARN_UNUSED;
enum status store_guardian_invitation_by_token(struct tx *t, const char *token_sha256,
                                               struct guardian_invitation_row *row) WARN_UNUSED;
/* E_NOT_FOUND when it was used meanwhile. */
enum status store_guardian_invitation_use(struct tx *t, int64_t id, int64_t member_id,
                                          int64_t now) WARN_UNUSED;

#endif
