/* session.h - being logged in: tokens of 256 bits that are stored only as hashes, known devices,
 * and their end (security.md 2). Logging in itself is login.h. */
#ifndef APP_DOMAIN_SESSION_H
#define APP_DOMAIN_SESSION_H

#include "app/domain/ctx.h"
#include "db/store/session.h"

#include <stdbool.h>

#define TOKEN_CHARS 43 /* 256 bits in base64url */

/* A new random token and the hash that is stored of it, both in the arena. E_BUSY. */
enum status token_make(struct ctx *x, const char **token, const char **sha256) WARN_UNUSED;
/* The hash of what a client sent; NULL when it can't be a token of ours. */
const char *token_hash(struct ctx *x, const char *token) WARN_UNUSED;

/* ctx_fn, reads: whose token is this? E_NOT_FOUND for none, an ended, an expired or an idle one
 * and for a member who is not active. */
struct session_caller {
    const char *token_sha256;
    struct session_who who; /* out */
};
enum status session_caller(struct ctx *x, void *arg) WARN_UNUSED;

/* Notes that the caller was here, at most once in SESSION_SEEN_MS; most calls cost nothing.
 * A failure is only a time not noted. */
void session_seen(struct ctx *x, const struct session_who *who);

/* Begins a session inside the caller's transaction. */
struct session_start {
    int64_t member_id;
    bool proved;              /* a second factor was shown just now */
    int64_t device_id;        /* a known device; 0: */
    bool new_device;          /* the code for a new device was right: from now on it is known */
    const char *device_label; /* of the new one, as the person calls it; may be NULL */
    /* out */
    int64_t id;
    const char *token;
    const char *device_token; /* NULL unless the device is new */
    int64_t expires_at;
};
enum status session_start(struct ctx *x, struct session_start *start) WARN_UNUSED;

/* ctx_fns for the member's own sessions. */
struct session_listing {
    int64_t before_id; /* INT64_MAX: from the newest */
    int max;
    struct session *sessions; /* out */
    int n;
};
enum status session_list(struct ctx *x, void *arg) WARN_UNUSED;
/* arg: int64_t *session id. E_NOT_FOUND for what is not one's own. */
enum status session_end(struct ctx *x, void *arg) WARN_UNUSED;
/* Everywhere, this one included; no device is known any more. arg is not read. */
enum status session_end_all(struct ctx *x, void *arg) WARN_UNUSED;

/* The second factor was shown: a new token for x->session_id, and stepped_up_at is now. */
enum status session_step_up(struct ctx *x, const char **token) WARN_UNUSED;

#endif
