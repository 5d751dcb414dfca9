/* qualification.h - checked identity, safety lesson, certificate, licence: rows that the office
 * sets and the gates read (domain.md 2 and 6). */
#ifndef APP_DOMAIN_QUALIFICATION_H
#define APP_DOMAIN_QUALIFICATION_H

#include "app/domain/ctx.h"
#include "db/store/qualification.h"

#include <stdbool.h>

/* NULL-ended: "identity", "safety_lesson", "certificate", "licence", "concierge". */
const char *const *qualification_kinds(void);

/* By a trainer or admin of the community. */
struct qualification_giving {
    int64_t community_id, member_id;
    const char *kind;
    const char *number; /* NULL: none; certificate and licence have one */
    int64_t issued_at, expires_at;
    struct qualification_row made; /* out */
};
/* ctx_fn. E_NOT_FOUND for a member who is not in the community; E_INVALID for a certificate without
 * a number, issued in the future, or expired already. */
enum status qualification_give(struct ctx *x, void *giving) WARN_UNUSED;

struct qualification_revoking {
    int64_t community_id, id;
    const char *why;
    struct qualification_row row; /* out */
};
/* ctx_fn. The gates close at once; a booking that stood on it becomes a task. Revoked before: OK,
 * with the first reason. E_NOT_FOUND. */
enum status qualification_revoke(struct ctx *x, void *revoking) WARN_UNUSED;

struct qualification_listing {
    int64_t community_id;
    int64_t member_id; /* 0: everybody's */
    int64_t after_id;
    int max;
    struct qualification_row *rows; /* out */
    int n;
};
/* ctx_fn, for trainer, coordinator, admin and auditor. */
enum status qualification_list(struct ctx *x, void *listing) WARN_UNUSED;

/* What a member lacks, or has and until when, in one community. */
struct qualification_standing {
    int64_t community_id;
    const char *kind;
    int64_t until_at;  /* 0: none that counts */
    const char *words; /* in the member's language: counts until, or what to do */
};
struct qualifications_mine {
    struct qualification_row *rows; /* out: all of them, oldest first */
    int n;
    struct qualification_standing
        *standing; /* out: identity, lesson and certificate, by community */
    int standing_n;
};
/* ctx_fn, reads. */
enum status qualifications_mine(struct ctx *x, void *mine) WARN_UNUSED;

#endif
