/* session.h - rows of session and device: who is logged in, and from which known phone. */
#ifndef DB_STORE_SESSION_H
#define DB_STORE_SESSION_H

#include "db/db.h"

/* Everything a request needs to know about its caller, from one statement. */
struct session_who {
    int64_t id;
    int64_t member_id;
    int64_t last_seen_at;
    int64_t stepped_up_at;
    int64_t totp_confirmed_at; /* 0: no second factor */
    int64_t roles;             /* STAFF_* bits; 0 without a confirmed second factor */
};

/* The live session behind a token's hash: not ended, not past its end, seen after seen_after_at,
 * and its member active. E_NOT_FOUND. */
enum status store_session_who(struct tx *t, const char *token_sha256, int64_t now,
                              int64_t seen_after_at, struct session_who *row) WARN_UNUSED;

struct session {
    int64_t id;
    const char *token_sha256;
    int64_t member_id;
    int64_t device_id; /* 0: none */
    int64_t created_at;
    int64_t last_seen_at;
    int64_t expires_at;
    int64_t stepped_up_at;    /* 0: never */
    const char *device_label; /* "" when there is no device */
};

enum status store_session_insert(struct tx *t, const struct session *row) WARN_UNUSED;
/* Notes that the session and its member are there; at most once per period of quiet_ms. */
enum status store_session_seen(struct tx *t, int64_t id, int64_t now, int64_t quiet_ms) WARN_UNUSED;
/* A new token in place of the old one. E_NOT_FOUND when the session ended meanwhile. */
enum status store_session_rotate(struct tx *t, int64_t id, const char *token_sha256,
                                 int64_t stepped_up_at) WARN_UNUSED;
/* E_NOT_FOUND when it is no live session of the member. */
enum status store_session_end(struct tx *t, int64_t member_id, int64_t id, int64_t now) WARN_UNUSED;
/* All of the member's but one (0: all). */
enum status store_session_end_all(struct tx *t, int64_t member_id, int64_t but_id,
                                  int64_t now) WARN_UNUSED;
/* The member's live sessions, newest first, below before_id (INT64_MAX: from the newest).
 */
enum status store_session_list(struct tx *t, int64_t member_id, int64_t now, int64_t seen_after_at,
                               int64_t before_id, int max, struct session **rows,
                               int *n) WARN_UNUSED;

struct device {
    int64_t id;
    int64_t member_id;
    const char *token_sha256;
    const char *label;
    int64_t trusted_until_at;
    int64_t created_at;
};

enum status store_device_insert(struct tx *t, const struct device *row) WARN_UNUSED;
/* The member's device with that token, still trusted. E_NOT_FOUND. */
enum status store_device_known(struct tx *t, int64_t member_id, const char *token_sha256,
                               int64_t now, int64_t *device_id) WARN_UNUSED;
enum status store_device_distrust_all(struct tx *t, int64_t member_id, int64_t now) WARN_UNUSED;

#endif
