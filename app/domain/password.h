/* password.h - which passwords are refused, and hashing the others (security.md 2). */
#ifndef APP_DOMAIN_PASSWORD_H
#define APP_DOMAIN_PASSWORD_H

#include "app/domain/ctx.h"

/* What somebody who knows the person would try first. Members may be NULL. */
struct password_owner {
    const char *email, *phone, *name, *reading, *display_name;
    const char *birth_date; /* "1990-01-31" */
};

/* R_NONE, or why it is refused: shorter than PASSWORD_CHARS_MIN, longer than PASSWORD_BYTES_MAX,
 * a common one (also with digits or signs around it, all of one run, or this service's own word),
 * or hardly more than the owner's own data. Which kinds of characters it has does not matter. */
enum reason password_why_not(const char *password, const struct password_owner *owner);

/* The hash to store, in the arena. Takes about 33 ms; never inside a transaction (asserted).
 * E_BUSY when PASSWORD_HASHES_MAX are being made in this process. */
enum status password_make(struct ctx *x, const char *password, const char **hash) WARN_UNUSED;

/* OK, E_UNAUTHORISED when it is another, E_BUSY as above. hash NULL: nobody has this password, but
 * finding that out takes as long. */
enum status password_verify(struct ctx *x, const char *password, const char *hash) WARN_UNUSED;

#endif
