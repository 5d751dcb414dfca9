/* account.h - signing up: an adult, one account a person, e-mail address and mobile number both
 * proved (domain.md 1, security.md 2).
 *
 * These functions run their own transactions and are called outside of one: a password is hashed
 * before, and a wrong code is counted although the answer is no. Nothing in an answer tells whether
 * an address has an account: an SMS goes out only after the mail's code was right. */
#ifndef APP_DOMAIN_ACCOUNT_H
#define APP_DOMAIN_ACCOUNT_H

#include "app/domain/account_row.h"
#include "app/domain/session.h"

struct sign_up {
    struct account_form form;
    const char *address; /* the peer's */
    /* out */
    const char *pending; /* for account_confirm */
    int64_t expires_at;  /* of the code in the mail */
};
/* E_INVALID with the field, account.too_young, password.*, E_TOO_MANY, E_BUSY. The owner of an
 * address that has an account gets a mail that says so, the caller the usual answer. */
enum status account_sign_up(struct ctx *x, struct sign_up *u) WARN_UNUSED;

struct account_step {
    const char *pending;
    const char *code;
    const char *device_label;
    /* out: the next ticket, when the number comes next; else the session has begun */
    bool active;
    const char *next;
    bool by_sms; /* the code of the next one, else by mail */
    int64_t expires_at;
    struct session_start start;
};
/* code.*, pending.expired, phone.taken. */
enum status account_confirm(struct ctx *x, struct account_step *step) WARN_UNUSED;
/* Sends a new code for the same step; reads pending, sets next and expires_at. */
enum status account_resend(struct ctx *x, struct account_step *step) WARN_UNUSED;

/* A pending account that nobody finished is forgotten after a day: the worker calls it. */
enum status account_sweep_step(struct ctx *x, int *did) WARN_UNUSED;

#endif
