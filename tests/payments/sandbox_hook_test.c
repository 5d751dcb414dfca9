/* sandbox_hook_test.c - webhooks as they arrive: signed, pretty-printed, repeated, doubled, lost.
 */
#include "tests/payments/bank.h"
#include "tests/payments/peer.h"
#include "tests/test.h"

#include "payments/webhook.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define FINE "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define NO   "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"

struct post {
    struct bank *b;
    struct peer *peer;
    char url[128];
};

static void stop_peer(void *arg)
{
    peer_stop(arg);
}

static struct post open_post(const struct peer_step *steps)
{
    struct post p = {.peer = peer_start(steps)};

    test_cleanup(stop_peer, p.peer);
    snprintf(p.url, sizeof p.url, "%s/hooks", peer_url(p.peer));
    p.b = bank_open_hooked(bank_keep(p.url));
    return p;
}

static void wait_for(struct post *p, int requests)
{
    static const struct timespec tick = {0, 10000000};

    for (int i = 0; i < 2000 && peer_requests(p->peer) < requests; i++) {
        nanosleep(&tick, NULL);
    }
    CHECK_I64(peer_requests(p->peer), requests);
}

/* Nothing more comes for a while. */
static void quiet(struct post *p, int requests)
{
    static const struct timespec while_ = {0, 400000000};

    wait_for(p, requests);
    nanosleep(&while_, NULL);
    CHECK_I64(peer_requests(p->peer), requests);
}

struct seen {
    const char *request;
};

/* pay_headers.get on the bytes of a request. */
static const char *header(const void *from, const char *name)
{
    static char value[256]; /* one test at a time */
    const struct seen *s = from;
    const char *at = strcasestr(s->request, name);

    if (at == NULL || at[strlen(name)] != ':') {
        return NULL;
    }
    at += strlen(name) + 2;
    snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\r\n"), at);
    return value;
}

static enum status checked(struct post *p, int n, struct pay_event *e)
{
    struct seen s = {peer_request(p->peer, n)};
    struct pay_headers headers = {header, &s};
    const char *body = strstr(s.request, "\r\n\r\n") + 4;
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    enum status st;

    st = p->b->pay.webhook_check(p->b->pay.self, a,
                                 (struct slice){(const uint8_t *)body, strlen(body)}, &headers,
                                 clock_now(&p->b->clock), e);
    arena_close(a);
    return st;
}

