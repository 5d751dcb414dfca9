/* vouched.h - accounts that nobody proved by mail and SMS, because the operator vouches for them:
 * the first admin of a community, and the people of the demo. */
#ifndef APP_DOMAIN_VOUCHED_H
#define APP_DOMAIN_VOUCHED_H

#include "app/domain/account_row.h"

#define TOTP_TEXT_BYTES 33 /* base 32 and a NUL */

struct vouched {
    struct account_form form;
    const char *role; /* of the form's community, with a second factor in force; NULL: none */
    struct member row;
    /* out */
    char totp_text[TOTP_TEXT_BYTES]; /* for the authenticator app; "" without a role */
};

/* Outside of a transaction: hashes the password, makes the data key. The form was checked. */
enum status vouched_prepare(struct ctx *x, struct vouched *v) WARN_UNUSED;
/* Inside: an active member of the form's community; v->row.id. E_CONFLICT when the address has an
 * account, phone.taken. */
enum status vouched_make(struct ctx *x, struct vouched *v) WARN_UNUSED;

/* `otagai admin`: a community gets its first admin, and is made when community.id is 0. Runs its
 * own transactions. E_INVALID with the field, E_RULE with the reason; E_NOT_FOUND for an unknown
 * community; E_CONFLICT when it has an admin already or the address has an account. */
struct first_admin {
    struct community_row community;
    struct vouched who;
};
enum status vouched_first_admin(struct ctx *x, struct first_admin *a) WARN_UNUSED;

/* `otagai admin totp`: somebody lost the authenticator app and stands before the operator. A new
 * secret is in force at once; every session ends. E_INVALID, E_NOT_FOUND. */
struct new_totp {
    const char *email;
    char totp_text[TOTP_TEXT_BYTES]; /* out */
};
enum status vouched_new_totp(struct ctx *x, struct new_totp *n) WARN_UNUSED;

#endif
