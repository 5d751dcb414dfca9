/* pending.h - the sealed ticket between two steps of signing up, logging in or a forgotten
 * password: the server keeps nothing for it, and nobody can tell a real one from a decoy's. */
#ifndef APP_DOMAIN_PENDING_H
#define APP_DOMAIN_PENDING_H

#include "app/domain/ctx.h"

#define PENDING_MARK_BYTES 8
#define PENDING_TEXT_MAX   200

enum pending_step {
    PENDING_EMAIL = 1, /* sign-up: the code from the mail comes next */
    PENDING_PHONE,     /* sign-up: the code from the SMS */
    PENDING_DEVICE,    /* log-in: the code for a new device, by mail */
    PENDING_TOTP,      /* log-in: the code of the authenticator app */
    PENDING_PASSWORD   /* forgotten password: both codes and the new one */
};

struct pending {
    enum pending_step step;
    int64_t code_id;   /* with PENDING_TOTP the device, when it is a known one */
    int64_t member_id; /* 0: a decoy */
    int64_t issued_at;
    uint8_t mark[PENDING_MARK_BYTES]; /* the first bytes of a hash of what must not change */
};

/* The ticket as text, in the arena. E_BUSY. */
enum status pending_seal(struct ctx *x, const struct pending *p, const char **text) WARN_UNUSED;

/* Refuses (pending.expired) what is not ours, of another step than the two (the same twice for
 * one), or older than PENDING_MS. */
enum status pending_open(struct ctx *x, const char *text, enum pending_step a, enum pending_step b,
                         struct pending *p) WARN_UNUSED;

/* The mark of a text. */
void pending_mark(const char *text, uint8_t mark[PENDING_MARK_BYTES]);

#endif
