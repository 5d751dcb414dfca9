/* membership.h - rows of membership: the communities a member belongs to. */
#ifndef DB_STORE_MEMBERSHIP_H
#define DB_STORE_MEMBERSHIP_H

#include "db/db.h"

/* Joins, or joins again. */
enum status store_membership_join(struct tx *t, int64_t member_id, int64_t community_id,
                                  int64_t now) WARN_UNUSED;
/* A pending member who signs up anew is only where the new form says. */
enum status store_membership_forget(struct tx *t, int64_t member_id) WARN_UNUSED;
/* E_NOT_FOUND when the member is not (any more) in the community, or not active. */
enum status store_membership_live(struct tx *t, int64_t member_id,
                                  int64_t community_id) WARN_UNUSED;

struct membership {
    int64_t community_id;
    const char *name, *name_en, *zone, *currency;
    int64_t joined_at;
};
enum status store_membership_list(struct tx *t, int64_t member_id, int max,
                                  struct membership **rows, int *n) WARN_UNUSED;

/* E_NOT_FOUND for somebody who is not in it. */
enum status store_membership_leave(struct tx *t, int64_t member_id, int64_t community_id,
                                   int64_t now) WARN_UNUSED;
/* What ties the member to the community: live bookings and open asks, live staff roles. */
enum status store_membership_bonds(struct tx *t, int64_t member_id, int64_t community_id,
                                   int64_t *jobs, int64_t *roles) WARN_UNUSED;

#endif
