/* contact_change.h - another e-mail address or mobile number: a code proves the new one, the old
 * one is told. */
#ifndef APP_DOMAIN_CONTACT_CHANGE_H
#define APP_DOMAIN_CONTACT_CHANGE_H

#include "app/domain/ctx.h"

/* ctx_fn. Sends the code to the new one and a mail to the old address. That the new one belongs to
 * another account is said only to whoever proves it. E_INVALID with the field; E_TOO_MANY. */
struct contact_asking {
    const char *email; /* one of the two; NULL the other */
    const char *phone;
};
enum status contact_ask(struct ctx *x, void *arg) WARN_UNUSED;

/* Runs its own transaction, outside of one: a wrong code is counted. code.*, email.taken,
 * phone.taken. */
struct contact_proof {
    const char *code;
    bool is_phone;
};
enum status contact_prove(struct ctx *x, const struct contact_proof *proof) WARN_UNUSED;

#endif
