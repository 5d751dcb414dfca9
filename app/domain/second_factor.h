/* second_factor.h - showing once more that it is you: the authenticator app (RFC 6238), or password
 * and a code by mail for those who have none (security.md 2). */
#ifndef APP_DOMAIN_SECOND_FACTOR_H
#define APP_DOMAIN_SECOND_FACTOR_H

#include "app/domain/ctx.h"
#include "db/store/member.h"

/* Inside a transaction: is this the app's code right now? *why is R_NONE, or totp.wrong, also for a
 * code that was used before and for a member without an app. */
enum status second_factor_check(struct ctx *x, const struct member *m, const char *code,
                                enum reason *why) WARN_UNUSED;
/* Before that, outside: counts a try. E_TOO_MANY. */
enum status second_factor_count(struct ctx *x, int64_t member_id) WARN_UNUSED;

/* ctx_fn: sends the code that members without an app need to step up. arg is not read. */
enum status second_factor_send(struct ctx *x, void *arg) WARN_UNUSED;

/* Steps x->session_id up; runs its own transactions, outside of one. With a confirmed app its code
 * counts alone, else password and code. E_INVALID for the one missing, login.wrong, code.*,
 * totp.wrong, E_TOO_MANY, E_BUSY. */
struct step_up {
    const char *password, *code, *totp; /* NULL: not given */
    const char *token;                  /* out: the session's new token */
};
enum status second_factor_step_up(struct ctx *x, struct step_up *up) WARN_UNUSED;

/* ctx_fn: a new secret for the app, not in force before it is confirmed. totp.on when there is one
 * in force. */
struct totp_enrolment {
    char secret[33]; /* out: base32, for typing */
    const char *uri; /* out: otpauth://..., for the QR code */
};
enum status second_factor_enrol(struct ctx *x, void *arg) WARN_UNUSED;

/* The first right code puts the secret in force and steps the session up. Runs its own
 * transactions. totp.wrong, totp.on; E_NOT_FOUND when none was enrolled. */
struct totp_confirmation {
    const char *code;
    const char *token; /* out: the session's new token */
};
enum status second_factor_confirm(struct ctx *x, struct totp_confirmation *c) WARN_UNUSED;

/* ctx_fn: takes the app away. arg is not read. E_NOT_FOUND; totp.staff while a role needs it. */
enum status second_factor_disable(struct ctx *x, void *arg) WARN_UNUSED;

/* The secret as it is stored; totp_text has 2 * TOTP_SECRET_BYTES + 1 bytes. */
void second_factor_text(const uint8_t *secret, char *totp_text);

#endif
