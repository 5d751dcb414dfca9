/* staff_role.h - rows of staff_role: who serves a community's office, as what, from when to when.
 */
#ifndef DB_STORE_STAFF_ROLE_H
#define DB_STORE_STAFF_ROLE_H

#include "db/db.h"

/* A role as a bit, so that several are one number. name, stored text, bit. */
#define STAFF_ROLES(X)                 \
    X(COORDINATOR, "coordinator", 1)   \
    X(TRAINER, "trainer", 2)           \
    X(SAFEGUARDING, "safeguarding", 4) \
    X(FINANCE, "finance", 8)           \
    X(ADMIN, "admin", 16)              \
    X(AUDITOR, "auditor", 32)

#define STAFF_ROLE_ENUM(name, text, bit) STAFF_##name = (bit),
enum staff_bit { STAFF_ROLES(STAFF_ROLE_ENUM) STAFF_ANY = 63 };
#undef STAFF_ROLE_ENUM

/* SQL: the bits of the live roles in rows `r` that the caller's WHERE lets through. */
#define STAFF_ROLE_WHEN(name, text, bit) " WHEN '" text "' THEN " #bit
#define STAFF_BITS_SQL \
    "CAST(COALESCE(SUM(DISTINCT CASE r.role" STAFF_ROLES(STAFF_ROLE_WHEN) " END), 0) AS BIGINT)"

struct staff_role {
    int64_t id;
    int64_t member_id;
    int64_t community_id;
    const char *role;
    int64_t given_at;
    int64_t given_by; /* 0: the program's own first admin */
    const char *display_name;
    int64_t totp_confirmed_at; /* 0: the role does not count yet */
};

/* What a member may be in one community. */
struct staff_standing {
    int64_t roles; /* bits of the live roles */
    int64_t totp_confirmed_at;
};

/* E_NOT_FOUND when there is no such active member. */
enum status store_staff_standing(struct tx *t, int64_t member_id, int64_t community_id,
                                 struct staff_standing *row) WARN_UNUSED;
/* The bits of all communities together, also before the second factor is confirmed. */
enum status store_staff_everywhere(struct tx *t, int64_t member_id, int64_t *roles) WARN_UNUSED;

/* *given false: the member has that role there already. */
enum status store_staff_give(struct tx *t, const struct staff_role *r, bool *given) WARN_UNUSED;
/* E_NOT_FOUND when it is no live role of that community. */
enum status store_staff_get(struct tx *t, int64_t community_id, int64_t id,
                            struct staff_role *r) WARN_UNUSED;
enum status store_staff_end(struct tx *t, int64_t id, int64_t by_id, int64_t now) WARN_UNUSED;

/* How many others hold the role there with a confirmed second factor. */
enum status store_staff_others(struct tx *t, const struct staff_role *r, int64_t *n) WARN_UNUSED;

/* Live roles of a community after a cursor, by id. */
enum status store_staff_list(struct tx *t, int64_t community_id, int64_t after_id, int max,
                             struct staff_role **roles, int *n) WARN_UNUSED;
/* The ids of the active members who hold a role in a community, by id; at most max. */
enum status store_staff_with(struct tx *t, int64_t community_id, const char *role, int max,
                             int64_t **member_ids, int *n) WARN_UNUSED;
/* Live roles of a member everywhere, by id; at most max. */
enum status store_staff_of(struct tx *t, int64_t member_id, int max, struct staff_role **roles,
                           int *n) WARN_UNUSED;

#endif
