/* login.h - logging in with a password; a new phone or browser also shows a code from the mail or
 * the authenticator app (security.md 2).
 *
 * These functions run their own transactions and are called outside of one. An address without an
 * account, a wrong password and an account that is not active give the same answer after the same
 * time. */
#ifndef APP_DOMAIN_LOGIN_H
#define APP_DOMAIN_LOGIN_H

#include "app/domain/session.h"

struct login {
    const char *email; /* as typed */
    const char *password;
    const char *device_token; /* of a phone that may be known; NULL: none */
    const char *totp;         /* given at once; NULL: asked for when it is needed */
    const char *device_label; /* what a new device is called; may be NULL */
    const char *address;      /* the peer's */
    /* out: either the session has begun, or a code is asked for */
    bool begun;
    struct session_start start;
    const char *pending; /* for login_confirm */
    bool by_totp;        /* the code is the app's, else it was mailed */
    int64_t expires_at;  /* of the code */
};
/* login.wrong (401), totp.wrong, E_TOO_MANY, E_BUSY. */
enum status login_begin(struct ctx *x, struct login *l) WARN_UNUSED;

struct login_code {
    const char *pending;
    const char *code;
    const char *device_label;
    struct session_start start; /* out */
};
/* code.*, totp.wrong, pending.expired. */
enum status login_confirm(struct ctx *x, struct login_code *c) WARN_UNUSED;

#endif
