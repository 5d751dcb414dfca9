/* bank.h - a sandbox of its own for a test, the adapter talking to it over real HTTP, and the knobs
 * of both. Everything goes away with the test. */
#ifndef TESTS_PAYMENTS_BANK_H
#define TESTS_PAYMENTS_BANK_H

#include "app/base/clock.h"
#include "payments/provider.h"
#include "payments/sandbox/sandbox.h"
#include "tests/client.h"

#define BANK_KEY    "sk_test_bank"
#define BANK_SECRET "whsec_bank"

struct bank {
    struct sandbox *sandbox;
    struct pay_provider pay;
    struct client *client; /* with the key as its bearer token */
    struct clock clock;
    const char *folder;
    const char *hook_url;
    char listen[64]; /* the same after a restart */
    char db_url[320];
    struct pay_error err;   /* of the last call made through the helpers below */
    struct pay_object made; /* the last object */
};

struct bank *bank_open(void);
/* With webhooks to that URL, tried again after 100 ms. */
struct bank *bank_open_hooked(const char *hook_url);
/* Stops the sandbox and starts it again on the same database and address. */
void bank_restart(struct bank *b);

/* A new adapter, with a new connection, that waits that long for an answer. */
void bank_patience(struct bank *b, int total_ms);

/* A knob: POST or DELETE of a path below /_sandbox, JSON as text with ' for ", NULL for none. The
 * check fails on any status but 200 and 204. */
void bank_knob(struct bank *b, const char *method, const char *path, const char *json);
void bank_fault(struct bank *b, const char *json);
void bank_advance(struct bank *b, int64_t seconds);

/* A form to the API as it is; the HTTP status. The answer is in b->client. */
int bank_post(struct bank *b, const char *path, const char *form);
/* The same with a key of the caller's. */
int bank_post_key(struct bank *b, const char *key, const char *path, const char *form);
/* How many objects a list has: "/v1/payment_intents?limit=100". */
int64_t bank_count(struct bank *b, const char *list);
/* How many requests arrived with that key. */
int64_t bank_seen(struct bank *b, const char *key);

/* A customer; one with a saved test card ("pm_card_visa"), whose payment method is *card. Borrowed
 * until the test ends. */
const char *bank_customer(struct bank *b);
const char *bank_card(struct bank *b, const char *customer, const char *test_card);

/* Calls of the adapter as op "op_<n>", first attempt. */
enum pay_rc bank_hold(struct bank *b, const char *op, const char *customer, int64_t yen);
enum pay_rc bank_confirm(struct bank *b, const char *op, const char *hold, const char *card,
                         const char *return_url);
enum pay_rc bank_capture(struct bank *b, const char *op, const char *hold, int64_t yen);
enum pay_rc bank_cancel(struct bank *b, const char *op, const char *hold);
enum pay_rc bank_get(struct bank *b, const char *hold);
/* All the way to a held one; its reference, borrowed until the test ends. */
const char *bank_held(struct bank *b, const char *op, const char *test_card, int64_t yen);

/* text until the test ends. */
const char *bank_keep(const char *text);

#endif
