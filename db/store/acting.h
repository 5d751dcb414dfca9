/* acting.h - rows of acting, acting_act and acting_approval: the office acting for somebody on the
 * phone. */
#ifndef DB_STORE_ACTING_H
#define DB_STORE_ACTING_H

#include "db/db.h"

struct acting_row {
    int64_t id, community_id, staff_id, session_id, member_id;
    const char *consent;      /* 'phone', 'in_person', 'letter' */
    struct slice note_sealed; /* under the member's own key */
    int64_t created_at, expires_at;
    int64_t ended_at;         /* 0: not before expires_at */
    const char *display_name; /* of the member; not stored here */
};

enum status store_acting_insert(struct tx *t, const struct acting_row *row) WARN_UNUSED;
enum status store_acting_get(struct tx *t, int64_t id, struct acting_row *row) WARN_UNUSED;
/* The newest first, below before_id. */
enum status store_acting_list(struct tx *t, int64_t community_id, int64_t before_id, int max,
                              struct acting_row **rows, int *n) WARN_UNUSED;
enum status store_acting_end(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;

/* The one that counts right now in this session of a coordinator or admin of its community, for an
 * active member of it. E_NOT_FOUND. */
enum status store_acting_live(struct tx *t, int64_t id, int64_t session_id, int64_t staff_id,
                              int64_t now, struct acting_row *row) WARN_UNUSED;

/* What stands between the two: any of them keeps the one from acting for the other. */
struct acting_bond {
    int64_t relative;  /* guardians of one household, or of the two homes of one child */
    int64_t elsewhere; /* the member lives, helps or serves in another community too */
};
enum status store_acting_bond(struct tx *t, int64_t staff_id, int64_t member_id,
                              int64_t community_id, struct acting_bond *bond) WARN_UNUSED;

/* Insert-only. */
struct acting_act_row {
    int64_t id, acting_id, member_id, at;
    const char *act, *subject;
    const char *consent; /* of the acting; not stored here */
};
enum status store_acting_act_insert(struct tx *t, const struct acting_act_row *row) WARN_UNUSED;
/* What was done for a member, the newest first. */
enum status store_acting_acts(struct tx *t, int64_t member_id, int64_t before_id, int max,
                              struct acting_act_row **rows, int *n) WARN_UNUSED;

struct acting_approval_row {
    int64_t id, community_id, staff_id, member_id;
    const char *act;
    int64_t subject_id, amount_minor, asked_at;
    int64_t approved_by, approved_at, used_at; /* 0: not yet */
    const char *staff_name, *display_name;     /* of asker and member; not stored here */
};
enum status store_acting_approval_insert(struct tx *t,
                                         const struct acting_approval_row *row) WARN_UNUSED;
enum status store_acting_approval_get(struct tx *t, int64_t id,
                                      struct acting_approval_row *row) WARN_UNUSED;
/* Those of the community that wait, asked after asked_after_at, by id above after_id. */
enum status store_acting_approvals(struct tx *t, int64_t community_id, int64_t asked_after_at,
                                   int64_t after_id, int max, struct acting_approval_row **rows,
                                   int *n) WARN_UNUSED;
/* E_NOT_FOUND when somebody else was first. */
enum status store_acting_approve(struct tx *t, int64_t id, int64_t by_id, int64_t now) WARN_UNUSED;
/* Takes one into use for that act and amount, approved after approved_after_at. E_NOT_FOUND. */
enum status store_acting_approval_use(struct tx *t, const struct acting_approval_row *of,
                                      int64_t approved_after_at, int64_t now) WARN_UNUSED;

#endif
