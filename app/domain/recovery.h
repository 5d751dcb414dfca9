/* recovery.h - another password: forgotten, proved by the mail's and the SMS's code together; or
 * changed while logged in. Both end the other sessions, and no device is known any more.
 *
 * Run their own transactions, outside of one. An address without an account gets the usual answer.
 */
#ifndef APP_DOMAIN_RECOVERY_H
#define APP_DOMAIN_RECOVERY_H

#include "app/domain/session.h"

struct recovery {
    const char *email;
    const char *address; /* the peer's */
    /* out */
    const char *pending;
    int64_t expires_at;
};
enum status recovery_begin(struct ctx *x, struct recovery *r) WARN_UNUSED;

struct recovery_codes {
    const char *pending;
    const char *mail_code, *phone_code;
    const char *password;
    const char *device_label;
    /* out: as after a log-in, a session or, with an authenticator app, a ticket for its code */
    bool begun;
    struct session_start start;
    const char *next;
    int64_t expires_at;
};
/* code.*, pending.expired, password.*. */
enum status recovery_confirm(struct ctx *x, struct recovery_codes *r) WARN_UNUSED;

/* x->member_id's, whose session goes on while the others end. password.*. */
enum status recovery_change(struct ctx *x, const char *password) WARN_UNUSED;

#endif
