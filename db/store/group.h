/* group.h - rows of member_group and group_member: 園・学校, a class, an apartment house. */
#ifndef DB_STORE_GROUP_H
#define DB_STORE_GROUP_H

#include "db/db.h"

/* OK when the group is that community's and the member is accepted in it; E_NOT_FOUND else. */
enum status store_group_of(struct tx *t, int64_t group_id, int64_t community_id,
                           int64_t member_id) WARN_UNUSED;

/* The ids, sorted, of those in the group who show their names in it, to a member who does so too;
 * nobody to one who does not. */
enum status store_group_shown(struct tx *t, int64_t group_id, int64_t to_member_id,
                              int64_t **member_ids, int *n) WARN_UNUSED;

#endif
