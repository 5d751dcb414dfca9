/* stripe_error.h - what an answer of Stripe means: the table of payments.md section 3. */
#ifndef PAYMENTS_STRIPE_ERROR_H
#define PAYMENTS_STRIPE_ERROR_H

#include "payments/http_client.h"
#include "payments/pay.h"

#include <jansson.h>

/* Pure. body is the parsed answer, NULL when it was no JSON object. Fills *err and returns err->rc.
 * PAY_OK says only that the request was done: what the object's state then means is the call's. */
enum pay_rc stripe_classify(const struct http_answer *answer, json_t *body, struct pay_error *err);

/* Copies what fits, whole UTF-8 characters only; "" for NULL. */
void pay_text_copy(char *out, size_t out_bytes, const char *text);

#endif
