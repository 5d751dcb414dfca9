/* group.h - rows of member_group and group_poster: 園・学校, a class, an apartment house. Who is in
 * it lies in group_member.h. */
#ifndef DB_STORE_GROUP_H
#define DB_STORE_GROUP_H

#include "db/db.h"

struct group_row {
    int64_t id, community_id;
    const char *name;
    int64_t founder_id, created_at;
};
enum status store_group_insert(struct tx *t, const struct group_row *row) WARN_UNUSED;
/* How many open ones the member founded. */
enum status store_group_founded(struct tx *t, int64_t member_id, int64_t *n) WARN_UNUSED;
/* OK: a group of that community, also a closed one. E_NOT_FOUND. */
enum status store_group_in(struct tx *t, int64_t id, int64_t community_id) WARN_UNUSED;
/* Nobody is in it any more, and its poster leads nowhere. E_NOT_FOUND when it was closed before. */
enum status store_group_close(struct tx *t, int64_t id, int64_t by, int64_t at) WARN_UNUSED;

struct group_poster_row {
    int64_t id, group_id;
    const char *token_sha256;
    int64_t made_by, created_at;
};
/* Ends the one before. */
enum status store_group_poster_put(struct tx *t, const struct group_poster_row *row) WARN_UNUSED;
/* OK also when there is none. */
enum status store_group_poster_end(struct tx *t, int64_t group_id, int64_t at) WARN_UNUSED;
/* The open group of a poster that counts. E_NOT_FOUND. */
enum status store_group_by_poster(struct tx *t, const char *token_sha256,
                                  struct group_row *row) WARN_UNUSED;

/* For staff: the open groups of a community by id, after after_id. */
struct group_desk_line {
    int64_t id;
    const char *name;
    int64_t created_at;
    int64_t members_n, moderators_n, poster; /* poster: 0 or 1 */
};
enum status store_group_desk(struct tx *t, int64_t community_id, int64_t after_id, int max,
                             struct group_desk_line **rows, int *n) WARN_UNUSED;

/* OK when the group is that community's and the member is accepted in it; E_NOT_FOUND else. */
enum status store_group_of(struct tx *t, int64_t group_id, int64_t community_id,
                           int64_t member_id) WARN_UNUSED;

/* The ids, sorted, of those in the group who show their names in it, to a member who does so too;
 * nobody to one who does not. */
enum status store_group_shown(struct tx *t, int64_t group_id, int64_t to_member_id,
                              int64_t **member_ids, int *n) WARN_UNUSED;

#endif
