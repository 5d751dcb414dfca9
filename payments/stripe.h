/* stripe.h - the provider that speaks Stripe's API v1, pinned version; also towards the sandbox. */
#ifndef PAYMENTS_STRIPE_H
#define PAYMENTS_STRIPE_H

#include "payments/provider.h"
#include "payments/webhook.h"

#define STRIPE_BASE_URL "https://api.stripe.com"

struct stripe_options {
    const char *base_url;         /* STRIPE_BASE_URL, or the sandbox on the loopback */
    const char *secret_key;       /* sk_test_, sk_live_, or the restricted rk_ forms */
    struct webhook_secrets hooks; /* n = 0: no webhook_check */
    int connect_ms, total_ms;     /* 0: PAY_CONNECT_MS, PAY_TOTAL_MS */
};

/* All texts are copied. E_INVALID: a URL http_client refuses, no such key, a live key towards
 * another host than Stripe's, or hooks that webhook_secrets_check refuses. E_BUSY. */
enum status stripe_open(struct pay_provider *provider, const struct stripe_options *o) WARN_UNUSED;

/* "sk_live_..." or "rk_live_...": real money. */
bool stripe_key_is_live(const char *secret_key);

#endif
