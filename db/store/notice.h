/* notice.h - rows of the notice table: what somebody is to be told, once. */
#ifndef DB_STORE_NOTICE_H
#define DB_STORE_NOTICE_H

#include "db/db.h"

struct notice {
    int64_t id;
    int64_t member_id;
    const char *channel; /* "mail" or "sms" */
    const char *kind;
    int64_t subject_id;
    int64_t again; /* 0: told once; else the row's own id */
    struct slice code_sealed;
    int64_t due_at;
    int64_t lease_until_at;
    int64_t tries;
    int64_t rank; /* 0: before those with 1 */
    int64_t created_at;
    const char *error; /* of the last try; NULL: none failed */
};

/* Does nothing when the same thing was put before and may be told only once, or when the same
 * thing still waits to be sent: it is worded only then. */
enum status store_notice_put(struct tx *t, const struct notice *n) WARN_UNUSED;
/* One with a code in it. */
enum status store_notice_put_code(struct tx *t, const struct notice *n) WARN_UNUSED;

/* OK when something of that channel is due and not leased, else E_NOT_FOUND: a look that costs no
 * write. */
enum status store_notice_any_due(struct tx *t, const char *channel, int64_t now) WARN_UNUSED;

/* Up to max notices of the channel that are due and not leased, by rank, then oldest first, leased
 * until lease_until_at; tries counts this one already. */
enum status store_notice_claim(struct tx *t, const char *channel, int64_t now,
                               int64_t lease_until_at, int max, struct notice **notices,
                               int *n) WARN_UNUSED;

/* The end of a claimed notice: "sent", "dropped" or "failed"; a code is forgotten. E_NOT_FOUND when
 * the lease went to somebody else meanwhile. */
enum status store_notice_done(struct tx *t, const struct notice *n, const char *state, int64_t now,
                              const char *error) WARN_UNUSED;
/* Due again at due_at, after `tries` tries that count; E_NOT_FOUND as above. */
enum status store_notice_delay(struct tx *t, const struct notice *n, int64_t due_at, int64_t tries,
                               const char *error) WARN_UNUSED;

/* How the queue stands, for /metrics and /readyz. */
struct notice_queue {
    int64_t pending, failed;
    int64_t oldest_due_at; /* of the pending ones; 0 when there is none */
};
enum status store_notice_queue(struct tx *t, struct notice_queue *q) WARN_UNUSED;

/* Notices of n's kind and channel to the same person, about any offer of the same request as n's.
 */
struct notice_bundle {
    int64_t waits;  /* 1: one is not on its way yet */
    int64_t due_at; /* of the last; 0: there was none */
};
enum status store_notice_bundle(struct tx *t, const struct notice *n, int64_t now,
                                struct notice_bundle *b) WARN_UNUSED;

/* When the thing is that a notice is about. E_NOT_FOUND. */
struct notice_when {
    int64_t start_at, end_at;
    int64_t runs; /* 1: a child is in care */
};
enum status store_notice_when_offer(struct tx *t, int64_t id, struct notice_when *w) WARN_UNUSED;
enum status store_notice_when_request(struct tx *t, int64_t id, struct notice_when *w) WARN_UNUSED;
enum status store_notice_when_booking(struct tx *t, int64_t id, struct notice_when *w) WARN_UNUSED;
enum status store_notice_when_amendment(struct tx *t, int64_t id,
                                        struct notice_when *w) WARN_UNUSED;

/* OK when the same was put for the same person on the other channel since n was, or that channel
 * bounces: there is nothing to fall back to. Else E_NOT_FOUND. */
enum status store_notice_twin(struct tx *t, const struct notice *n, const char *other) WARN_UNUSED;

/* A supporter's quiet hours, in the wall time of the community of the offer. E_NOT_FOUND. */
struct notice_quiet {
    int64_t from_min, to_min; /* local minutes of the day; equal: none */
    const char *zone;
};
enum status store_notice_quiet(struct tx *t, int64_t offer_id, struct notice_quiet *q) WARN_UNUSED;

/* The guardians of a household, now. */
struct notice_guardian {
    int64_t member_id;
};
enum status store_notice_guardians(struct tx *t, int64_t household_id, int max,
                                   struct notice_guardian **guardians, int *n) WARN_UNUSED;

#define NOTICE_STAFF_MAX 100 /* of one role in one community */
/* Whoever holds that role in the community's office, now. */
enum status store_notice_staff(struct tx *t, int64_t community_id, const char *role,
                               struct notice_guardian **people, int *n) WARN_UNUSED;

/* The newest code of a purpose. E_NOT_FOUND. */
enum status store_notice_code(struct tx *t, int64_t member_id, const char *purpose,
                              int64_t *code_id) WARN_UNUSED;

#endif
