/* sandbox.h - the card provider simulated on this machine: Stripe's API as far as we use it, its
 * hosted pages, its webhooks, its failures; and Twilio's Messages. Source: payments.md section 9.
 */
#ifndef PAYMENTS_SANDBOX_SANDBOX_H
#define PAYMENTS_SANDBOX_SANDBOX_H

#include "app/base/clock.h"
#include "app/base/log.h"

struct sandbox;

struct sandbox_options {
    const char *listen;      /* "127.0.0.1:12111", loopback only; port 0 picks a free one */
    const char *db_url;      /* "sqlite:PATH": a database of its own */
    const char *secret_key;  /* the one key taken; NULL: any "sk_test_..." */
    const char *hook_url;    /* where webhooks go, "http://127.0.0.1:8080/..."; NULL: nowhere */
    const char *hook_secret; /* "whsec_...", with hook_url */
    struct clock *clock;     /* NULL: the machine's time; its own knob comes on top */
    struct log *log;         /* may be NULL */
    int hook_retry_ms;       /* wait before the second try of a webhook; 0: 2000 */
};

/* E_INVALID when the options will not do (a live key, an address that is not the loopback's, a hook
 * without secret), E_BUSY when port or database can't be had; *why then says so in a sentence.
 * What options point to may go away afterwards, but clock and log. */
enum status sandbox_start(struct sandbox **sandbox, const struct sandbox_options *options,
                          const char **why) WARN_UNUSED;
void sandbox_stop(struct sandbox *sandbox);

/* "http://127.0.0.1:12111": base URL of the API and of the pages. */
const char *sandbox_url(const struct sandbox *sandbox);

#endif
