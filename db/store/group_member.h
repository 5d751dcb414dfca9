/* group_member.h - rows of group_member: who asked to enter a group, who is in it, who left. */
#ifndef DB_STORE_GROUP_MEMBER_H
#define DB_STORE_GROUP_MEMBER_H

#include "db/db.h"

struct group_member_row {
    int64_t asked_at;
    int64_t accepted_at; /* 0: only asked */
    int64_t name_shown;
    int64_t left_at, moderator_at, declined_at, removed_at; /* 0: not */
};
/* E_NOT_FOUND for somebody who never asked. */
enum status store_group_member_get(struct tx *t, int64_t group_id, int64_t member_id,
                                   struct group_member_row *row) WARN_UNUSED;

/* The founder: accepted, and a moderator. */
enum status store_group_member_found(struct tx *t, int64_t group_id, int64_t member_id,
                                     int64_t at) WARN_UNUSED;
/* Asks, or asks again. declined_at 0: moderators see it; else that no goes on. */
enum status store_group_member_ask(struct tx *t, int64_t group_id, int64_t member_id, int64_t at,
                                   int64_t declined_at) WARN_UNUSED;
/* A moderator's answer to an ask that came after `since`. E_NOT_FOUND when there is none (any
 * more). */
enum status store_group_member_accept(struct tx *t, int64_t group_id, int64_t member_id,
                                      int64_t since, int64_t at) WARN_UNUSED;
enum status store_group_member_decline(struct tx *t, int64_t group_id, int64_t member_id,
                                       int64_t since, int64_t at) WARN_UNUSED;

/* These want a row that has not left: E_NOT_FOUND. The last two want an accepted one. */
enum status store_group_member_leave(struct tx *t, int64_t group_id, int64_t member_id, int64_t at,
                                     bool removed) WARN_UNUSED;
enum status store_group_member_show(struct tx *t, int64_t group_id, int64_t member_id,
                                    bool shown) WARN_UNUSED;
enum status store_group_member_moderate(struct tx *t, int64_t group_id, int64_t member_id,
                                        int64_t at) WARN_UNUSED;

struct group_counts {
    int64_t members, moderators, waiting; /* waiting: seen by moderators, or not */
};
enum status store_group_counts(struct tx *t, int64_t group_id, int64_t since,
                               struct group_counts *out) WARN_UNUSED;

/* The member's groups by id: those entered, and those asked after `since`. `members` counts nobody
 * who blocks or is blocked. community_id 0: of all. */
struct group_line {
    int64_t id, community_id;
    const char *name;
    int64_t asked_at, accepted_at, name_shown, moderator_at, members;
};
enum status store_groups_of(struct tx *t, int64_t member_id, int64_t community_id, int64_t since,
                            int max, struct group_line **rows, int *n) WARN_UNUSED;

struct group_person {
    int64_t member_id;
    const char *display_name;
    int64_t at; /* asked, or accepted */
    int64_t name_shown, moderator, was_removed;
};
/* By member after after_id, nobody who is not active, blocked by or blocking the viewer: those who
 * wait for a moderator's answer; those in it (all, or only those who show their names), without the
 * viewer. */
enum status store_group_asks(struct tx *t, int64_t group_id, int64_t viewer_id, int64_t since,
                             int64_t after_id, int max, struct group_person **rows,
                             int *n) WARN_UNUSED;
enum status store_group_people(struct tx *t, int64_t group_id, int64_t viewer_id, bool all,
                               int64_t after_id, int max, struct group_person **rows,
                               int *n) WARN_UNUSED;

/* OK when the two are in a group in which both show their names. E_NOT_FOUND. */
enum status store_group_both_shown(struct tx *t, int64_t a, int64_t b) WARN_UNUSED;

#endif
