/* signing_up.h - the steps of a sign-up over HTTP, for the tests about it. */
#ifndef TESTS_SIGNING_UP_H
#define TESTS_SIGNING_UP_H

#include "tests/world.h"

#define ACCOUNTS         "/api/v1/accounts"
#define SIGN_UP_PASSWORD "kumo-no-ue-no-hiru"

/* A form without fault: 山田花子, born 1990-01-31, 090-1234-5678, in the world's community. */
json_t *sign_up_form(struct world *w, const char *email);
/* Sends it; the status. */
int sign_up(struct world *w, struct client *c, const char *email);
/* The same with one field changed. */
int sign_up_with(struct world *w, struct client *c, const char *field, const char *value);
/* A copy of the ticket in the last answer. */
const char *sign_up_ticket(struct world *w, const struct client *c);
int sign_up_confirm(struct client *c, const char *pending, const char *code);

#endif
