/* qualification.h - rows of qualification: what lets somebody help, set by the office. */
#ifndef DB_STORE_QUALIFICATION_H
#define DB_STORE_QUALIFICATION_H

#include "db/db.h"

#define QUALIFICATIONS_MAX 200 /* of one member, old ones included */

struct qualification_row {
    int64_t id, community_id, member_id;
    const char *display_name; /* the member's; read only */
    const char *kind;
    const char *number; /* NULL: none */
    int64_t issued_at;
    int64_t expires_at; /* the first instant at which it no longer counts */
    int64_t revoked_at; /* 0: not revoked */
    int64_t revoked_by;
    const char *revoked_why; /* NULL: not revoked */
    int64_t given_by, created_at;
};

enum status store_qualification_insert(struct tx *t, const struct qualification_row *q) WARN_UNUSED;
/* E_NOT_FOUND when it is none of that community. */
enum status store_qualification_get(struct tx *t, int64_t community_id, int64_t id,
                                    struct qualification_row *q) WARN_UNUSED;
/* E_NOT_FOUND when it is revoked already. */
enum status store_qualification_revoke(struct tx *t, int64_t id, int64_t by_id, int64_t now,
                                       const char *why) WARN_UNUSED;
/* Of a community, or there of one member alone (member_id not 0), after a cursor, by id. */
enum status store_qualifications(struct tx *t, int64_t community_id, int64_t member_id,
                                 int64_t after_id, int max, struct qualification_row **rows,
                                 int *n) WARN_UNUSED;
/* Of one member in all communities, by id. */
enum status store_qualifications_of(struct tx *t, int64_t member_id,
                                    struct qualification_row **rows, int *n) WARN_UNUSED;

#endif