TEST_IN("concurrent", a_webhook_arrives_signed_and_names_the_object_to_fetch)
{
    struct post p = open_post((struct peer_step[]){{FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event e;

    CHECK_I64(bank_hold(p.b, "op_1", bank_customer(p.b), 3000), PAY_OK);
    wait_for(&p, 2); /* customer.created, payment_intent.created */
    CHECK_STATUS(checked(&p, 0, &e), OK);
    CHECK_TEXT(e.type, "customer.created");
    CHECK_I64(e.kind, PAY_KIND_CUSTOMER);
    CHECK_STATUS(checked(&p, 1, &e), OK);
    CHECK_TEXT(e.type, "payment_intent.created");
    CHECK_I64(e.kind, PAY_KIND_HOLD);
    CHECK_TEXT(e.object_ref, p.b->made.ref);
    CHECK_TEXT(e.key, "op_1-1");
    CHECK(strncmp(e.id, "evt_", 4) == 0);
    CHECK(strstr(peer_request(p.peer, 1), "\r\n\r\n{\n  \"") != NULL); /* pretty-printed */
    CHECK(strncmp(peer_request(p.peer, 0), "POST /hooks HTTP/1.1\r\n", 22) == 0);
    quiet(&p, 2);
}

TEST_IN("concurrent", a_webhook_with_one_byte_changed_or_another_secret_is_nobodys)
{
    struct post p = open_post((struct peer_step[]){{FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event e;
    char *body;

    bank_customer(p.b);
    wait_for(&p, 1);
    body = strstr(peer_request(p.peer, 0), "customer.created");
    body[0] = 'C';
    CHECK_STATUS(checked(&p, 0, &e), E_UNAUTHORISED);
    CHECK_TEXT(e.id, "");
    body[0] = 'c';
    CHECK_STATUS(checked(&p, 0, &e), OK);
    clock_advance(&p.b->clock, 301 * SECOND_MS);
    CHECK_STATUS(checked(&p, 0, &e), E_TIMEOUT);
}

TEST_IN("concurrent", a_webhook_that_was_refused_comes_again_with_the_same_id)
{
    struct post p =
        open_post((struct peer_step[]){{NO, 0, 0}, {NULL, 0, 1}, {FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event first, last;

    bank_customer(p.b);
    quiet(&p, 3);
    CHECK_STATUS(checked(&p, 0, &first), OK);
    CHECK_STATUS(checked(&p, 2, &last), OK);
    CHECK_TEXT(first.id, last.id);
}

TEST_IN("concurrent", a_webhook_is_doubled_delayed_and_lost_as_a_test_says)
{
    struct post p = open_post((struct peer_step[]){{FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event one, two;

    bank_knob(p.b, "POST", "/_sandbox/webhooks", "{'duplicate':2}");
    bank_customer(p.b);
    quiet(&p, 3);
    CHECK_STATUS(checked(&p, 0, &one), OK);
    CHECK_STATUS(checked(&p, 2, &two), OK);
    CHECK_TEXT(one.id, two.id);

    bank_knob(p.b, "POST", "/_sandbox/webhooks", "{'drop':1}");
    bank_customer(p.b);
    quiet(&p, 3);
    bank_customer(p.b);
    quiet(&p, 4);
    CHECK_I64(bank_count(p.b, "/v1/events"), 3); /* the lost one is still to be had */
}

TEST_IN("concurrent", webhooks_come_in_the_wrong_order_when_a_test_says_so)
{
    struct post p = open_post((struct peer_step[]){{FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event e;

    bank_knob(p.b, "POST", "/_sandbox/webhooks", "{'delay_ms':1500,'reverse':true}");
    CHECK_I64(bank_hold(p.b, "op_1", bank_customer(p.b), 3000), PAY_OK);
    quiet(&p, 0);
    CHECK_I64(client_get(p.b->client, "/_sandbox/webhooks"), 200);
    CHECK_I64(client_i64(p.b->client, "pending"), 2);
    bank_advance(p.b, 10);
    clock_advance(&p.b->clock, 10 * SECOND_MS); /* the service's clock goes with the sandbox's */
    quiet(&p, 2);
    CHECK_STATUS(checked(&p, 0, &e), OK);
    CHECK_TEXT(e.type, "payment_intent.created");
    CHECK_STATUS(checked(&p, 1, &e), OK);
    CHECK_TEXT(e.type, "customer.created");
}

TEST_IN("concurrent", webhooks_survive_a_restart_of_the_sandbox)
{
    struct post p = open_post((struct peer_step[]){{NO, 0, 0}, {FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event e;

    bank_knob(p.b, "POST", "/_sandbox/webhooks", "{'delay_ms':60000}");
    bank_customer(p.b);
    bank_restart(p.b);
    quiet(&p, 0);
    bank_advance(p.b, 61);
    wait_for(&p, 2);
    clock_advance(&p.b->clock, 61 * SECOND_MS);
    CHECK_STATUS(checked(&p, 1, &e), OK);
}

TEST_IN("concurrent", time_itself_is_told_by_webhooks)
{
    struct post p = open_post((struct peer_step[]){{FINE, 0, 0}, {NULL, 0, 0}});
    struct pay_event e;
    const char *hold = bank_held(p.b, "op_1", "pm_card_amex", 3000);

    quiet(&p, 5); /* customer, card, intent, charge, capturable */
    bank_advance(p.b, 7 * 86400 + 1);
    quiet(&p, 7);
    clock_advance(&p.b->clock, (7 * 86400 + 1) * SECOND_MS);
    CHECK_STATUS(checked(&p, 5, &e), OK);
    CHECK_TEXT(e.type, "charge.expired");
    CHECK_TEXT(e.object_ref, hold);
    CHECK_TEXT(e.key, "");
    CHECK_STATUS(checked(&p, 6, &e), OK);
    CHECK_TEXT(e.type, "payment_intent.canceled");
}
