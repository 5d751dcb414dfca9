/* stripe_call.h - one exchange with Stripe, and looking through its lists; for stripe.c alone. */
#ifndef PAYMENTS_STRIPE_CALL_H
#define PAYMENTS_STRIPE_CALL_H

#include "payments/form.h"
#include "payments/http_client.h"
#include "payments/provider.h"

#include <jansson.h>

/* Pinned: in 2026-09-30 Stripe took payment_method_types away, so the version is part of what we
 * send (payments.md 1). The webhook endpoint is made with the same. */
#define STRIPE_VERSION "2026-10-28.endive"

#define SECRET_BYTES 256 /* keys are about 110 */

/* A connection and the memory of one call at a time. */
struct stripe_line {
    struct http_client *http;
    struct arena *arena;
    char auth[SECRET_BYTES + 32]; /* "Authorization: Bearer sk_..." */
};

/* Each fills *err and returns err->rc. *body is the caller's to decref; NULL when the answer was no
 * JSON object. The form lives in l->arena. */
enum pay_rc stripe_post(struct stripe_line *l, const struct pay_ctx *x, const char *path,
                        struct form *form, json_t **body, struct pay_error *err);
enum pay_rc stripe_fetch(struct stripe_line *l, const char *path, struct form *query, json_t **body,
                         struct pay_error *err);

/* The newest object of a list, filtered by one parameter, that `wanted` says yes to. *found is the
 * caller's to decref; PAY_OK with NULL when there is none. Lists are strongly consistent, which
 * Stripe's search is not. A list of more than PAY_FIND_PAGES_MAX pages is PAY_UNKNOWN: "not seen"
 * is not "not there". */
typedef bool (*stripe_wanted_fn)(json_t *object, const char *value);
struct stripe_list {
    const char *path, *filter, *filter_value;
    stripe_wanted_fn wanted;
    const char *value;
};
enum pay_rc stripe_search(struct stripe_line *l, const struct stripe_list *list, json_t **found,
                          struct pay_error *err);

/* References go into paths: what is not one is never sent. */
bool stripe_is_ref(const char *ref);
/* Refused by ourselves, nothing sent. */
enum pay_rc stripe_refuse(struct pay_error *err, enum pay_rc rc, const char *code);
/* A 2xx we can't read may have been done all the same: PAY_UNKNOWN. */
enum pay_rc stripe_unreadable(struct pay_error *err);

#endif
