/* webhook.h - the signature on a webhook: HMAC-SHA256 over time and raw bytes (payments.md 2). */
#ifndef PAYMENTS_WEBHOOK_H
#define PAYMENTS_WEBHOOK_H

#include "app/base/arena.h"
#include "app/base/limits.h"

/* Where the service listens for the provider's events, and the sandbox sends its own. */
#define WEBHOOK_PATH "/api/v1/webhooks/stripe"

#define WEBHOOK_SIGNATURE_BYTES 96 /* "t=<seconds>,v1=<64 hex>" and a NUL */

/* The endpoint's secrets: more than one while they are rotated, any of them counts. */
struct webhook_secrets {
    const char *rows[WEBHOOK_SECRETS_MAX]; /* the whole "whsec_..." */
    int n;
    int tolerance_s; /* 1 to WEBHOOK_TOLERANCE_S */
};

/* What the configuration may say. E_INVALID without a secret, with an empty one, or with a
 * tolerance of 0, which would mean no age check (stricter than the official SDK, on purpose). */
enum status webhook_secrets_check(const struct webhook_secrets *w) WARN_UNUSED;

/* header is the Stripe-Signature header or NULL, raw the body's own bytes, now in ms. Any v1 made
 * with any secret counts, v0 never. E_UNAUTHORISED: malformed, or none of ours. E_TIMEOUT: ours,
 * but more than the tolerance old or (stricter than the SDK) in the future. E_BUSY. */
enum status webhook_verify(const struct webhook_secrets *w, struct arena *a, const char *header,
                           struct slice raw, int64_t now) WARN_UNUSED;

/* The header for a body signed at that time: what the sandbox sends. E_BUSY. */
enum status webhook_sign(const char *secret, struct arena *a, struct slice raw, int64_t now,
                         char out[WEBHOOK_SIGNATURE_BYTES]) WARN_UNUSED;

#endif
